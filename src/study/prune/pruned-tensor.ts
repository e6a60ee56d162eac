import type { LstmTensor } from '../../lstm/weights/state-dict.ts';

/** Int8 codes that take the place of a tensor's values. */
export interface TensorCodes {
  /** -127 to 127; 0 where nothing is stored. */
  readonly values: Int8Array;
  /** What a code is multiplied by: one for every row, or one for all. */
  readonly scales: Float32Array;
}

/** A weight tensor of a model, and what is left of it. */
export interface PrunedTensor {
  readonly tensor: LstmTensor;
  /** 1 where an entry is stored, row-major as the tensor's values. */
  readonly mask: Uint8Array;
  /**
   * What the values become where the pattern rebuilds them, in their unit (raw codes are codes); null: stored
   * values stay as they are.
   */
  readonly values: Float64Array | null;
  /** Null: values keep their type. */
  readonly codes: TensorCodes | null;
}

/** The entries that are stored. */
export function keptOf(mask: Uint8Array): number {
  return mask.reduce((sum, bit) => sum + bit, 0);
}

/**
 * The share of the squared magnitude of all weights that pruning leaves: 1 - squared error / squares, which
 * of weights that stay as they are is what the stored ones have. 1 where all are zero.
 */
export function keptMagnitudeShare(
  pruned: readonly Pick<PrunedTensor, 'tensor' | 'mask' | 'values'>[],
): number {
  let [all, kept] = [0, 0];
  for (const { tensor, mask, values: rebuilt } of pruned) {
    const { values } = tensor;
    for (let i = 0; i < values.length; i++) {
      const square = values[i] * values[i];
      all += square;
      if (rebuilt !== null) kept += square - (values[i] - rebuilt[i]) ** 2;
      else if (mask[i] !== 0) kept += square;
    }
  }
  return all === 0 ? 1 : Math.min(1, Math.max(0, kept / all));
}
