/** The elements of a vector that changed by more than the threshold, and by how much. */
export interface Delta {
  readonly columns: Uint32Array;
  /** Differences of codes, one bit wider than a code. */
  readonly values: Int32Array;
}

/**
 * The delta unit of DeltaRNN and Spartus: holds what was last sent of every element, and sends an element
 * again when it has moved away by more than `thresholdCode`. `held` is updated: it is what the accumulators
 * stand for afterwards. Gao et al., FPGA 2018, section 2.
 */
export function sendDeltas(vector: Int16Array, held: Int16Array, thresholdCode: number): Delta {
  const columns: number[] = [];
  const values: number[] = [];
  for (let c = 0; c < vector.length; c++) {
    const difference = vector[c] - held[c];
    if (Math.abs(difference) <= thresholdCode) continue;
    columns.push(c);
    values.push(difference);
    held[c] = vector[c];
  }
  return { columns: Uint32Array.from(columns), values: Int32Array.from(values) };
}
