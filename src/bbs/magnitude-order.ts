import type { StoredCodes } from './matrix.ts';
import type { Placement } from './placement.ts';

/** Weights of stored entries, before quantisation: what their magnitudes are those of. */
export type EntryMagnitudes = Float32Array | Float64Array;

/**
 * The entries of a matrix row by row and bank by bank, those of a bank by falling magnitude, of equal ones
 * the lower column first: entry `sequence[i]` is the i-th. The first j of every bank are what pruning to j
 * keeps, so the sub-models are nested (All-in-One, arXiv 2212.05122; EVE, arXiv 2207.09258). Magnitudes are
 * those before quantisation, as pruning ranks them: codes that round to one number keep their order.
 * `placement` is contiguous. Throws RangeError when there is not a weight for every entry.
 */
export function byBankAndMagnitude(
  { tensor, rows, rowStart, columns }: StoredCodes,
  { bankOf }: Placement,
  weights: EntryMagnitudes,
): Uint32Array {
  if (weights.length !== columns.length) {
    throw new RangeError(`tensor ${tensor}: ${weights.length} weights for ${columns.length} entries`);
  }
  const sequence = Uint32Array.from(columns.keys());
  for (let row = 0; row < rows; row++) {
    for (let from = rowStart[row], to = from; from < rowStart[row + 1]; from = to) {
      to = endOfBank(columns, bankOf, from, rowStart[row + 1]);
      sortFalling(sequence, weights, from, to);
    }
  }
  return sequence;
}

/** Where the entries of the bank of entry `from` end, within those of its row: contiguous placement. */
export function endOfBank(
  columns: StoredCodes['columns'],
  bankOf: Placement['bankOf'],
  from: number,
  rowEnd: number,
): number {
  const bank = bankOf[columns[from]];
  let to = from + 1;
  while (to < rowEnd && bankOf[columns[to]] === bank) to++;
  return to;
}

/** Insertion of each behind those that are no smaller, so that equal ones keep their order. */
function sortFalling(sequence: Uint32Array, weights: EntryMagnitudes, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const entry = sequence[i];
    const magnitude = Math.abs(weights[entry]);
    let at = i;
    while (at > from && Math.abs(weights[sequence[at - 1]]) < magnitude) {
      sequence[at] = sequence[at - 1];
      at--;
    }
    sequence[at] = entry;
  }
}
