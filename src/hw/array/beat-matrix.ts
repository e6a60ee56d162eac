import { bankAddress, bankStride } from '../../bbs/bank-address.ts';
import type { Placement } from '../../bbs/placement.ts';
import type { RowScales } from '../../num/row-scale.ts';
import type { RowOrder } from './row-order.ts';

/**
 * A matrix as the weight memories of the PEs hold it, whichever PE has which row, docs/timing.md section 2. A
 * row's entries (padding included) are consecutive; every `lanes` of them are one beat, the last beat of a
 * row may be partial, an empty row is one beat without entries.
 *
 *     row r: entries entryStart[r] .. entryStart[r+1]-1
 *     entry e: values[e] times the vector buffer word at addresses[e] (bank-address.ts)
 *
 * An address names a bank in its low bits, so what conflicts follows from the
 * addresses and from nothing else.
 */
export interface BeatImage {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  /** N: lanes per beat; the banks are those of the placement. */
  readonly lanes: number;
  readonly placement: Placement;
  readonly entryStart: Uint32Array;
  readonly values: Int16Array;
  readonly addresses: Uint16Array | Uint32Array;
  /** Entries that were stored only to fill a beat. */
  readonly padding: number;
  /** True when beats are filled across the ends of rows, so that a beat may hold entries of several. */
  readonly isPacked?: boolean;
  /** True when an address names a word alone, since every lane reads a bank of its own with all words. */
  readonly isByLane?: boolean;
  /** Bits of one beat in the weight memory: values, addresses, valid and last bits. */
  readonly beatBits: number;
  /**
   * Where every lane has a weight memory of its own: entries belong to the lane of their bank, or with
   * `isPacked` to the lanes round and round.
   */
  readonly streams?: LaneMemories;
  /**
   * What the weight memories hold, where rows have more beats there than are read: the beats of every row
   * of this image are the first of its own there, and all rows have as many. Absent: this image.
   */
  readonly held?: BeatImage;
  /** The scales of the rows, by which their sums are multiplied on the way out. Absent: there are none. */
  readonly scales?: ImageScales;
}

/** The scales of an image, and how a PE holds them. */
export interface ImageScales extends RowScales {
  /** Bits of a word of the scale memory, one for every row; 0: one register for all rows. */
  readonly rowBits: number;
}

/** The weight memories of a PE whose lanes go on by themselves. docs/timing.md section 2. */
export interface LaneMemories {
  /** Bits of a word of a lane: value, address, and what says of which row it is. */
  readonly wordBits: number;
  /** Bits of a word for every row: which lanes have entries in it, or where they end. 0: there is none. */
  readonly rowBits: number;
  /** Memories with the words of rows: one for each word that is read in a cycle. */
  readonly rowMemories: number;
}

/** The image that the weight memories hold: what is stored, written and fetched, read or not. */
export function heldImage(image: BeatImage): BeatImage {
  return image.held ?? image;
}

/** Whether lanes have memories of their own, each with the entries of its own bank. */
export function isByBank({ streams, isPacked = false }: Pick<BeatImage, 'streams' | 'isPacked'>): boolean {
  return streams !== undefined && !isPacked;
}

/**
 * Bits that the weight and scale memories of a PE hold of rows with so many entries, in so many beats. Each
 * is written once and read once in an SpMV.
 */
export function heldBits(
  { streams, beatBits, scales }: Pick<BeatImage, 'streams' | 'beatBits' | 'scales'>,
  { rows, beats, entries }: { readonly rows: number; readonly beats: number; readonly entries: number },
): number {
  const scaleBits = rows * (scales?.rowBits ?? 0);
  if (!streams) return beats * beatBits + scaleBits;
  return entries * streams.wordBits + rows * streams.rowMemories * streams.rowBits + scaleBits;
}

/** The image with every row on its PE. */
export interface BeatMatrix extends BeatImage {
  /** Which PE computes each row, and in which order. */
  readonly order: RowOrder;
}

/** Beats of a row: its entries in groups of `lanes`, at least one. docs/timing.md section 2. */
export function beatsOfRow(
  { entryStart, lanes }: Pick<BeatMatrix, 'entryStart' | 'lanes'>,
  row: number,
): number {
  return Math.max(1, Math.ceil((entryStart[row + 1] - entryStart[row]) / lanes));
}

/** Beats of the rows at positions from .. to - 1 of an order, all of one PE, computed together. */
export function beatsOfRows(
  image: Pick<BeatImage, 'entryStart' | 'lanes' | 'isPacked'>,
  order: Pick<RowOrder, 'rows'>,
  from: number,
  to: number,
): number {
  const { entryStart, lanes, isPacked = false } = image;
  let beats = 0;
  let entries = 0;
  for (let q = from; q < to; q++) {
    const row = order.rows[q];
    if (isPacked) entries += entryStart[row + 1] - entryStart[row];
    else beats += beatsOfRow(image, row);
  }
  return isPacked ? Math.ceil(entries / lanes) : beats;
}

/** The vector buffer address of every column under a placement. */
export function columnAddresses({ cols, banks, bankOf, wordOf }: Placement): Uint32Array {
  const addresses = new Uint32Array(cols);
  for (let c = 0; c < cols; c++) addresses[c] = bankAddress(banks, bankOf[c], wordOf[c]);
  return addresses;
}

/** Addresses are kept in 16 bits where they fit. */
export function addressArray({ depth, banks }: Placement, length: number): Uint16Array | Uint32Array {
  return depth * bankStride(banks) <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length);
}
