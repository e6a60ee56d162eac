import type { Fifo } from '../../sim/fifo.ts';
import type { Kernel } from '../../sim/kernel.ts';
import { Ticker } from '../../sim/ticker.ts';

/**
 * S0 of a PE: the weight address counter. It presents one beat per cycle, from the cycle after `start`, and
 * advances whenever the beat register behind it has room. docs/timing.md section 3.
 */
export class BeatFeeder {
  private readonly ticker: Ticker;
  private readonly out: Fifo;
  private next: number;
  private readonly end: number;

  /** Feeds beats from .. end - 1 into `out`, which should have two slots to sustain one beat per cycle. */
  constructor(kernel: Kernel, out: Fifo, from: number, end: number) {
    this.out = out;
    this.next = from;
    this.end = end;
    this.ticker = new Ticker(kernel, () => this.tick());
    out.wakeOnPop(this.ticker);
  }

  /** The start pulse: the first beat is addressed in the next cycle. */
  start(): void {
    if (this.next < this.end) this.ticker.wake();
  }

  private tick(): boolean {
    if (this.next >= this.end || !this.out.canPush) return false;
    this.out.push(this.next++);
    return this.next < this.end;
  }
}
