import type { CscOptions } from '../formats/csc.ts';
import type { DenseMatrix } from '../matrix.ts';
import { keepLargest } from './largest.ts';

/**
 * Load-balance-aware pruning to a number of stored entries: of every PE's rows (row r on PE r mod `pes`) the
 * largest weights, as many as can be stored in `entriesPerPe` entries of interleaved CSC, padding zeros
 * included. Ties to the lower index in row-major order. Returns the mask, row-major.
 */
export function keepStoredEntries(
  { rows, cols, values }: DenseMatrix,
  { pes, indexBits }: CscOptions,
  entriesPerPe: number,
): Uint8Array {
  const mask = new Uint8Array(values.length);
  for (let pe = 0; pe < Math.min(pes, rows); pe++) {
    const locals = Math.ceil((rows - pe) / pes);
    const magnitudes = new Float64Array(locals * cols);
    const position = (i: number) => (Math.floor(i / cols) * pes + pe) * cols + (i % cols);
    for (let i = 0; i < magnitudes.length; i++) magnitudes[i] = Math.abs(values[position(i)]);
    const kept = new Uint8Array(magnitudes.length);
    const order = largestFirst(magnitudes, entriesPerPe, kept);
    // More weights need more entries, but for the padding that they replace: the last count
    // that fits is found by halving.
    let fits = 0;
    let beyond = Math.min(order.length, entriesPerPe) + 1;
    while (beyond - fits > 1) {
      const count = (fits + beyond) >> 1;
      keepFirst(kept, order, count);
      if (storedEntries(kept, locals, cols, 2 ** indexBits) <= entriesPerPe) fits = count;
      else beyond = count;
    }
    keepFirst(kept, order, fits);
    for (let i = 0; i < kept.length; i++) mask[position(i)] = kept[i];
  }
  return mask;
}

/** The places of the `count` largest, largest first; ties to the lower place. `kept` is overwritten. */
function largestFirst(magnitudes: Float64Array, count: number, kept: Uint8Array): Uint32Array {
  keepLargest(magnitudes, 0, magnitudes.length, count, kept, new Float64Array(0));
  const order = new Uint32Array(Math.max(0, Math.min(count, magnitudes.length)));
  for (let i = 0, found = 0; found < order.length; i++) if (kept[i] === 1) order[found++] = i;
  return order.sort((a, b) => magnitudes[b] - magnitudes[a] || a - b);
}

function keepFirst(kept: Uint8Array, order: Uint32Array, count: number): void {
  kept.fill(0);
  for (let i = 0; i < count; i++) kept[order[i]] = 1;
}

/**
 * Entries that the kept weights of one PE take: each, and a padding zero for every `reach` rows in
 * front of it that are not stored.
 */
function storedEntries(kept: Uint8Array, locals: number, cols: number, reach: number): number {
  let entries = 0;
  for (let col = 0; col < cols; col++) {
    let next = 0;
    for (let local = 0; local < locals; local++) {
      if (kept[local * cols + col] === 0) continue;
      entries += 1 + Math.floor((local - next) / reach);
      next = local + 1;
    }
  }
  return entries;
}
