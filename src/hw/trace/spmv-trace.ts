import { type BeatList, listBeats, listRows } from '../array/beat-list.ts';
import type { BeatMatrix } from '../array/beat-matrix.ts';
import { runClocked } from '../array/clocked/pe-array.ts';
import type { AskingLanes, S1Observer } from '../array/clocked/s1-observer.ts';
import { listPackedBeats } from '../array/packed-beats.ts';
import type { RowOrder } from '../array/row-order.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import { bankAsked, type VectorBanks, wordAsked } from '../array/vector-banks.ts';

/**
 * What a PE has in S1 in one cycle, the oldest of several beats: the beat of the PE (from 0), the position of
 * its row in the order, lanes as bits, lane 0 the lowest.
 */
export interface S1Content {
  readonly pe: number;
  readonly beat: number;
  readonly q: number;
  readonly isFirst: boolean;
  readonly pending: bigint;
  granted: bigint;
  stall: boolean;
}

/** A bank port that reads a word. With a shared vector buffer `pe` is who reads. */
export interface PortRead {
  readonly pe: number;
  readonly bank: number;
  readonly port: number;
  readonly word: number;
}

/** One cycle of an SpMV. */
export interface SpmvFrame {
  readonly contents: S1Content[];
  readonly reads: PortRead[];
}

/** An SpMV cycle by cycle, counted from its start pulse. Cycles in which nothing is in S1 have no frame. */
export interface SpmvTrace {
  readonly order: RowOrder;
  readonly cycles: number;
  /** Per PE: it is busy in cycles 1 .. busyCycles. */
  readonly busyCycles: Uint32Array;
  readonly frames: ReadonlyMap<number, SpmvFrame>;
}

/**
 * Traces the SpMV of the rows in `order` on the clocked array. What is traced depends on
 * addresses alone, so the vector is zero.
 */
export function traceSpmv(matrix: BeatMatrix, order: RowOrder, array: SpmvArray): SpmvTrace {
  const tracer = new Tracer(matrix, order, array);
  const { timing } = runClocked(matrix, order, array, new Int16Array(matrix.cols), tracer);
  return { order, cycles: timing.cycles, busyCycles: timing.busyCycles, frames: tracer.frames };
}

/**
 * Collects frames. A PE's first beat is in S1 in cycle 2 and the array calls once per PE and cycle, so the
 * PE's own count says which cycle it is.
 */
class Tracer implements S1Observer {
  readonly frames = new Map<number, SpmvFrame>();
  private readonly list: BeatList;
  private readonly reach: VectorBanks;
  private readonly isShared: boolean;
  /** Lanes go on by themselves: the signals show those that ask. */
  private readonly isByLane: boolean;
  private readonly rowOfBeat: Int32Array;
  private readonly cycleOf: Uint32Array;
  private readonly content: (S1Content | undefined)[];
  /** Lanes of beats in S1 that were granted, by beat. */
  private readonly granted = new Map<number, bigint>();
  private readonly portsUsed: Uint8Array;
  private readonly usedAt: Uint32Array;

  constructor(matrix: BeatMatrix, order: RowOrder, array: SpmvArray) {
    const { issue, bufferBanks: banks, vectorCopies: copies } = array;
    this.list = shownBeats(matrix, order, array);
    this.reach = { lanes: matrix.lanes, banks, copies };
    this.isShared = issue === 'shared';
    this.isByLane = issue === 'shuffled';
    this.rowOfBeat = rowsOfBeats(this.list);
    this.cycleOf = new Uint32Array(order.pes).fill(FIRST_S1_CYCLE - 1);
    this.content = new Array(order.pes);
    this.portsUsed = new Uint8Array(order.pes * banks * copies);
    this.usedAt = new Uint32Array(order.pes * banks * copies);
  }

  present(pe: number, beat: number, isFirst: boolean, asking?: AskingLanes): void {
    if (asking) {
      const pending = asking.lanes.reduce((bits, lane) => bits | (1n << BigInt(lane)), 0n);
      this.show({ pe, beat, q: asking.row, isFirst, pending, granted: 0n, stall: true });
      return;
    }
    const { list } = this;
    const all = (1n << BigInt(list.to[beat] - list.from[beat])) - 1n;
    const pending = all & ~(this.granted.get(beat) ?? 0n);
    const own = beat - list.start[pe];
    this.show({ pe, beat: own, q: this.rowOfBeat[beat], isFirst, pending, granted: 0n, stall: true });
  }

  private show(content: S1Content): void {
    const { pe } = content;
    this.content[pe] = content;
    this.frame(++this.cycleOf[pe]).contents.push(content);
  }

  read(pe: number, beat: number, lane: number, address: number): void {
    const content = this.content[pe];
    if (!content) throw new Error(`PE ${pe} reads without a beat in S1`);
    const one = 1n << BigInt(lane);
    if (!this.isByLane) this.granted.set(beat, (this.granted.get(beat) ?? 0n) | one);
    // Of several beats in S1 the signals show the oldest.
    if (this.isByLane || beat === content.beat + this.list.start[pe]) content.granted |= one;
    const { reads } = this.frame(this.cycleOf[pe]);
    const { banks, copies } = this.reach;
    const bank = bankAsked(this.reach, lane, address);
    const port = this.nextPort(this.isShared ? bank : pe * banks * copies + bank, this.cycleOf[pe]);
    reads.push({ pe, bank, port, word: wordAsked(this.reach, address) });
  }

  leave(pe: number): void {
    const content = this.content[pe];
    if (content) content.stall = false;
  }

  /** Ports of a bank are used in the order in which it serves. */
  private nextPort(bank: number, cycle: number): number {
    if (this.usedAt[bank] !== cycle) this.portsUsed[bank] = 0;
    this.usedAt[bank] = cycle;
    return this.portsUsed[bank]++;
  }

  private frame(cycle: number): SpmvFrame {
    const known = this.frames.get(cycle);
    if (known) return known;
    const frame: SpmvFrame = { contents: [], reads: [] };
    this.frames.set(cycle, frame);
    return frame;
  }
}

/**
 * S0 presents the first weight address in cycle 1, S1 holds the beat in cycle 2, and from then on always
 * one. docs/timing.md section 3.
 */
export const FIRST_S1_CYCLE = 2;

/** What S1 shows one after the other: beats, or rows where lanes run apart. */
export function shownBeats(matrix: BeatMatrix, order: RowOrder, { issue, rowPacking }: SpmvArray): BeatList {
  if (issue === 'decoupled') return listRows(order);
  return rowPacking ? listPackedBeats(matrix, order).list : listBeats(matrix, order);
}

/** For every beat the position in the order of the row that it belongs to. */
function rowsOfBeats({ endsRow }: BeatList): Int32Array {
  const rows = new Int32Array(endsRow.length);
  for (let beat = endsRow.length - 1, row = -1; beat >= 0; beat--) {
    if (endsRow[beat] >= 0) row = endsRow[beat];
    rows[beat] = row;
  }
  return rows;
}
