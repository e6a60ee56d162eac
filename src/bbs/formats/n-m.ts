import { BadInput } from '../../errors/bad-input.ts';
import { columnArray, type StoredCodes } from '../matrix.ts';
import type { SizedFormat } from './format.ts';
import { type StorageBits, storageBits, widthOf } from './storage.ts';

/**
 * N:M, as sparse tensor units read it: N slots for every group of M consecutive columns of a row.
 *
 *     slot (r * groups + g) * perGroup + j: the j-th entry (ascending column) of group g in row r,
 *                                           its value, and its place in the group
 *
 * `perGroup` is N, `m` is M, groups = ceil(cols / m). A last group that is cut and smaller than N is filled
 * up with stored zeros (value 0, place 0), `padding` of them in all. No pointers: every row has as many
 * slots.
 */
export interface NmGroups {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly m: number;
  readonly perGroup: number;
  readonly values: Int16Array;
  readonly places: Uint16Array;
  readonly padding: number;
}

/**
 * The matrix in groups of `m` columns. N is what the first group of row 0 holds; throws BadInput, naming the
 * first row and group, unless every group of every row holds exactly min(N, size of the group) entries.
 */
export function encodeNmGroups(stored: StoredCodes, m: number): NmGroups {
  const { tensor, rows, cols, rowStart, columns, codes } = stored;
  const groups = Math.ceil(cols / m);
  const perGroup = checkedPerGroup(stored, m);
  const values = new Int16Array(rows * groups * perGroup);
  const places = new Uint16Array(values.length);
  for (let row = 0; row < rows; row++) {
    let group = -1;
    let slot = 0;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++, slot++) {
      const at = Math.floor(columns[e] / m);
      if (at !== group) slot = (row * groups + at) * perGroup;
      group = at;
      values[slot] = codes[e];
      places[slot] = columns[e] % m;
    }
  }
  return { tensor, rows, cols, m, perGroup, values, places, padding: values.length - codes.length };
}

function checkedPerGroup({ tensor, rows, cols, rowStart, columns }: StoredCodes, m: number): number {
  const counts = new Uint32Array(Math.ceil(cols / m));
  let perGroup = 0;
  for (let row = 0; row < rows; row++) {
    counts.fill(0);
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) counts[Math.floor(columns[e] / m)]++;
    if (row === 0 && counts.length > 0) perGroup = counts[0];
    for (let group = 0; group < counts.length; group++) {
      const expected = Math.min(perGroup, cols - group * m);
      if (counts[group] === expected) continue;
      throw new BadInput(
        `tensor ${tensor}: row ${row}, group ${group}: found ${counts[group]} ` +
          `${counts[group] === 1 ? 'entry' : 'entries'}, expected ${expected}: ` +
          `the matrix has not as many in every ${m} columns`,
      );
    }
  }
  return perGroup;
}

/** The entries of an N:M matrix. An explicit zero is one; what fills up a cut group is not. */
export function decodeNmGroups(nm: NmGroups): StoredCodes {
  const { tensor, rows, cols, m, perGroup, values, places, padding } = nm;
  const total = values.length - padding;
  const rowStart = Uint32Array.from({ length: rows + 1 }, (_, row) => (row * total) / Math.max(rows, 1));
  const columns = columnArray(cols, total);
  const codes = new Int16Array(total);
  const groups = Math.ceil(cols / m);
  for (let row = 0, e = 0; row < rows; row++) {
    for (let group = 0; group < groups; group++) {
      const entries = Math.min(perGroup, cols - group * m);
      for (let j = 0; j < entries; j++, e++) {
        const slot = (row * groups + group) * perGroup + j;
        columns[e] = group * m + places[slot];
        codes[e] = values[slot];
      }
    }
  }
  return { tensor, rows, cols, rowStart, columns, codes };
}

/** Storage with values of `bits` bits: ceil(log2 m) index bits per slot, padding included; no pointers. */
export function nmGroupsStorage({ m, values }: NmGroups, bits: number): StorageBits {
  return storageBits({ count: values.length, bits, indexWidth: widthOf(m) }, { count: 0, width: 0 });
}

/** N:M over groups of the size of a pattern. */
export const nmGroups: SizedFormat<number, NmGroups, 'N:M'> = {
  name: 'N:M',
  of: (m) => ({
    name: 'N:M',
    cannotHold: 'these weights have not as many in every group of columns',
    encode: (stored) => encodeNmGroups(stored, m),
    decode: decodeNmGroups,
    storage: nmGroupsStorage,
  }),
};
