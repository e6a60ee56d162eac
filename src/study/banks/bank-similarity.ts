import type { DenseMatrix } from '../../bbs/matrix.ts';
import type { PatternConfig } from '../../bbs/patterns/index.ts';
import { prune } from '../../bbs/patterns/prune.ts';

/**
 * How near a mask comes to unstructured pruning, which keeps the largest weights wherever they are, at the
 * same number of kept weights. The argument of Cao et al. (FPGA 2019) why bank-balanced pruning keeps the
 * accuracy; the accuracy itself is not measured here.
 */
export interface MaskSimilarity {
  readonly kept: number;
  /** Weights that unstructured pruning keeps too. */
  readonly shared: number;
  /** shared / kept, from 0 to 1. */
  readonly similarity: number;
  /** Sum of |w| over the kept weights. */
  readonly magnitude: number;
  /** Sum of |w| over the weights that unstructured pruning keeps: no mask of as many has more. */
  readonly unstructuredMagnitude: number;
  /** magnitude / unstructuredMagnitude, from 0 to 1. */
  readonly magnitudeShare: number;
}

/**
 * The patterns that are compared with unstructured pruning: the one that depends on the
 * banks, and two lines of reference.
 */
export const comparedPatterns = ['bankBalanced', 'rowBalanced', 'block'] as const;

/** The similarity of each pattern, or of its masks of several matrices. */
export type PatternSimilarities = Readonly<Record<(typeof comparedPatterns)[number], MaskSimilarity>>;

/**
 * The reference patterns: rows of equal counts, and blocks of 4 x 4, the size that Cao et al. (FPGA 2019)
 * compare with (recalled, unverified).
 */
const references = {
  rowBalanced: { kind: 'row-balanced', recurrentDensity: 1 },
  block: { kind: 'block', blockRows: 4, blockCols: 4 },
} as const satisfies Readonly<Record<string, PatternConfig>>;

/**
 * Compares bank-balanced masks of a matrix (row-major), and the reference patterns at as many kept weights,
 * or as near as whole rows and blocks come. Each is set against unstructured pruning to its own count; the
 * references are pruned once for each count.
 */
export function similarityTo(weights: DenseMatrix): (bankBalanced: Uint8Array) => PatternSimilarities {
  const known = new Map<number, Pick<PatternSimilarities, keyof typeof references>>();
  return (bankBalanced) => {
    const unstructured = unstructuredMasks(weights);
    const keep = onesOf(bankBalanced);
    const compared = (mask: Uint8Array) => compareMasks(weights, mask, unstructured(onesOf(mask)));
    const reference = known.get(keep) ?? {
      rowBalanced: compared(prune(weights, references.rowBalanced, { keep }).mask),
      block: compared(prune(weights, references.block, { keep }).mask),
    };
    known.set(keep, reference);
    return { bankBalanced: compared(bankBalanced), ...reference };
  };
}

/** The similarity of the masks of several matrices together: counts and magnitudes are added up. */
export function totalSimilarity(parts: readonly MaskSimilarity[]): MaskSimilarity {
  const sum = (of: (part: MaskSimilarity) => number) => parts.reduce((total, part) => total + of(part), 0);
  return withShares({
    kept: sum(({ kept }) => kept),
    shared: sum(({ shared }) => shared),
    magnitude: sum(({ magnitude }) => magnitude),
    unstructuredMagnitude: sum(({ unstructuredMagnitude }) => unstructuredMagnitude),
  });
}

/** Unstructured masks of a matrix by count; patterns mostly keep the same one. */
function unstructuredMasks(weights: DenseMatrix): (keep: number) => Uint8Array {
  const masks = new Map<number, Uint8Array>();
  return (keep) => {
    const mask = masks.get(keep) ?? prune(weights, { kind: 'unstructured' }, { keep }).mask;
    masks.set(keep, mask);
    return mask;
  };
}

/**
 * The similarity of a mask to the one that unstructured pruning to as many weights
 * gives (both row-major, 1 = kept).
 */
export function compareMasks(
  { values }: DenseMatrix,
  mask: Uint8Array,
  unstructured: Uint8Array,
): MaskSimilarity {
  const sums = { kept: onesOf(mask), shared: 0, magnitude: 0, unstructuredMagnitude: 0 };
  for (let i = 0; i < mask.length; i++) {
    const magnitude = Math.abs(values[i]);
    sums.shared += mask[i] & unstructured[i];
    if (mask[i] === 1) sums.magnitude += magnitude;
    if (unstructured[i] === 1) sums.unstructuredMagnitude += magnitude;
  }
  return withShares(sums);
}

function onesOf(mask: Uint8Array): number {
  let ones = 0;
  for (let i = 0; i < mask.length; i++) ones += mask[i];
  return ones;
}

function withShares(sums: Omit<MaskSimilarity, 'similarity' | 'magnitudeShare'>): MaskSimilarity {
  const { kept, shared, magnitude, unstructuredMagnitude } = sums;
  return {
    ...sums,
    similarity: kept === 0 ? 1 : shared / kept,
    // Equal magnitudes at other places are added in another order, which may round up to just above 1.
    magnitudeShare: unstructuredMagnitude === 0 ? 1 : Math.min(1, magnitude / unstructuredMagnitude),
  };
}
