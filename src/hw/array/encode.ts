import type { Csb } from '../../bbs/formats/csb.ts';
import type { Csr } from '../../bbs/formats/csr.ts';
import { widthOf } from '../../bbs/formats/storage.ts';
import type { Placement } from '../../bbs/placement.ts';
import { addressArray, type BeatImage, columnAddresses } from './beat-matrix.ts';

/**
 * The weight memory image of a bank-balanced (or dense) matrix: CSB order is beat order, lane b reads bank
 * b. `bits` is the width of a value. The banks of the lanes are part of the addresses, from
 * which the arbitration follows.
 */
export function beatsFromCsb(csb: Csb, bits: number): BeatImage {
  const { rows, cols, banks, perBank, placement, words, values } = csb;
  const perRow = perBank * banks;
  const addresses = addressArray(placement, words.length);
  for (let e = 0; e < words.length; e += banks) {
    for (let bank = 0; bank < banks; bank++) addresses[e + bank] = words[e + bank] * banks + bank;
  }
  const entryStart = Uint32Array.from({ length: rows + 1 }, (_, row) => row * perRow);
  return {
    tensor: csb.tensor,
    rows,
    cols,
    lanes: banks,
    placement,
    entryStart,
    values,
    addresses,
    padding: csb.padding,
    beatBits: banks * (bits + widthOf(placement.depth)),
  };
}

/**
 * The weight memory image of a CSR matrix for so many lanes (as many as banks, unless told otherwise): a lane
 * carries valid, bank, word and value; one `last` bit ends the row. docs/timing.md section 2.
 */
export function beatsFromCsr(
  csr: Csr,
  placement: Placement,
  bits: number,
  lanes: number = placement.banks,
): BeatImage {
  const { rows, cols, rowStart, columns, values } = csr;
  const addressOf = columnAddresses(placement);
  const addresses = addressArray(placement, columns.length);
  for (let e = 0; e < columns.length; e++) addresses[e] = addressOf[columns[e]];
  const { banks, depth } = placement;
  return {
    tensor: csr.tensor,
    rows,
    cols,
    lanes,
    placement,
    entryStart: rowStart,
    values,
    addresses,
    padding: 0,
    beatBits: lanes * (1 + widthOf(banks) + widthOf(depth) + bits) + 1,
  };
}

/**
 * The same for lanes that have streams of their own: an entry carries the tag of its row among `openRows`,
 * beats are filled across the ends of rows, and an empty row is one stored zero, of word 0 of bank (row mod
 * N). docs/timing.md sections 2 and 3.
 */
export function beatsFromTaggedCsr(
  csr: Csr,
  placement: Placement,
  bits: number,
  openRows: number,
): BeatImage {
  const plain = beatsFromCsr(csr, placement, bits);
  const { rows, rowStart } = csr;
  const { banks, depth } = placement;
  const entryStart = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++)
    entryStart[row + 1] = entryStart[row] + Math.max(1, rowStart[row + 1] - rowStart[row]);
  const values = new Int16Array(entryStart[rows]);
  const addresses = addressArray(placement, values.length);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [rowStart[row], rowStart[row + 1]];
    values.set(plain.values.subarray(from, to), entryStart[row]);
    addresses.set(plain.addresses.subarray(from, to), entryStart[row]);
    if (from === to) addresses[entryStart[row]] = row % banks;
  }
  return {
    ...plain,
    entryStart,
    values,
    addresses,
    padding: values.length - plain.values.length,
    isPacked: true,
    beatBits: banks * (1 + widthOf(openRows) + widthOf(banks) + widthOf(depth) + bits),
  };
}
