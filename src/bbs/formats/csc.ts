import { columnArray, type StoredCodes } from '../matrix.ts';
import type { Format } from './format.ts';
import { type StorageBits, storageBits, widthOf } from './storage.ts';

/**
 * Compressed sparse columns, interleaved over PEs, as EIE and ESE store them. Row r belongs to PE r mod `pes`
 * and is its local row floor(r / pes). Entries lie in the order (PE, column, local row); a PE's pointers
 * count from its own first entry:
 *
 *     column c of PE p: entries peStart[p] + columnStart[p*(cols+1) + c]
 *                            .. peStart[p] + columnStart[p*(cols+1) + c + 1] - 1
 *     entry e: values[e], after gaps[e] local rows of the column that are not stored
 *
 * A gap that does not fit in `indexBits` takes padding zeros, each of which covers 2^indexBits
 * local rows and has the largest gap. `isPadding` tells them from explicit zeros: the hardware has
 * no such bit and multiplies both.
 */
export interface Csc {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly pes: number;
  readonly indexBits: number;
  readonly peStart: Uint32Array;
  readonly columnStart: Uint32Array;
  readonly gaps: Uint16Array;
  readonly values: Int16Array;
  readonly isPadding: Uint8Array;
  readonly padding: number;
}

/** How many PEs share a matrix, and the width of the relative row index. ESE: 32 PEs per channel, 4 bits. */
export interface CscOptions {
  readonly pes: number;
  readonly indexBits: number;
}

/**
 * The matrix in interleaved CSC. Throws RangeError unless `pes` is a positive integer
 * and `indexBits` one from 1 to 16.
 */
export function encodeCsc(stored: StoredCodes, { pes, indexBits }: CscOptions): Csc {
  if (!Number.isInteger(pes) || pes < 1)
    throw new RangeError(`PEs: found ${pes}, expected a positive integer`);
  if (!Number.isInteger(indexBits) || indexBits < 1 || indexBits > 16) {
    throw new RangeError(`relative row index: found ${indexBits} bits, expected 1 to 16`);
  }
  const { tensor, rows, cols } = stored;
  const columnStart = new Uint32Array(pes * (cols + 1));
  scan(stored, pes, indexBits, (column, padding) => {
    columnStart[column + 1] += padding + 1;
  });
  const peStart = accumulate(columnStart, pes, cols);
  const slots = fillSlots(stored, { pes, indexBits }, peStart, columnStart);
  const padding = slots.values.length - stored.codes.length;
  return { tensor, rows, cols, pes, indexBits, peStart, columnStart, ...slots, padding };
}

/**
 * Turns counts per column into pointers within each PE; returns the first entry of
 * each PE, and the end of the last.
 */
function accumulate(columnStart: Uint32Array, pes: number, cols: number): Uint32Array {
  const peStart = new Uint32Array(pes + 1);
  for (let pe = 0; pe < pes; pe++) {
    const first = pe * (cols + 1);
    for (let c = first; c < first + cols; c++) columnStart[c + 1] += columnStart[c];
    peStart[pe + 1] = peStart[pe] + columnStart[first + cols];
  }
  return peStart;
}

function fillSlots(
  stored: StoredCodes,
  { pes, indexBits }: CscOptions,
  peStart: Uint32Array,
  columnStart: Uint32Array,
): Pick<Csc, 'gaps' | 'values' | 'isPadding'> {
  const length = peStart[pes];
  const gaps = new Uint16Array(length);
  const values = new Int16Array(length);
  const isPadding = new Uint8Array(length);
  const next = absolutePointers(peStart, columnStart);
  const largestGap = 2 ** indexBits - 1;
  scan(stored, pes, indexBits, (column, padding, gap, entry) => {
    let slot = next[column];
    for (const end = slot + padding; slot < end; slot++) {
      gaps[slot] = largestGap;
      isPadding[slot] = 1;
    }
    gaps[slot] = gap;
    values[slot] = stored.codes[entry];
    next[column] = slot + 1;
  });
  return { gaps, values, isPadding };
}

