/**
 * Events per second of the kernel, as a ratio to what the same core does in a plain loop and with a textbook
 * binary heap of objects in the same run: the ratios carry over between machines and loads, the absolute
 * figures do not.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Fifo } from '../src/sim/fifo.ts';
import { Kernel } from '../src/sim/kernel.ts';
import { Ticker } from '../src/sim/ticker.ts';
import type { Figure } from './figure.ts';

interface Scheduler {
  on(handler: (argument: number) => void): number;
  after(delay: number, handler: number, argument?: number): void;
  run(): number;
}

const EVENTS = 2_000_000;
const ROUNDS = 7;
const PENDING = 256;
const LONGEST = 16;

/** Takes the results of the measured code, so that the compiler cannot remove the work. */
const checksum = new Int32Array(1);

/**
 * The kernel that everybody writes first: one object per event, in a binary heap with a comparison function.
 */
class ObjectHeapKernel implements Scheduler {
  private now = 0;
  private sequence = 0;
  private readonly handlers: ((argument: number) => void)[] = [];
  private readonly heap: { cycle: number; sequence: number; handler: number; argument: number }[] = [];

  on(handler: (argument: number) => void): number {
    return this.handlers.push(handler) - 1;
  }

  after(delay: number, handler: number, argument = 0): void {
    const { heap } = this;
    heap.push({ cycle: this.now + delay, sequence: this.sequence++, handler, argument });
    for (
      let at = heap.length - 1, parent = (at - 1) >> 1;
      at > 0 && this.before(at, parent);
      parent = (at - 1) >> 1
    ) {
      this.swap(at, parent);
      at = parent;
    }
  }

  run(): number {
    const { heap, handlers } = this;
    while (heap.length > 0) {
      const event = heap[0];
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        this.sink();
      }
      this.now = event.cycle;
      handlers[event.handler](event.argument);
    }
    return this.now;
  }

  private sink(): void {
    const { length } = this.heap;
    for (let at = 0, child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && this.before(child + 1, child)) child++;
      if (!this.before(child, at)) return;
      this.swap(child, at);
      at = child;
    }
  }

  private before(a: number, b: number): boolean {
    const { heap } = this;
    return (
      heap[a].cycle - heap[b].cycle < 0 ||
      (heap[a].cycle === heap[b].cycle && heap[a].sequence < heap[b].sequence)
    );
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    [heap[a], heap[b]] = [heap[b], heap[a]];
  }
}

/** Steps of a xorshift generator: integer work in registers, as plain as a loop can be. */
function calibration(steps: number): void {
  let state = 1;
  for (let step = 0; step < steps; step++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  checksum[0] ^= state;
}

/**
 * The hold model: every event schedules its successor 1 to 16 cycles ahead, PENDING events at a time, four
 * handlers.
 */
function hold(scheduler: Scheduler): (events: number) => void {
  let left = 0;
  let state = 1;
  const handlers = [0, 1, 2, 3].map((which) =>
    scheduler.on((argument) => {
      checksum[0] ^= argument + which;
      if (--left >= 0) successor();
    }),
  );
  function successor(): void {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    scheduler.after(1 + ((state >>> 8) & (LONGEST - 1)), handlers[state >>> 30], state >>> 4);
  }
  return (events) => {
    left = events - PENDING;
    for (let pending = 0; pending < PENDING; pending++) successor();
    scheduler.run();
  };
}

/** A source, `stages` - 2 stages and a sink that move one word per cycle through FIFOs of two slots. */
function chain(stages: number): (ticks: number) => void {
  const kernel = new Kernel();
  const fifos = Array.from({ length: stages - 1 }, (_, index) => new Fifo(kernel, `link ${index}`, 2));
  const first = fifos[0];
  const last = fifos[stages - 2];
  let left = 0;
  const source = new Ticker(kernel, () => {
    if (left === 0 || !first.canPush) return false;
    first.push(left--);
    return true;
  });
  first.wakeOnPop(source);
  for (let stage = 1; stage < stages - 1; stage++) {
    const input = fifos[stage - 1];
    const output = fifos[stage];
    const ticker = new Ticker(kernel, () => {
      if (!input.canPop || !output.canPush) return false;
      output.push(input.pop());
      return true;
    });
    input.wakeOnPush(ticker);
    output.wakeOnPop(ticker);
  }
  last.wakeOnPush(
    new Ticker(kernel, () => {
      if (!last.canPop) return false;
      checksum[0] ^= last.pop();
      return true;
    }),
  );
  return (ticks) => {
    left = Math.floor(ticks / stages);
    source.wake();
    kernel.run();
  };
}

/**
 * Millions of units per second of processor time of each contender: the best of ROUNDS, taken in turn so that
 * all see the same load.
 */
function rates(contenders: readonly ((units: number) => void)[], units: number): number[] {
  const best = contenders.map(() => 0);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, contender] of contenders.entries()) {
      const start = process.cpuUsage();
      contender(units);
      const { user, system } = process.cpuUsage(start);
      if (round > 0) best[index] = Math.max(best[index], units / (user + system));
    }
  }
  return best;
}

/** Bytes of heap that `run` leaves allocated or as garbage per event, after it has been warmed up. */
function bytesPerEvent(run: (events: number) => void): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  run(EVENTS);
  return (process.memoryUsage().heapUsed - before) / EVENTS;
}

/** Measures the kernel: hold model against both references, heap growth per event, ticking components. */
export function benchKernel(): Figure[] {
  const kernel = hold(new Kernel());
  const contenders = [calibration, kernel, hold(new ObjectHeapKernel()), chain(8)];
  const [loop, events, objects, ticks] = rates(contenders, EVENTS);
  const model = `${events.toFixed(1)} M events/s, ${PENDING} pending, delays 1-${LONGEST}`;
  const growth = `${bytesPerEvent(kernel).toFixed(3)} bytes of heap per event`;
  return [
    { name: 'kernel / plain loop', ratio: events / loop, detail: `${model}, ${growth}` },
    {
      name: 'kernel / object heap',
      ratio: events / objects,
      detail: `${objects.toFixed(1)} M events/s in objects`,
    },
    {
      name: 'ticks / plain loop',
      ratio: ticks / loop,
      detail: `${ticks.toFixed(1)} M ticks/s, 8 stages, FIFOs`,
    },
  ];
}
