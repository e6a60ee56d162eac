import type { Kernel } from '../../../sim/kernel.ts';
import { Ticker } from '../../../sim/ticker.ts';
import { type BeatPart, partsOfBeat } from '../packed-beats.ts';
import type { ProcessingElement, WeightStore } from './pe.ts';

/**
 * S1 of a PE for bank-balanced and dense beats: every lane presents its address to the banks in the cycle in
 * which the beat is there. Nothing arbitrates, so a beat that asks one bank more often than it has ports is
 * an error in the wiring or in the encoding: the bank refuses, and the run stops. Where rows share beats, a
 * beat goes on part by part, and lanes read with theirs. docs/timing.md section 3.
 */
export class ParallelIssue {
  private readonly kernel: Kernel;
  private readonly pe: ProcessingElement;
  private readonly store: WeightStore;
  private beat = 0;
  /** Of the beat in S1, what has not gone on. */
  private parts: BeatPart[] = [];

  constructor(kernel: Kernel, pe: ProcessingElement, store: WeightStore) {
    this.kernel = kernel;
    this.pe = pe;
    this.store = store;
    pe.beats.wakeOnPush(new Ticker(kernel, () => this.tick()));
  }

  private tick(): boolean {
    const { kernel, pe } = this;
    const isFirst = this.parts.length === 0;
    if (isFirst && !pe.beats.canPop) return false;
    if (isFirst) this.enter(pe.beats.pop());
    pe.account.enter(isFirst ? 'issue' : 'conflict', kernel.now);
    this.present(isFirst);
    this.goOn();
    if (this.parts.length > 0) return true;
    pe.observer?.leave(pe.index);
    pe.account.enter('fill', kernel.now + 1);
    return true;
  }

  private enter(beat: number): void {
    const { list, rows } = this.store;
    const whole = { fromLane: 0, toLane: list.to[beat] - list.from[beat], ends: list.endsRow[beat] };
    this.beat = beat;
    this.parts = rows ? partsOfBeat({ list, rows }, beat, this.pe.rowsPerCycle) : [whole];
    this.pe.account.countBeat();
  }

  private present(isFirst: boolean): void {
    const { pe, beat, store } = this;
    if (!store.rows) pe.observer?.present(pe.index, beat, isFirst);
    else pe.observer?.present(pe.index, beat - store.list.start[pe.index], isFirst, this.asking(store.rows));
  }

  /** The row that goes on, and the lanes that have not read. */
  private asking(rows: Uint32Array) {
    const { list } = this.store;
    const [from, to] = [list.from[this.beat], list.to[this.beat]];
    const { fromLane } = this.parts[0];
    const lanes = Array.from({ length: to - from - fromLane }, (_, i) => fromLane + i);
    return { row: rows[from + fromLane], lanes };
  }

  private goOn(): void {
    const { pe, beat, store } = this;
    const { list, addresses, values } = store;
    const part = this.parts.shift();
    if (!part) throw new Error(`PE ${pe.index} has no beat in S1`);
    for (let lane = part.fromLane; lane < part.toLane; lane++)
      pe.read(beat, lane, addresses[list.from[beat] + lane], values[list.from[beat] + lane]);
    pe.issue(part.ends);
  }
}
