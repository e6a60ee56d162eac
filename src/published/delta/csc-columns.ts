import type { Csc } from '../../bbs/formats/csc.ts';

/**
 * A column of interleaved CSC times `x`, as the PEs form it: the local row of an entry is the one after the
 * last entry's plus its gap, padding zeros are multiplied like all others, and every product is added to the
 * accumulator of its row. Exact below 2^53.
 */
export function addColumn(csc: Csc, column: number, x: number, sums: Float64Array): void {
  const { cols, pes, peStart, columnStart, gaps, values } = csc;
  for (let pe = 0; pe < pes; pe++) {
    const at = pe * (cols + 1) + column;
    const end = peStart[pe] + columnStart[at + 1];
    for (let slot = peStart[pe] + columnStart[at], local = -1; slot < end; slot++) {
      local += gaps[slot] + 1;
      sums[local * pes + pe] += values[slot] * x;
    }
  }
}

/** Entries of the fullest PE in a column: the cycles that the column takes at one entry a cycle. */
export function columnCycles({ cols, pes, columnStart }: Csc, column: number): number {
  let most = 0;
  for (let pe = 0; pe < pes; pe++) {
    const at = pe * (cols + 1) + column;
    most = Math.max(most, columnStart[at + 1] - columnStart[at]);
  }
  return most;
}
