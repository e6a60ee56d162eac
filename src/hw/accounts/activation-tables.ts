import { type ActivationFormat, codesWithin, tableShape } from '../../num/activation.ts';
import type { Footprint } from './footprint.ts';

/** What the tables of a format ask of a device. */
export function tableFootprint(format: ActivationFormat): NonNullable<Footprint['activation']> {
  const { range, segments } = tableShape(format);
  const codeBits = Math.log2(codesWithin(range, format));
  const stepBits = codeBits - Math.log2(segments);
  return { segments, stepBits, clampedBits: format.bits - codeBits };
}

/** Words of which a function of six inputs is a bit: as deep a table as element-wise lanes have anyway. */
const WORDS_OF_A_FUNCTION = 64;

/** Model: deeper tables go to block RAM, since four functions and their selection are logic enough. */
const WORDS_IN_LOGIC = 256;

/** Whether tables with so many segments are logic. */
export function areTablesLogic(segments: number): boolean {
  return segments <= WORDS_IN_LOGIC;
}

/** Six-input functions of a bit of a table in logic, beyond the one of 64 words; selections four by four. */
export function furtherFunctions(segments: number): number {
  const parts = Math.max(1, segments / WORDS_OF_A_FUNCTION);
  return parts - 1 + Math.ceil((parts - 1) / 3);
}

/**
 * Words that an activation reads beyond the two of a table of 64 words. Model: in logic both reads see all
 * functions, 64 words of each; in block RAM a read costs twice as much as one of few words.
 */
export function furtherTableReads({
  segments,
}: Pick<NonNullable<Footprint['activation']>, 'segments'>): number {
  return areTablesLogic(segments) ? 2 * (Math.max(1, segments / WORDS_OF_A_FUNCTION) - 1) : 2;
}
