import { bankOf, wordOf } from '../bbs/bank-address.ts';
import { type BeatList, listBeats } from '../hw/array/beat-list.ts';
import { type BeatMatrix, beatsOfRows, heldImage } from '../hw/array/beat-matrix.ts';
import { listPackedBeats } from '../hw/array/packed-beats.ts';
import type { RowOrder } from '../hw/array/row-order.ts';
import { HexWord } from './bench/hex-word.ts';
import { ROW_END_BITS, type RtlShape } from './rtl-shape.ts';

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

/** What the weight memories of a PE hold of a product, address by address, and the beats that it counts. */
export interface WeightWords {
  readonly words: readonly HexWord[];
  readonly beats: number;
}

/**
 * The words of a product by PE. rtl/pe.sv, rtl/pe_decoupled.sv and rtl/pe_shuffle.sv say what is where in
 * them.
 */
export function weightWords(shape: RtlShape, product: Product): (pe: number) => WeightWords {
  if (shape.layout === 'lane words') return (pe) => laneWords(shape, product, pe);
  if (shape.layout === 'tagged entries') return (pe) => taggedEntries(shape, product, pe);
  if (shape.layout === 'shared beats') return sharedBeats(shape, product);
  const { beats, order } = product;
  const held: Product = { ...product, beats: { ...heldImage(beats), order: beats.order } };
  const list = listBeats(held.beats, order);
  return (pe) => ({
    words: beatWords(shape, held, list, pe),
    beats: beatsOfRows(beats, order, order.start[pe], order.start[pe + 1]),
  });
}

/** Beat after beat, filled across the ends of rows; a lane has the end of its row below its topmost bit. */
function sharedBeats(shape: RtlShape, { beats, order, rowFrom, wordBase }: Product) {
  const { list, addresses, values, rows } = listPackedBeats(beats, order);
  const packed: Product = { beats: { ...beats, addresses, values }, order, rowFrom, wordBase };
  return (pe: number): WeightWords => {
    const words: HexWord[] = [];
    const end = list.to[list.start[pe + 1] - 1];
    for (let beat = list.start[pe]; beat < list.start[pe + 1]; beat++) {
      const word = new HexWord(shape.beatBits);
      for (let i = list.from[beat], lane = 0; i < list.to[beat]; i++, lane++) {
        putEntry(word, shape, packed, lane, i);
        if (i + 1 === end || rows[i + 1] !== rows[i]) word.put((lane + 1) * shape.laneBits - 2, 1, 1);
      }
      words.push(word);
    }
    return { words, beats: words.length };
  };
}

/** Beat after beat, with the end of the row above the lanes where it is not counted. */
function beatWords(shape: RtlShape, product: Product, list: BeatList, pe: number): HexWord[] {
  const words: HexWord[] = [];
  for (let beat = list.start[pe]; beat < list.start[pe + 1]; beat++) {
    const word = new HexWord(shape.beatBits);
    for (let e = list.from[beat], lane = 0; e < list.to[beat]; e++, lane++)
      putEntry(word, shape, product, lane, e);
    if (shape.isArbitrated && list.endsRow[beat] >= 0) word.put(shape.lanes * shape.laneBits, 1, 1);
    words.push(word);
  }
  return words;
}

/** Every lane the words of its bank, one after the other; above them which lanes have words of which row. */
function laneWords(shape: RtlShape, product: Product, pe: number): WeightWords {
  const { laneBits, banks } = shape;
  const { addresses, entryStart } = product.beats;
  const next = new Uint32Array(banks);
  const memory = new GrowingMemory(shape.beatBits);
  rowsOfPe(product, pe).forEach((row, q) => {
    const marks = memory.at(q);
    for (let e = entryStart[row]; e < entryStart[row + 1]; e++) {
      const lane = bankOf(banks, addresses[e]);
      const word = memory.at(next[lane]++);
      putEntry(word, shape, product, lane, e);
      if (e + 1 < entryStart[row + 1] && bankOf(banks, addresses[e + 1]) === lane) continue;
      word.put((lane + 1) * laneBits - 1, 1, 1);
      marks.put(banks * laneBits + lane, 1, 1);
    }
  });
  return { words: memory.words, beats: memory.words.length };
}

/** Entries of all rows, dealt to the lanes round and round; above them how many there are with each row. */
function taggedEntries(shape: RtlShape, product: Product, pe: number): WeightWords {
  const { laneBits, banks, tagBits, openRows } = shape;
  const { entryStart } = product.beats;
  const memory = new GrowingMemory(shape.beatBits);
  let count = 0;
  rowsOfPe(product, pe).forEach((row, q) => {
    for (let e = entryStart[row]; e < entryStart[row + 1]; e++, count++) {
      const lane = count % banks;
      const word = memory.at(Math.floor(count / banks));
      putEntry(word, shape, product, lane, e);
      word.put((lane + 1) * laneBits - 1 - tagBits, tagBits, q % openRows);
    }
    memory.at(q).put(banks * laneBits, ROW_END_BITS, count);
  });
  return { words: memory.words, beats: Math.ceil(count / banks) };
}

/** Value and word of an entry, and of an arbitrated one its bank, and that it is one. */
function putEntry(
  word: HexWord,
  shape: RtlShape,
  { beats, wordBase }: Product,
  lane: number,
  entry: number,
): void {
  const { laneBits, valueBits, addressBits, bankBits, banks, isArbitrated } = shape;
  const at = lane * laneBits;
  word.put(at, valueBits, beats.values[entry]);
  word.put(at + valueBits, addressBits, wordBase + wordOf(banks, beats.addresses[entry]));
  if (!isArbitrated) return;
  word.put(at + valueBits + addressBits, bankBits, bankOf(banks, beats.addresses[entry]));
  word.put(at + laneBits - 1, 1, 1);
}

function rowsOfPe({ order }: Product, pe: number): Uint32Array {
  return order.rows.subarray(order.start[pe], order.start[pe + 1]);
}

/** Words that are 0 until something is put into them. */
class GrowingMemory {
  readonly words: HexWord[] = [];
  private readonly bits: number;

  constructor(bits: number) {
    this.bits = bits;
  }

  at(address: number): HexWord {
    while (this.words.length <= address) this.words.push(new HexWord(this.bits));
    return this.words[address];
  }
}
