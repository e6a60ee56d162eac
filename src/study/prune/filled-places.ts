import { keptOf, type PrunedTensor } from './pruned-tensor.ts';

/**
 * A remark where a pattern stores entries that the masks of the file had cut: it needs more places than the
 * file has weights, so what is stored there is zero, and training may make weights of it again. Weights
 * that are rebuilt there are no zeros.
 */
export function filledRemarks(pruned: readonly PrunedTensor[], path: string): readonly string[] {
  const stored = pruned.reduce((sum, one) => sum + keptOf(one.mask), 0);
  const filled = pruned.reduce((sum, one) => sum + filledOf(one), 0);
  if (filled === 0) return [];
  return [
    `${path}: ${filled} of the ${stored} weights that are kept are zeros, in places that the file's own masks had cut: the pattern fills them up`,
  ];
}

function filledOf({ tensor, mask, values }: PrunedTensor): number {
  const before = tensor.mask;
  if (!before) return 0;
  const isFilled = (bit: number, i: number) =>
    bit !== 0 && before[i] === 0 && (values === null || values[i] === 0);
  return mask.reduce((count, bit, i) => count + Number(isFilled(bit, i)), 0);
}
