import { bankStride } from '../../bbs/bank-address.ts';
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
  const stride = bankStride(banks);
  const addresses = addressArray(placement, words.length);
  for (let e = 0; e < words.length; e += banks) {
    for (let bank = 0; bank < banks; bank++) addresses[e + bank] = words[e + bank] * stride + bank;
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
 * The image of a sub-model in a CSB matrix whose slots lie by falling magnitude: of every row the first
 * `perBank` beats, which an address counter reads before it steps over the rest. `held` is what the weight
 * memories hold, all beats of every row. docs/timing.md section 2. All-in-One, arXiv 2212.05122.
 */
export function nestedBeats(csb: Csb, perBank: number, bits: number): BeatImage {
  const held = beatsFromCsb(csb, bits);
  const { rows, banks, placement } = csb;
  const [perRow, heldPerRow] = [perBank * banks, csb.perBank * banks];
  const values = new Int16Array(rows * perRow);
  const addresses = addressArray(placement, values.length);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * heldPerRow, row * heldPerRow + perRow];
    values.set(held.values.subarray(from, to), row * perRow);
    addresses.set(held.addresses.subarray(from, to), row * perRow);
  }
  const entries = placement.sizes.reduce((sum, size) => sum + Math.min(perBank, size), 0);
  const isEmpty = csb.padding === csb.values.length;
  return {
    ...held,
    entryStart: Uint32Array.from({ length: rows + 1 }, (_, row) => row * perRow),
    values,
    addresses,
    padding: isEmpty ? values.length : values.length - rows * entries,
    held,
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
 * The same for lanes that have streams, and weight memories, of their own: an entry carries the tag of its
 * row among `openRows`, and for every row there is a number, the entries up to its end. Two are read in a
 * cycle: of the row that leaves next, and of the last that is open. docs/timing.md sections 2 and 3.
 */
export function beatsFromTaggedCsr(
  csr: Csr,
  placement: Placement,
  bits: number,
  openRows: number,
): BeatImage {
  const { banks, depth } = placement;
  const laneBits = 1 + widthOf(openRows) + widthOf(banks) + widthOf(depth) + bits;
  const image = shareBeats(beatsFromCsr(csr, placement, bits), banks * laneBits);
  // As with the pointers of CSR, a number may count the entries of the whole matrix, whoever has its rows.
  const rowBits = widthOf(image.values.length + 1);
  return { ...image, streams: { wordBits: laneBits, rowBits, rowMemories: 2 } };
}

/**
 * Compressed rows that share beats, with lanes that carry valid, end of row, bank, word and value, this one
 * of `bits` bits. docs/timing.md sections 2 and 3, packed rows.
 */
export function withRowEnds(image: BeatImage, bits: number): BeatImage {
  const { lanes, placement } = image;
  return shareBeats(image, lanes * (2 + widthOf(placement.banks) + widthOf(placement.depth) + bits));
}

/**
 * An image whose beats are filled across the ends of rows: an empty row is one stored zero, of word 0 of bank
 * (row mod N), or of the lane that it falls to.
 */
export function shareBeats(image: BeatImage, beatBits: number): BeatImage {
  const { rows, placement, isByLane = false } = image;
  const entryStart = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    const entries = image.entryStart[row + 1] - image.entryStart[row];
    entryStart[row + 1] = entryStart[row] + Math.max(1, entries);
  }
  const values = new Int16Array(entryStart[rows]);
  const addresses = addressArray(placement, values.length);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [image.entryStart[row], image.entryStart[row + 1]];
    values.set(image.values.subarray(from, to), entryStart[row]);
    addresses.set(image.addresses.subarray(from, to), entryStart[row]);
    if (from === to) addresses[entryStart[row]] = isByLane ? 0 : row % placement.banks;
  }
  const padding = values.length - image.values.length;
  return { ...image, entryStart, values, addresses, padding, isPacked: true, beatBits };
}
