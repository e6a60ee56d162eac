import { bankStride } from '../../bbs/bank-address.ts';
import { type BeatImage, beatsOfRow, beatsOfRows, isByBank } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';

/** How deep the weight memories of a PE are with some of its rows. */
export interface WeightDepths {
  /** Words of the deepest memory with rows from .. to - 1 of those that the depths were made for. */
  between(from: number, to: number): number;
}

/**
 * Depths with any run of `rows`, computed together: of one memory for all lanes the beats, which rows may
 * share, as lanes that take entries in turn do; where lanes have memories of their own banks, the words of
 * the lane that has most. docs/timing.md section 2.
 */
export function weightDepths(image: BeatImage, rows: Uint32Array): WeightDepths {
  const { lanes, isPacked = false } = image;
  if (!isByBank(image)) {
    const upTo = wordsUpTo(image, rows);
    const words = (from: number, to: number) => upTo[to] - upTo[from];
    return { between: isPacked ? (from, to) => Math.ceil(words(from, to) / lanes) : words };
  }
  const upTo = new Uint32Array((rows.length + 1) * lanes);
  for (let q = 0; q < rows.length; q++) {
    const sums = upTo.subarray((q + 1) * lanes, (q + 2) * lanes);
    sums.set(upTo.subarray(q * lanes, (q + 1) * lanes));
    addLaneWords(image, rows[q], sums);
  }
  return {
    between: (from, to) => {
      let most = 0;
      for (let lane = 0; lane < lanes; lane++)
        most = Math.max(most, upTo[to * lanes + lane] - upTo[from * lanes + lane]);
      return most;
    },
  };
}

/** Of one memory for all lanes: the beats of the first rows, or their entries where rows share beats. */
function wordsUpTo(image: BeatImage, rows: Uint32Array): Uint32Array {
  const { entryStart, isPacked = false } = image;
  const upTo = new Uint32Array(rows.length + 1);
  for (let q = 0; q < rows.length; q++) {
    const row = rows[q];
    upTo[q + 1] = upTo[q] + (isPacked ? entryStart[row + 1] - entryStart[row] : beatsOfRow(image, row));
  }
  return upTo;
}

/** The depth with the rows at positions from .. to - 1 of an order, all of one PE. */
export function depthOfRows(
  image: BeatImage,
  { rows }: Pick<RowOrder, 'rows'>,
  from: number,
  to: number,
): number {
  if (isByBank(image)) return fullestLane(image, rows.subarray(from, to));
  return beatsOfRows(image, { rows }, from, to);
}

const knownOfPes = new WeakMap<RowOrder, { readonly of: BeatImage; readonly depths: Uint32Array }>();

/** `depthOfRows` of every PE with all its rows; the latest image is held that was asked of an order. */
export function depthsOfPes(image: BeatImage, order: RowOrder): Uint32Array {
  const known = knownOfPes.get(order);
  if (known?.of === image) return known.depths;
  const depths = new Uint32Array(order.pes);
  for (let pe = 0; pe < order.pes; pe++)
    depths[pe] = depthOfRows(image, order, order.start[pe], order.start[pe + 1]);
  knownOfPes.set(order, { of: image, depths });
  return depths;
}

function fullestLane(image: BeatImage, rows: Uint32Array): number {
  const { lanes } = image;
  const counts = new Uint32Array(lanes);
  const words = wordsOfLanes(image);
  for (let q = 0; q < rows.length; q++) {
    if (words === null) addLaneWords(image, rows[q], counts);
    else for (let lane = 0, at = rows[q] * lanes; lane < lanes; lane++) counts[lane] += words[at++];
  }
  let most = 0;
  for (let lane = 0; lane < lanes; lane++) if (counts[lane] > most) most = counts[lane];
  return most;
}

const knownWords = new WeakMap<BeatImage['addresses'], Uint32Array>();

/**
 * Words of every lane in every row, row by row: counted once for an image, whose depths a search asks of
 * every array that it tries. Null where rows have so few entries that these are counted sooner.
 */
function wordsOfLanes(image: BeatImage): Uint32Array | null {
  const { rows, lanes, addresses, entryStart } = image;
  if (entryStart[rows] <= rows * lanes) return null;
  const known = knownWords.get(addresses);
  if (known) return known;
  const words = new Uint32Array(rows * lanes);
  for (let row = 0; row < rows; row++)
    addLaneWords(image, row, words.subarray(row * lanes, (row + 1) * lanes));
  knownWords.set(addresses, words);
  return words;
}

/** Adds the words of a row to the counts of the lanes that have them: an entry is its bank's. */
export function addLaneWords(
  { entryStart, addresses, lanes }: Pick<BeatImage, 'entryStart' | 'addresses' | 'lanes'>,
  row: number,
  counts: Uint32Array,
): void {
  const mask = bankStride(lanes) - 1;
  for (let e = entryStart[row]; e < entryStart[row + 1]; e++) counts[addresses[e] & mask]++;
}

const knownLengths = new WeakMap<BeatImage['addresses'], Uint32Array>();

/** `longestOfRow` of every row; worked out once for an image, which a search deals to many numbers of PEs. */
export function longestOfRows(image: BeatImage): Uint32Array {
  const known = knownLengths.get(image.addresses);
  if (known) return known;
  const lengths = Uint32Array.from({ length: image.rows }, (_, row) => longestOfRow(image, row));
  knownLengths.set(image.addresses, lengths);
  return lengths;
}

/**
 * Words of the fullest lane of a row where lanes have memories of their own banks, else its beats; at least
 * one.
 */
export function longestOfRow(image: BeatImage, row: number): number {
  if (!isByBank(image)) return beatsOfRow(image, row);
  return Math.max(1, fullestLane(image, Uint32Array.of(row)));
}
