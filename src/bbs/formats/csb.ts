import { BadInput } from '../../errors/bad-input.ts';
import { contiguous } from '../array-sizes.ts';
import { byBankAndMagnitude, type EntryMagnitudes } from '../magnitude-order.ts';
import { columnArray, type StoredCodes } from '../matrix.ts';
import { type Placement, type PlacementKind, placeColumns } from '../placement.ts';
import { commonPerBank } from './csb-balance.ts';
import type { Format } from './format.ts';
import { type StorageBits, storageBits, widthOf } from './storage.ts';

/**
 * Compressed sparse banks: entries in the order (row, rank, bank), so one memory word feeds
 * all banks of a PE in one cycle.
 *
 *     slot (r * k + j) * banks + b: the j-th entry (ascending column, or by falling magnitude) of
 *                                   bank b in row r, its value, and its word in the bank
 *
 * k is `perBank`. By falling magnitude the first j of a bank are what pruning to j keeps: one image holds
 * a model for every j up to k (nested sub-models: All-in-One, arXiv 2212.05122). A bank smaller than k is
 * filled up with stored zeros (value 0, word 0), `padding` of them in all. No pointers: a counter marks row
 * ends. docs/timing.md section 2; Cao et al., FPGA 2019.
 */
export interface Csb {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly banks: number;
  readonly perBank: number;
  /** What the entries of a bank follow each other by. */
  readonly slots: 'column' | 'magnitude';
  readonly placement: Placement;
  readonly values: Int16Array;
  readonly words: Uint16Array;
  readonly padding: number;
}

/**
 * The matrix in CSB over the banks of `placement`. k is the count that explains most of the banks; throws
 * BadInput, naming the first row and bank, unless every bank of every row holds exactly min(k, size of the
 * bank) entries, or when a bank has more than 2^16 words. A matrix without entries is balanced with k = 1,
 * all padding. Throws RangeError for a placement that is cyclic or of other columns.
 *
 * `weights`, before quantisation, are those by whose magnitude the entries of a bank are to follow each
 * other, of equal ones the lower column first; null: they follow by column.
 */
export function encodeCsb(
  stored: StoredCodes,
  placement: Placement,
  weights: EntryMagnitudes | null = null,
): Csb {
  const { tensor, rows, cols } = stored;
  const { banks, bankOf, wordOf } = placement;
  checkPlacement(stored, placement);
  const perBank = commonPerBank(stored, placement);
  const perRow = perBank * banks;
  const values = new Int16Array(rows * perRow);
  const words = new Uint16Array(rows * perRow);
  const next = new Uint32Array(banks);
  const sequence = weights && byBankAndMagnitude(stored, placement, weights);
  for (let row = 0; row < rows; row++) {
    for (let bank = 0; bank < banks; bank++) next[bank] = row * perRow + bank;
    for (let at = stored.rowStart[row]; at < stored.rowStart[row + 1]; at++) {
      const e = sequence === null ? at : sequence[at];
      const column = stored.columns[e];
      const slot = next[bankOf[column]];
      next[bankOf[column]] = slot + banks;
      values[slot] = stored.codes[e];
      words[slot] = wordOf[column];
    }
  }
  const padding = values.length - stored.codes.length;
  const slots = weights === null ? 'column' : 'magnitude';
  return { tensor, rows, cols, banks, perBank, slots, placement, values, words, padding };
}

function checkPlacement({ tensor, cols }: StoredCodes, placement: Placement): void {
  if (placement.cols !== cols) {
    throw new RangeError(`tensor ${tensor}: ${cols} columns, but a placement of ${placement.cols}`);
  }
  if (placement.kind === 'cyclic') {
    throw new RangeError(
      `tensor ${tensor}: a bank-balanced matrix needs a contiguous placement, found cyclic`,
    );
  }
  if (placement.depth > 0x10000) {
    throw new BadInput(
      `tensor ${tensor}: ${placement.depth} words per bank, expected at most 65536 (${placement.banks} banks for ${cols} columns: more banks)`,
    );
  }
}

/**
 * The entries of a CSB matrix. An explicit zero is one; what fills up a short bank, or a
 * matrix without entries, is not.
 */
export function decodeCsb(csb: Csb): StoredCodes {
  const entries = entriesInSlotOrder(csb);
  if (csb.slots === 'magnitude') sortRowsByColumn(entries);
  return entries;
}

function entriesInSlotOrder(csb: Csb): StoredCodes {
  const { tensor, rows, cols, banks, perBank, placement, values, words } = csb;
  const total = values.length - csb.padding;
  const rowStart = Uint32Array.from({ length: rows + 1 }, (_, row) => (row * total) / Math.max(rows, 1));
  const columns = columnArray(cols, total);
  const codes = new Int16Array(total);
  for (let row = 0, e = 0; e < total; row++) {
    for (let bank = 0, first = 0; bank < banks; first += placement.sizes[bank++]) {
      const entries = Math.min(perBank, placement.sizes[bank]);
      for (let j = 0; j < entries; j++) {
        const slot = (row * perBank + j) * banks + bank;
        columns[e] = first + words[slot];
        codes[e++] = values[slot];
      }
    }
  }
  return { tensor, rows, cols, rowStart, columns, codes };
}

function sortRowsByColumn({ rows, rowStart, columns, codes }: StoredCodes): void {
  for (let row = 0; row < rows; row++) {
    const [from, to] = [rowStart[row], rowStart[row + 1]];
    const entries = Array.from({ length: to - from }, (_, i) => ({
      column: columns[from + i],
      code: codes[from + i],
    }));
    entries.sort((a, b) => a.column - b.column);
    entries.forEach(({ column, code }, i) => {
      columns[from + i] = column;
      codes[from + i] = code;
    });
  }
}

/**
 * Storage with values of `bits` bits: ceil(log2 D) index bits per stored value,
 * padding included; no pointers.
 */
export function csbStorage({ placement, values }: Csb, bits: number): StorageBits {
  return storageBits(
    { count: values.length, bits, indexWidth: widthOf(placement.depth) },
    { count: 0, width: 0 },
  );
}

/** CSB in the storage table: over the banks of the array. */
export const csb: Format<Csb, 'CSB'> = {
  name: 'CSB',
  cannotHold: 'these weights are not bank-balanced',
  encode: (stored, sizes) => encodeCsb(stored, placeColumns(contiguous(sizes), stored.cols, sizes.banks)),
  decode: decodeCsb,
  storage: csbStorage,
};

/** CSB over banks of their own, whatever the array has. */
export function csbOver(banks: number, placement: PlacementKind): Format<Csb, 'CSB'> {
  return { ...csb, encode: (stored) => encodeCsb(stored, placeColumns(placement, stored.cols, banks)) };
}
