import { type Cycle, checkInteger } from './cycle.ts';
import type { HandlerId, Kernel } from './kernel.ts';
import type { Wakeable } from './ticker.ts';

/**
 * Timing of a pipeline: a result appears `latency` cycles after its issue, issues are at least `interval`
 * cycles apart; both >= 1.
 */
export interface PipelineSpec {
  readonly name: string;
  readonly latency: Cycle;
  readonly interval: Cycle;
}

/**
 * A pipeline of fixed latency and initiation interval that never stalls: what was issued in cycle t arrives
 * in cycle t + latency, in order. The result is a kernel event; what it does must be visible to others from
 * the next cycle on only (push it into a `Fifo`), or the order of events within the cycle would matter.
 */
export class Pipeline {
  readonly spec: PipelineSpec;
  private readonly kernel: Kernel;
  private readonly arrive: HandlerId;
  private readonly reopen: HandlerId;
  private openAt: Cycle = 0;
  private issuer: Wakeable | null = null;

  /**
   * `onResult` receives the argument of each issue `latency` cycles later. Throws a RangeError unless latency
   * and interval are >= 1.
   */
  constructor(kernel: Kernel, spec: PipelineSpec, onResult: (argument: number) => void) {
    checkInteger(`${spec.name}: latency`, spec.latency, 1);
    checkInteger(`${spec.name}: interval`, spec.interval, 1);
    this.kernel = kernel;
    this.spec = spec;
    this.arrive = kernel.on(onResult);
    this.reopen = kernel.on(() => this.issuer?.wake());
  }

  /** Whether something may be issued in this cycle. */
  get canIssue(): boolean {
    return this.kernel.now >= this.openAt;
  }

  /** Issues an operation and returns the cycle of its result. Throws an Error unless `canIssue`. */
  issue(argument: number): Cycle {
    const { kernel, openAt } = this;
    const { name, latency, interval } = this.spec;
    const { now } = kernel;
    if (now < openAt)
      throw new Error(`${name}: issue refused in cycle ${now} (interval ${interval}, open in ${openAt})`);
    kernel.after(latency, this.arrive, argument);
    if (this.issuer !== null) kernel.after(interval - 1, this.reopen);
    this.openAt = now + interval;
    return now + latency;
  }

  /**
   * Connects the component that issues: it is woken so that it ticks in the cycle in which the pipeline opens
   * again. Throws when there is one.
   */
  wakeOnOpen(issuer: Wakeable): void {
    if (this.issuer !== null) throw new Error(`${this.spec.name}: the issuer is already connected`);
    this.issuer = issuer;
  }
}
