import type { PatternRow, PatternStudyResult, StudiedFigures } from '../../study/patterns/patterns-result.ts';
import { BITS_PER_KIB, formatNumber } from '../tables/number-text.ts';

/** A pattern that could be had, with figures that are there. */
export type StudiedPattern = StudiedFigures & Pick<PatternRow, 'pattern' | 'isOnFront'>;

/** The patterns that could be had, in the order of the rows. */
export function studiedPatterns({ rows }: Pick<PatternStudyResult, 'rows'>): StudiedPattern[] {
  return rows.filter((row): row is PatternRow & StudiedPattern => row.problem === null);
}

/** What the patterns have in common, in words. */
export const equalityWords: Readonly<Record<PatternStudyResult['equal'], string>> = {
  kept: 'equal kept weights',
  bits: 'equal bits',
  magnitude: 'equal kept magnitude',
};

/** The figure that the patterns have in common: `65,536`, `160.0 KiB`, `43.3 % of the sum of w^2`. */
export function aimText({ equal, aim }: Pick<PatternStudyResult, 'equal' | 'aim'>): string {
  if (equal === 'kept') return formatNumber(aim.kept, 0);
  if (equal === 'bits') return `${formatNumber(aim.storageBits / BITS_PER_KIB, 1)} KiB`;
  return `${formatNumber(100 * aim.keptMagnitudeShare, 1)} % of the sum of w^2`;
}

/** What is said of rows whose array is no preset; empty where there are none. */
export function searchedText({ rows, dense, residency, device }: PatternStudyResult): string {
  const isSearched = [...rows, ...(dense ? [dense] : [])].some(({ design }) => design !== null);
  if (!isSearched) return '';
  const tried = residency === 'streamed' ? ', of the 50 that promise most' : '';
  return `Where the fastest preset does not fit ${device}: the fastest design of their kinds that does, in PEs x banks${tried}`;
}
