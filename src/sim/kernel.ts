import { CalendarQueue } from './calendar-queue.ts';
import { type Clock, type Cycle, isInt32, LAST_CYCLE } from './cycle.ts';

export type { Clock, Cycle } from './cycle.ts';

/** Number of a handler, as returned by `Kernel.on`. */
export type HandlerId = number;

/**
 * The discrete-event kernel. It knows time and order, nothing else: time is an integer number of cycles,
 * events run in the total order (cycle, push), and so two runs of one model are identical. Handlers are
 * registered once, at build time, and scheduled by number: an event is three integers, no object and no
 * closure.
 */
export class Kernel implements Clock {
  private readonly queue = new CalendarQueue();
  private readonly handlers: ((argument: number) => void)[] = [];
  private running = false;

  /** The cycle of the event being executed; between runs that of the last one executed, 0 at first. */
  get now(): Cycle {
    return this.queue.now;
  }

  /** Registers a handler and returns its number. */
  on(handler: (argument: number) => void): HandlerId {
    return this.handlers.push(handler) - 1;
  }

  /**
   * Schedules a handler `delay` cycles from now; delay 0 is this cycle, after everything already pushed for
   * it. The argument is an integer of 32 bits. Throws a RangeError for another argument, an unknown handler,
   * a delay that is no integer >= 0, an end beyond `LAST_CYCLE`.
   */
  after(delay: Cycle, handler: HandlerId, argument = 0): void {
    const { length } = this.handlers;
    if (handler >>> 0 !== handler || handler >= length) {
      throw new RangeError(
        `cycle ${this.now}: handler is ${handler}, expected one of the ${length} that on() returned`,
      );
    }
    if (!isInt32(argument)) {
      throw new RangeError(`cycle ${this.now}: argument is ${argument}, expected an integer of 32 bits`);
    }
    this.queue.push(delay, handler, argument);
  }

  /**
   * Executes every event up to and including cycle `until`, or until none is left, and returns `now`, the
   * cycle of the last event executed. An error thrown by a handler stops the run and propagates; the events
   * after it stay pending. Throws an Error when a handler calls it, a RangeError when `until` is no integer
   * or lies in the past.
   */
  run(until: Cycle = LAST_CYCLE): Cycle {
    if (this.running) throw new Error(`cycle ${this.now}: run() called by a handler`);
    if (!Number.isInteger(until) || until < this.now) {
      throw new RangeError(
        `cycle ${this.now}: cannot run until ${until}, expected an integer >= ${this.now}`,
      );
    }
    this.running = true;
    try {
      this.execute(until);
    } finally {
      this.running = false;
    }
    return this.now;
  }

  private execute(until: Cycle): void {
    const { queue, handlers } = this;
    while (queue.advance(until)) {
      for (let node = queue.take(); node !== 0; node = queue.take()) {
        handlers[queue.handlerOf(node)](queue.argumentOf(node));
      }
    }
  }
}
