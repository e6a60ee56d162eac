import type { StoredMatrix } from './matrix.ts';

/**
 * The integer reference of a product: sums[r] += the products of row r, straight from the stored entries.
 * Knows no banks, beats or addresses; what every design's rows are compared with. `x` holds a code for every
 * column. Exact: products of int16 are summed in doubles, in any order.
 */
export function addProducts(
  { rows, rowStart, columns, codes }: { rows: number } & Pick<StoredMatrix, 'rowStart' | 'columns' | 'codes'>,
  x: Int16Array,
  sums: Float64Array,
): void {
  const columnPairs = columns instanceof Uint16Array ? pairsOf(columns) : null;
  const codePairs = pairsOf(codes);
  if (columnPairs && codePairs) addInPairs(rows, rowStart, columns, codes, columnPairs, codePairs, x, sums);
  else addSingly(rows, rowStart, columns, codes, x, sums);
}

/**
 * Two elements in each word, or null for an array that does not begin at a word. Which half is
 * the first does not matter here.
 */
function pairsOf({ buffer, byteOffset, length }: Uint16Array | Int16Array): Int32Array | null {
  return byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >> 1) : null;
}

function addSingly(
  rows: number,
  rowStart: Uint32Array,
  columns: Uint16Array | Uint32Array,
  codes: Int16Array,
  x: Int16Array,
  sums: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) sum += codes[e] * x[columns[e]];
    sums[row] += sum;
  }
}

/**
 * Reads two columns and two codes at once: loads are what this loop waits for. Four sums, or each
 * addition would wait for the last.
 */
function addInPairs(
  rows: number,
  rowStart: Uint32Array,
  columns: Uint16Array | Uint32Array,
  codes: Int16Array,
  columnPairs: Int32Array,
  codePairs: Int32Array,
  x: Int16Array,
  sums: Float64Array,
): void {
  for (let row = 0, e = 0; row < rows; row++) {
    const end = rowStart[row + 1];
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    if (e % 2 !== 0 && e < end) {
      a = codes[e] * x[columns[e]];
      e++;
    }
    let pair = e >> 1;
    for (const last = (end >> 1) - 11; pair < last; pair += 12) {
      a +=
        productsOf(codePairs[pair], columnPairs[pair], x) +
        productsOf(codePairs[pair + 1], columnPairs[pair + 1], x) +
        productsOf(codePairs[pair + 2], columnPairs[pair + 2], x);
      b +=
        productsOf(codePairs[pair + 3], columnPairs[pair + 3], x) +
        productsOf(codePairs[pair + 4], columnPairs[pair + 4], x) +
        productsOf(codePairs[pair + 5], columnPairs[pair + 5], x);
      c +=
        productsOf(codePairs[pair + 6], columnPairs[pair + 6], x) +
        productsOf(codePairs[pair + 7], columnPairs[pair + 7], x) +
        productsOf(codePairs[pair + 8], columnPairs[pair + 8], x);
      d +=
        productsOf(codePairs[pair + 9], columnPairs[pair + 9], x) +
        productsOf(codePairs[pair + 10], columnPairs[pair + 10], x) +
        productsOf(codePairs[pair + 11], columnPairs[pair + 11], x);
    }
    for (e = (pair << 1) | (e & 1); e < end; e++) a += codes[e] * x[columns[e]];
    sums[row] += a + b + (c + d);
  }
}

/** The products of the two codes in a word and the words of the two columns in a word. */
function productsOf(codes: number, columns: number, x: Int16Array): number {
  return Math.imul((codes << 16) >> 16, x[columns & 0xffff]) + Math.imul(codes >> 16, x[columns >>> 16]);
}
