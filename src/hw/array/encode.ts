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
 * The weight memory image of a CSR matrix: a lane carries valid, bank, word and value; one `last` bit ends
 * the row. docs/timing.md section 2.
 */
export function beatsFromCsr(csr: Csr, placement: Placement, bits: number): BeatImage {
  const { rows, cols, rowStart, columns, values } = csr;
  const addressOf = columnAddresses(placement);
  const addresses = addressArray(placement, columns.length);
  for (let e = 0; e < columns.length; e++) addresses[e] = addressOf[columns[e]];
  const { banks, depth } = placement;
  return {
    tensor: csr.tensor,
    rows,
    cols,
    lanes: banks,
    placement,
    entryStart: rowStart,
    values,
    addresses,
    padding: 0,
    beatBits: banks * (1 + widthOf(banks) + widthOf(depth) + bits) + 1,
  };
}
