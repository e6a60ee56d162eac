import { type BeatList, listBeats } from '../hw/array/beat-list.ts';
import type { BeatMatrix } from '../hw/array/beat-matrix.ts';
import type { RowOrder } from '../hw/array/row-order.ts';
import { HexWord, hexOf } from './bench/hex-word.ts';
import type { RtlShape } from './rtl-shape.ts';

/**
 * One product of a step: rows of a matrix in the order of their PEs, numbered from `rowFrom`, whose
 * region begins at word `wordBase`.
 */
export interface Product {
  readonly beats: BeatMatrix;
  readonly order: RowOrder;
  readonly rowFrom: number;
  readonly wordBase: number;
}

/** The memories of the PEs as images: words of PE 0 first, every PE with the same number of them. */
export interface WeightImage {
  readonly weightBeats: number;
  /** Entries of a PE's row table; 0 when every product's rows are in the natural order. */
  readonly rowEntries: number;
  readonly weights: readonly string[];
  readonly rows: readonly string[];
  /** Descriptors of PE 0, product by product, then those of PE 1. */
  readonly descriptors: readonly string[];
}

const DESCRIPTOR_BITS = 160;

/** The weight memories, row tables and descriptors that rtl/pe_array.sv is filled with. */
export function weightImage(shape: RtlShape, products: readonly Product[], resultBits: number): WeightImage {
  const lists = products.map(({ beats, order }) => listBeats(beats, order));
  const isNatural = products.every(isNaturalOrder);
  const pes = Array.from({ length: shape.pes }, (_, pe) => peImage(shape, products, lists, pe, resultBits));
  const weightBeats = Math.max(1, ...pes.map(({ weights }) => weights.length));
  const rowEntries = isNatural ? 0 : Math.max(1, ...pes.map(({ rows }) => rows.length));
  return {
    weightBeats,
    rowEntries,
    weights: pes.flatMap(({ weights }) => padded(weights, weightBeats, shape.beatBits)),
    rows: isNatural ? [] : pes.flatMap(({ rows }) => padded(rows, rowEntries, resultBits)),
    descriptors: pes.flatMap(({ descriptors }) => descriptors),
  };
}

/** Whether local row q of PE p has the number q * M + p, so that no table is needed. */
function isNaturalOrder({ order, rowFrom }: Product): boolean {
  for (let pe = 0; pe < order.pes; pe++) {
    for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
      if (order.rows[q] - rowFrom !== (q - order.start[pe]) * order.pes + pe) return false;
    }
  }
  return true;
}

function peImage(
  shape: RtlShape,
  products: readonly Product[],
  lists: readonly BeatList[],
  pe: number,
  resultBits: number,
) {
  const weights: string[] = [];
  const rows: string[] = [];
  const descriptors = products.map((product, k) => {
    const { order, beats, rowFrom } = product;
    const [from, to] = [lists[k].start[pe], lists[k].start[pe + 1]];
    const ownRows = order.rows.subarray(order.start[pe], order.start[pe + 1]);
    const descriptor = new HexWord(DESCRIPTOR_BITS);
    descriptor.put(0, 32, weights.length);
    descriptor.put(32, 32, to - from);
    descriptor.put(64, 32, ownRows.length);
    descriptor.put(96, 32, rows.length);
    descriptor.put(128, 32, beats.rows === 0 ? 1 : beatsPerRow(beats));
    if (shape.isDecoupled) weights.push(...laneWordsOf(shape, product, ownRows));
    else for (let beat = from; beat < to; beat++) weights.push(beatWord(shape, product, lists[k], beat));
    for (const row of ownRows) rows.push(hexOf(row - rowFrom, resultBits));
    return descriptor.toString();
  });
  return { weights, rows, descriptors };
}

/** Beats of a row of parallel beats, which all have the same number; CSR rows do not read it. */
function beatsPerRow({ entryStart, lanes }: BeatMatrix): number {
  return Math.max(1, Math.ceil((entryStart[1] - entryStart[0]) / lanes));
}

function beatWord(shape: RtlShape, { beats, wordBase }: Product, list: BeatList, beat: number): string {
  const { laneBits, wordBits, addressBits, bankBits, banks, isArbitrated } = shape;
  const word = new HexWord(shape.beatBits);
  for (let e = list.from[beat], lane = 0; e < list.to[beat]; e++, lane++) {
    const at = lane * laneBits;
    word.put(at, wordBits, beats.values[e]);
    word.put(at + wordBits, addressBits, wordBase + Math.floor(beats.addresses[e] / banks));
    if (!isArbitrated) continue;
    word.put(at + wordBits + addressBits, bankBits, beats.addresses[e] % banks);
    word.put(at + laneBits - 1, 1, 1);
  }
  if (isArbitrated && list.endsRow[beat] >= 0) word.put(banks * laneBits, 1, 1);
  return word.toString();
}

/**
 * What lies at one address after the other where every lane has words of its own: the words of the lanes, and
 * above them which lanes have words of the row with that number.
 */
function laneWordsOf(shape: RtlShape, { beats, wordBase }: Product, rows: Uint32Array): readonly string[] {
  const { laneBits, wordBits, addressBits, banks } = shape;
  const next = new Uint32Array(banks);
  const words: HexWord[] = [];
  const wordAt = (address: number) => {
    while (words.length <= address) words.push(new HexWord(shape.beatBits));
    return words[address];
  };
  rows.forEach((row, q) => {
    const marks = wordAt(q);
    for (let e = beats.entryStart[row]; e < beats.entryStart[row + 1]; e++) {
      const lane = beats.addresses[e] % banks;
      const isLast = e + 1 === beats.entryStart[row + 1] || beats.addresses[e + 1] % banks !== lane;
      const at = lane * laneBits;
      const word = wordAt(next[lane]++);
      word.put(at, wordBits, beats.values[e]);
      word.put(at + wordBits, addressBits, wordBase + Math.floor(beats.addresses[e] / banks));
      if (!isLast) continue;
      word.put(at + laneBits - 1, 1, 1);
      marks.put(banks * laneBits + lane, 1, 1);
    }
  });
  return words.map((word) => word.toString());
}

function padded(words: readonly string[], length: number, bits: number): readonly string[] {
  return [...words, ...Array.from({ length: length - words.length }, () => hexOf(0, bits))];
}
