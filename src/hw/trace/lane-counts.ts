import type { BeatList } from '../array/beat-list.ts';
import type { BeatMatrix } from '../array/beat-matrix.ts';
import { runClocked } from '../array/clocked/pe-array.ts';
import type { AskingLanes, S1Observer } from '../array/clocked/s1-observer.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import type { SpmvTiming } from '../array/spmv-timing.ts';
import { FIRST_S1_CYCLE, shownBeats } from './spmv-trace.ts';

/** What the lanes of all PEs do in every cycle of an SpMV, by the cycles since its start pulse. */
export interface LaneCounts {
  /** Words read from the banks of the vector buffers. */
  readonly active: Uint32Array;
  /** Lanes of the oldest beat in S1 that asked for a bank and were not served: the queue before the banks. */
  readonly waiting: Uint32Array;
  /** PEs that hold what they held in S1 for a further cycle: they sum to the conflict cycles. */
  readonly conflicts: Uint32Array;
}

/**
 * Counts an SpMV that was timed on the clocked array. What it counts depends on addresses alone, so the
 * vector is zero.
 */
export function countLanes(matrix: BeatMatrix, timing: SpmvTiming, array: SpmvArray): LaneCounts {
  const counter = new LaneCounter(shownBeats(matrix, timing.order, array), timing, array);
  runClocked(matrix, timing.order, array, new Int16Array(matrix.cols), counter);
  return counter;
}

class LaneCounter implements S1Observer, LaneCounts {
  readonly active: Uint32Array;
  readonly waiting: Uint32Array;
  readonly conflicts: Uint32Array;
  private readonly list: BeatList;
  /** A lane that asks has one request, whichever beat or row it is of. */
  private readonly isByLane: boolean;
  private readonly cycleOf: Uint32Array;
  /** For each PE the beat that it shows, and its lanes that ask. */
  private readonly shown: Float64Array;
  private readonly asking: Set<number>[];
  /** Lanes of beats that were served, by beat. */
  private readonly served = new Map<number, Set<number>>();

  constructor(list: BeatList, { order, cycles }: SpmvTiming, { issue }: SpmvArray) {
    this.active = new Uint32Array(cycles + 1);
    this.waiting = new Uint32Array(cycles + 1);
    this.conflicts = new Uint32Array(cycles + 1);
    this.list = list;
    this.isByLane = issue === 'shuffled' || issue === 'decoupled';
    this.cycleOf = new Uint32Array(order.pes).fill(FIRST_S1_CYCLE - 1);
    this.shown = new Float64Array(order.pes);
    this.asking = Array.from({ length: order.pes }, () => new Set());
  }

  present(pe: number, beat: number, isFirst: boolean, asking?: AskingLanes): void {
    const cycle = ++this.cycleOf[pe];
    this.asking[pe] = new Set(asking ? asking.lanes : this.unserved(beat));
    this.waiting[cycle] += this.asking[pe].size;
    if (!isFirst) this.conflicts[cycle]++;
    this.shown[pe] = asking ? beat + this.list.start[pe] : beat;
  }

  read(pe: number, beat: number, lane: number): void {
    const cycle = this.cycleOf[pe];
    this.active[cycle]++;
    const isShown = this.isByLane || beat === this.shown[pe];
    if (isShown && this.asking[pe].delete(lane)) this.waiting[cycle]--;
    const served = this.served.get(beat) ?? new Set();
    this.served.set(beat, served.add(lane));
  }

  leave(pe: number): void {
    if (!this.isByLane) this.served.delete(this.shown[pe]);
  }

  private unserved(beat: number): number[] {
    const { from, to } = this.list;
    const served = this.served.get(beat);
    const lanes = Array.from({ length: to[beat] - from[beat] }, (_, lane) => lane);
    return served ? lanes.filter((lane) => !served.has(lane)) : lanes;
  }
}