function absolutePointers(peStart: Uint32Array, columnStart: Uint32Array): Uint32Array {
  const perPe = columnStart.length / (peStart.length - 1);
  return columnStart.map((start, i) => peStart[Math.floor(i / perPe)] + start);
}

/**
 * Calls `visit` for every entry, rows ascending: `column` = PE * (cols + 1) + its column, the padding zeros
 * before it, and the gap that is left after them.
 */
function scan(
  { rows, cols, rowStart, columns }: StoredCodes,
  pes: number,
  indexBits: number,
  visit: (column: number, padding: number, gap: number, entry: number) => void,
): void {
  const reach = 2 ** indexBits;
  const nextRow = new Uint32Array(pes * (cols + 1));
  for (let row = 0; row < rows; row++) {
    const first = (row % pes) * (cols + 1);
    const local = Math.floor(row / pes);
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) {
      const column = first + columns[e];
      const gap = local - nextRow[column];
      nextRow[column] = local + 1;
      visit(column, Math.floor(gap / reach), gap % reach, e);
    }
  }
}

/** The entries of a CSC matrix; padding zeros are not entries. */
export function decodeCsc(csc: Csc): StoredCodes {
  const { tensor, rows, cols, values } = csc;
  const rowStart = new Uint32Array(rows + 1);
  walk(csc, (row) => {
    rowStart[row + 1]++;
  });
  for (let row = 0; row < rows; row++) rowStart[row + 1] += rowStart[row];
  const columns = columnArray(cols, rowStart[rows]);
  const codes = new Int16Array(rowStart[rows]);
  const next = rowStart.slice();
  walk(csc, (row, column, slot) => {
    columns[next[row]] = column;
    codes[next[row]++] = values[slot];
  });
  return { tensor, rows, cols, rowStart, columns, codes };
}

/** Calls `visit` for every entry that is not padding, in storage order. */
function walk(csc: Csc, visit: (row: number, column: number, slot: number) => void): void {
  const { cols, pes, peStart, columnStart, gaps, isPadding } = csc;
  for (let pe = 0; pe < pes; pe++) {
    for (let column = 0; column < cols; column++) {
      const at = pe * (cols + 1) + column;
      const end = peStart[pe] + columnStart[at + 1];
      for (let slot = peStart[pe] + columnStart[at], local = 0; slot < end; slot++, local++) {
        local += gaps[slot];
        if (isPadding[slot] === 0) visit(local * pes + pe, column, slot);
      }
    }
  }
}

/**
 * Storage with values of `bits` bits: indexBits per stored value, padding included; cols + 1 pointers per PE,
 * wide enough for the PE with most entries: ceil(log2(most + 1)) bits.
 */
export function cscStorage({ cols, pes, indexBits, peStart, values }: Csc, bits: number): StorageBits {
  let most = 0;
  for (let pe = 0; pe < pes; pe++) most = Math.max(most, peStart[pe + 1] - peStart[pe]);
  return storageBits(
    { count: values.length, bits, indexWidth: indexBits },
    { count: pes * (cols + 1), width: widthOf(most + 1) },
  );
}

/** Bits of the relative row index, as ESE stores it (Han et al., FPGA 2017). */
const INDEX_BITS = 4;

/** CSC in the storage table: interleaved over the PEs of the array. */
export const csc: Format<Csc, 'CSC'> = {
  name: 'CSC',
  says: `interleaved over the PEs, with relative indices of ${INDEX_BITS} bits`,
  encode: (stored, { pes }) => encodeCsc(stored, { pes, indexBits: INDEX_BITS }),
  decode: decodeCsc,
  storage: cscStorage,
};

/** CSC over PEs of its own, whatever the array has. */
export function cscOver(pes: number): Format<Csc, 'CSC'> {
  return { ...csc, encode: (stored) => encodeCsc(stored, { pes, indexBits: INDEX_BITS }) };
}
