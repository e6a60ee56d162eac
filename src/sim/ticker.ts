import type { Cycle } from './cycle.ts';
import type { HandlerId, Kernel } from './kernel.ts';

/** Whatever can be told that there may be work for it from the next cycle on. */
export interface Wakeable {
  wake(): void;
}

/**
 * A clocked component that is on the clock only while it makes progress. `tick` does the work of one cycle
 * and returns whether it did any: true means that it ticks again in the next cycle, false that it leaves the
 * clock until `wake` puts it back.
 *
 * A wake-up in cycle t leads to exactly one tick in cycle t + 1, whether it comes before, during or after a
 * tick in t, and whatever that tick returns. Hence no wake-up is lost, no component ticks twice in one cycle,
 * and the order of the components within a cycle does not matter as long as they meet only through links with
 * a latency, such as `Fifo`. A tick may find nothing to do; it returns false and nothing happened.
 */
export class Ticker implements Wakeable {
  private readonly kernel: Kernel;
  private readonly handler: HandlerId;
  /**
   * The latest cycle for which a tick has been scheduled. A cycle and not a flag: a flag is still set when
   * the tick of this cycle is due.
   */
  private scheduledFor: Cycle = -1;

  constructor(kernel: Kernel, tick: () => boolean) {
    this.kernel = kernel;
    this.handler = kernel.on(() => {
      if (tick()) this.wake();
    });
  }

  /** Makes the component tick in the next cycle. */
  wake(): void {
    const { kernel } = this;
    if (this.scheduledFor > kernel.now) return;
    kernel.after(1, this.handler);
    this.scheduledFor = kernel.now + 1;
  }
}
