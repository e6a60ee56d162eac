import type { Kernel } from '../../../sim/kernel.ts';
import { Ticker } from '../../../sim/ticker.ts';
import type { ProcessingElement, WeightStore } from './pe.ts';

/**
 * S1 of a PE for bank-balanced and dense beats: every lane presents its address to the banks in the cycle in
 * which the beat is there. Nothing arbitrates, so a beat that asks one bank more often than it has ports is
 * an error in the wiring or in the encoding: the bank refuses, and the run stops. docs/timing.md section 3.
 */
export class ParallelIssue {
  private readonly kernel: Kernel;
  private readonly pe: ProcessingElement;
  private readonly store: WeightStore;

  constructor(kernel: Kernel, pe: ProcessingElement, store: WeightStore) {
    this.kernel = kernel;
    this.pe = pe;
    this.store = store;
    pe.beats.wakeOnPush(new Ticker(kernel, () => this.tick()));
  }

  private tick(): boolean {
    const { kernel, pe, store } = this;
    if (!pe.beats.canPop) return false;
    const beat = pe.beats.pop();
    const { list, addresses, values } = store;
    pe.account.countBeat();
    pe.account.enter('issue', kernel.now);
    pe.observer?.present(pe.index, beat, true);
    for (let e = list.from[beat]; e < list.to[beat]; e++)
      pe.read(beat, e - list.from[beat], addresses[e], values[e]);
    pe.issue(list.endsRow[beat]);
    pe.observer?.leave(pe.index);
    pe.account.enter('fill', kernel.now + 1);
    return true;
  }
}
