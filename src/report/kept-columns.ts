import { BITS_PER_KIB } from './tables/number-text.ts';
import type { Cell, Column } from './tables/table.ts';

/** What a pattern keeps of the weights, as far as it can be had. */
interface KeptFigures {
  readonly sparsity: number | null;
  readonly keptMagnitudeShare: number | null;
  readonly overlapWithUnstructured: number | null;
}

/** A column of what a pattern keeps. */
type KeptColumn = Column & { readonly cell: (row: KeptFigures) => Cell };

const percentOf = (share: number | null): number | null => (share === null ? null : 100 * share);

/** What is kept of the weights. */
export const keptColumns: readonly KeptColumn[] = [
  {
    key: 'sparsityPercent',
    title: 'sparsity',
    unit: '%',
    digits: 1,
    cell: ({ sparsity }) => percentOf(sparsity),
  },
  {
    key: 'keptMagnitudePercent',
    title: 'kept w^2',
    unit: '%',
    digits: 1,
    cell: ({ keptMagnitudeShare }) => percentOf(keptMagnitudeShare),
  },
  {
    key: 'overlapPercent',
    title: 'overlap',
    unit: '%',
    digits: 1,
    cell: ({ overlapWithUnstructured }) => percentOf(overlapWithUnstructured),
  },
];

/** What the columns of kept weights and of their bits mean. */
export const keptMeaning =
  'Kept w^2: of the sum of squares of all weights; where a pattern rebuilds weights, that sum less the squared errors. Overlap: kept weights that unstructured pruning of each matrix to as many keeps too. Index bits with pointers.';

/** Digits of storage in KiB: large ones need none, and their column stays as wide as others. */
export function storageDigits(denseBits: number): number {
  return denseBits >= 10_000 * BITS_PER_KIB ? 0 : 1;
}
