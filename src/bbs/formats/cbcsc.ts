import { BadInput } from '../../errors/bad-input.ts';
import { columnArray, type StoredCodes } from '../matrix.ts';
import type { SizedFormat } from './format.ts';
import { type StorageBits, storageBits, widthOf } from './storage.ts';

/**
 * Column-balanced compressed sparse columns of Spartus (Gao et al., TNNLS 2022): row r belongs to PE r mod
 * `pes` and is its local row floor(r / pes); of every column every PE has the same number of slots, so one
 * address reads a column for all PEs. k is `perColumn`.
 *
 *     slot (pe * cols + c) * k + j: the j-th entry (ascending row) of column c on this PE,
 *                                   its value, and its local row
 *
 * Where the PEs do not divide the rows, some have one row less and then may hold fewer entries of a column:
 * each of them `perShortColumn`. Their slots are filled up with stored zeros (value 0, local row 0),
 * `padding` of them in all. No pointers: a counter marks the ends of columns.
 */
export interface Cbcsc {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly pes: number;
  readonly perColumn: number;
  readonly perShortColumn: number;
  readonly values: Int16Array;
  readonly localRows: Uint16Array | Uint32Array;
  readonly padding: number;
}

/**
 * The matrix in CBCSC over `pes` PEs. Throws BadInput, naming the first PE and column, unless every PE of as
 * many rows has as many entries in every column, and one of fewer rows no more than the others.
 */
export function encodeCbcsc(stored: StoredCodes, pes: number): Cbcsc {
  const { tensor, rows, cols, rowStart, columns, codes } = stored;
  const { perColumn, perShortColumn } = checkedCounts(stored, pes);
  const values = new Int16Array(pes * cols * perColumn);
  const localRows = columnArray(Math.ceil(rows / pes), values.length);
  const next = Uint32Array.from({ length: pes * cols }, (_, column) => column * perColumn);
  for (let row = 0; row < rows; row++) {
    const first = (row % pes) * cols;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) {
      const slot = next[first + columns[e]]++;
      values[slot] = codes[e];
      localRows[slot] = Math.floor(row / pes);
    }
  }
  const padding = values.length - codes.length;
  return { tensor, rows, cols, pes, perColumn, perShortColumn, values, localRows, padding };
}

/** PEs that have one row more than the others, or all of them where the rows are divided evenly. */
const longPes = (rows: number, pes: number): number => (rows % pes === 0 ? pes : rows % pes);

function checkedCounts(
  { tensor, rows, cols, rowStart, columns }: StoredCodes,
  pes: number,
): Pick<Cbcsc, 'perColumn' | 'perShortColumn'> {
  const counts = new Uint32Array(pes * cols);
  for (let row = 0; row < rows; row++) {
    const first = (row % pes) * cols;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) counts[first + columns[e]]++;
  }
  const long = longPes(rows, pes);
  const perColumn = cols === 0 ? 0 : counts[0];
  const perShortColumn = cols === 0 || long === pes ? perColumn : Math.min(perColumn, counts[long * cols]);
  for (let i = 0; i < counts.length; i++) {
    const pe = Math.floor(i / cols);
    const expected = pe < long ? perColumn : perShortColumn;
    if (counts[i] === expected) continue;
    throw new BadInput(
      `tensor ${tensor}: PE ${pe}, column ${i % cols}: found ${counts[i]} ` +
        `${counts[i] === 1 ? 'entry' : 'entries'}, expected ${expected}: ` +
        `the matrix is not column-balanced over ${pes} PEs`,
    );
  }
  return { perColumn, perShortColumn };
}

/** The entries of a CBCSC matrix. An explicit zero is one; what fills up a short column is not. */
export function decodeCbcsc(cbcsc: Cbcsc): StoredCodes {
  const { tensor, rows, cols, values } = cbcsc;
  const rowStart = new Uint32Array(rows + 1);
  walk(cbcsc, (row) => {
    rowStart[row + 1]++;
  });
  for (let row = 0; row < rows; row++) rowStart[row + 1] += rowStart[row];
  const columns = columnArray(cols, rowStart[rows]);
  const codes = new Int16Array(rowStart[rows]);
  const next = rowStart.slice();
  walk(cbcsc, (row, column, slot) => {
    columns[next[row]] = column;
    codes[next[row]++] = values[slot];
  });
  return { tensor, rows, cols, rowStart, columns, codes };
}

/** Calls `visit` for every entry, in storage order: of a row the columns ascend. */
function walk(
  { rows, cols, pes, perColumn, perShortColumn, localRows }: Cbcsc,
  visit: (row: number, column: number, slot: number) => void,
): void {
  const long = longPes(rows, pes);
  for (let pe = 0; pe < pes; pe++) {
    const entries = pe < long ? perColumn : perShortColumn;
    for (let column = 0; column < cols; column++) {
      const first = (pe * cols + column) * perColumn;
      for (let slot = first; slot < first + entries; slot++) visit(localRows[slot] * pes + pe, column, slot);
    }
  }
}

/**
 * Storage with values of `bits` bits: ceil(log2(ceil(rows / pes))) bits of local row per slot, padding
 * included; no pointers.
 */
export function cbcscStorage({ rows, pes, values }: Cbcsc, bits: number): StorageBits {
  return storageBits(
    { count: values.length, bits, indexWidth: widthOf(Math.ceil(rows / pes)) },
    { count: 0, width: 0 },
  );
}

/** CBCSC over the PEs of a pattern. */
export const cbcsc: SizedFormat<number, Cbcsc, 'CBCSC'> = {
  name: 'CBCSC',
  of: (pes) => ({
    name: 'CBCSC',
    cannotHold: 'these weights are not column-balanced',
    encode: (stored) => encodeCbcsc(stored, pes),
    decode: decodeCbcsc,
    storage: cbcscStorage,
  }),
};
