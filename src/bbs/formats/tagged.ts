import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import { columnArray, type StoredCodes } from '../matrix.ts';
import { type Placement, type PlacementKind, placeColumns } from '../placement.ts';
import { commonPerBank } from './csb-balance.ts';
import type { Format, SizedFormat } from './format.ts';
import { type StorageBits, storageBits, widthOf } from './storage.ts';

/** The banks of each of which a row has as many entries as of any other. */
export interface TaggedSizes {
  readonly banks: number;
  readonly placement: PlacementKind;
}

/**
 * Rows with disjoint supports laid over each other (Complementary Sparsity, Hunter et al., 2021): every
 * `rowsPerSet` (K) consecutive rows, a set, are packed into one dense row.
 *
 *     position s * cols + c: the entry of set s in column c: its value, and its tag, which is
 *                            its row less s * K
 *
 * No column indices. An unused position holds a zero with the tag 0. `isPadding` tells it from an explicit
 * zero: the hardware has no such bit and multiplies both.
 */
export interface Tagged {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly rowsPerSet: number;
  readonly values: Int16Array;
  readonly tags: Uint16Array;
  readonly isPadding: Uint8Array;
  readonly padding: number;
}

/**
 * K, the rows that are packed into one where each has `perBank` entries in every bank: as many as the
 * smallest bank that has columns has room for, at least one.
 */
export function rowsPerSet({ sizes }: Pick<Placement, 'sizes'>, perBank: number): number {
  const smallest = sizes.reduce((least, size) => (size > 0 ? Math.min(least, size) : least), 0x10000);
  return Math.max(1, Math.floor(smallest / perBank));
}

/**
 * The matrix packed over the banks of `placement`. Throws BadInput, naming the place, unless every bank of
 * every row has as many entries, as for CSB, and where rows of a set have entries in the same column.
 */
export function encodeTagged(stored: StoredCodes, placement: Placement): Tagged {
  const { tensor, rows, cols, rowStart, columns, codes } = stored;
  const perSet = rowsPerSet(placement, commonPerBank(stored, placement));
  const length = Math.ceil(rows / perSet) * cols;
  const values = new Int16Array(length);
  const tags = new Uint16Array(length);
  const isPadding = new Uint8Array(length).fill(1);
  for (let row = 0; row < rows; row++) {
    const tag = row % perSet;
    const first = Math.floor(row / perSet) * cols;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) {
      const at = first + columns[e];
      if (isPadding[at] === 0) throw overlap(stored, columns[e], row - tag + tags[at], row, perSet);
      values[at] = codes[e];
      tags[at] = tag;
      isPadding[at] = 0;
    }
  }
  return { tensor, rows, cols, rowsPerSet: perSet, values, tags, isPadding, padding: length - codes.length };
}

function overlap(
  { tensor }: StoredCodes,
  column: number,
  above: number,
  row: number,
  perSet: number,
): ImpossibleDesign {
  return new ImpossibleDesign(
    `tensor ${tensor}: column ${column}: found entries of rows ${above} and ${row}, expected one at most: ${perSet} rows are packed into one`,
  );
}

/** The entries of a packed matrix; what only fills up is none. */
export function decodeTagged(packed: Tagged): StoredCodes {
  const { tensor, rows, cols, rowsPerSet: perSet, values, tags, isPadding } = packed;
  const rowStart = new Uint32Array(rows + 1);
  for (let at = 0; at < values.length; at++) {
    if (isPadding[at] === 0) rowStart[Math.floor(at / cols) * perSet + tags[at] + 1]++;
  }
  for (let row = 0; row < rows; row++) rowStart[row + 1] += rowStart[row];
  const columns = columnArray(cols, rowStart[rows]);
  const codes = new Int16Array(rowStart[rows]);
  const next = rowStart.slice();
  for (let at = 0; at < values.length; at++) {
    if (isPadding[at] === 1) continue;
    const entry = next[Math.floor(at / cols) * perSet + tags[at]]++;
    columns[entry] = at % cols;
    codes[entry] = values[at];
  }
  return { tensor, rows, cols, rowStart, columns, codes };
}

/**
 * Storage with values of `bits` bits: at each of ceil(rows / K) * cols positions a value and a tag of
 * ceil(log2 K) bits, which count as index; no pointers.
 */
export function taggedStorage({ rowsPerSet: perSet, values }: Tagged, bits: number): StorageBits {
  return storageBits({ count: values.length, bits, indexWidth: widthOf(perSet) }, { count: 0, width: 0 });
}

/** Packed rows in results, for any banks. */
export const tagged: SizedFormat<TaggedSizes, Tagged, 'tagged'> = {
  name: 'tagged',
  of: ({ banks, placement }): Format<Tagged, 'tagged'> => ({
    name: 'tagged',
    cannotHold: 'rows that are packed into one have entries in the same column, or banks are not balanced',
    encode: (stored) => encodeTagged(stored, placeColumns(placement, stored.cols, banks)),
    decode: decodeTagged,
    storage: taggedStorage,
  }),
};
