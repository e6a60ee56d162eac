import { bankOf } from '../../bbs/bank-address.ts';
import { noToggles, type ToggleCount, toggledBits } from '../../num/toggled-bits.ts';
import { type BeatImage, beatsOfRow, isByBank } from './beat-matrix.ts';

/** Rows that are looked at together, so that lanes are followed across the ends of rows. */
const RUN_ROWS = 4;

/** Which rows are looked at: runs of four, every so many of them. 1: all rows. */
export interface RowSample {
  readonly everyRun: number;
}

/** The sample of which so many entries in all leave about `pairs` successions. */
export function sampleOf(entries: number, pairs: number): RowSample {
  return { everyRun: Math.max(1, Math.ceil(entries / pairs)) };
}

/** The image as its lanes read it: the parts of a `BeatImage` that decide which operand follows which. */
export type LaneOrder = Pick<
  BeatImage,
  'lanes' | 'entryStart' | 'values' | 'addresses' | 'placement' | 'isPacked' | 'streams'
>;

/** A lane has had nothing yet. */
const NOTHING = -0x80000000;

/**
 * Bits of weights that change from one operand of a multiplier to the next: the weights of a lane as its
 * memory is read, row after row of the image, a lane without an entry in a beat being zero there. Padding is
 * stored, so it counts.
 *
 * Model: rows follow each other as in the matrix, as on an array of one PE; on more, the few successions from
 * a row to the next of its PE are those of other rows. So the count depends on the image alone.
 */
export function weightToggles(image: LaneOrder, bits: number, sample: RowSample): ToggleCount {
  const { values } = image;
  return countLanes(image, sample, bits, (entry) => (entry < 0 ? 0 : values[entry]));
}

/**
 * The same of vector words, as the lanes read them from the banks: `words` by address. A lane without an
 * entry reads nothing, and its operand stays. Rows are those of an SpMV, from `rowFrom` on.
 */
export function wordToggles(
  image: LaneOrder,
  words: Int16Array,
  bits: number,
  sample: RowSample,
  rowFrom = 0,
  rows = image.entryStart.length - 1 - rowFrom,
): ToggleCount {
  const { addresses } = image;
  const wordOf = (entry: number) => (entry < 0 ? NOTHING : words[addresses[entry]]);
  return countLanes(image, sample, bits, wordOf, rowFrom, rows);
}

/** `operandOf` says what entry `entry`, or with -1 a lane without one, shows a multiplier. */
function countLanes(
  image: LaneOrder,
  { everyRun }: RowSample,
  bits: number,
  operandOf: (entry: number) => number,
  rowFrom = 0,
  rows = image.entryStart.length - 1,
): ToggleCount {
  const count = noToggles();
  const { banks } = image.placement;
  const last = new Int32Array(Math.max(image.lanes, banks)).fill(NOTHING);
  const end = rowFrom + rows;
  const show = (lane: number, operand: number) => {
    if (operand === NOTHING) return;
    if (last[lane] !== NOTHING) {
      count.changed += toggledBits(last[lane], operand, bits);
      count.bits += bits;
    }
    last[lane] = operand;
  };
  for (let from = rowFrom; from < end; from += RUN_ROWS * everyRun) {
    if (everyRun > 1) last.fill(NOTHING);
    const to = Math.min(end, from + RUN_ROWS);
    if (isByBank(image)) showByBank(image, from, to, operandOf, show);
    else showByBeat(image, from, to, operandOf, show);
  }
  return count;
}

/** Lanes with memories of their own read the entries of their bank, one after the other. */
function showByBank(
  { entryStart, addresses, placement: { banks } }: LaneOrder,
  from: number,
  to: number,
  operandOf: (entry: number) => number,
  show: (lane: number, operand: number) => void,
): void {
  for (let entry = entryStart[from]; entry < entryStart[to]; entry++)
    show(bankOf(banks, addresses[entry]), operandOf(entry));
}

/** Lanes in step read the entries of a beat, round and round; a row begins a beat, unless rows share them. */
function showByBeat(
  image: LaneOrder,
  from: number,
  to: number,
  operandOf: (entry: number) => number,
  show: (lane: number, operand: number) => void,
): void {
  const { entryStart, lanes, isPacked = false } = image;
  if (isPacked) {
    const first = entryStart[from];
    for (let entry = first; entry < entryStart[to]; entry++) show((entry - first) % lanes, operandOf(entry));
    return;
  }
  for (let row = from; row < to; row++) {
    const first = entryStart[row];
    const slots = beatsOfRow(image, row) * lanes;
    for (let slot = 0; slot < slots; slot++)
      show(slot % lanes, operandOf(first + slot < entryStart[row + 1] ? first + slot : -1));
  }
}
