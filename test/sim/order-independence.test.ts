import { describe, expect, it } from 'vitest';
import { Fifo } from '../../src/sim/fifo.ts';
import { Kernel } from '../../src/sim/kernel.ts';
import { Pipeline } from '../../src/sim/pipeline.ts';
import { Ticker } from '../../src/sim/ticker.ts';

const WORDS = 60;

/** What one run of the chain shows to the outside. */
interface Outcome {
  readonly cycles: number;
  /** The words that reached the sink, as [cycle, word]. */
  readonly arrivals: readonly [number, number][];
  /** Per component: number of ticks, and the cycles in which it made progress. */
  readonly ticks: readonly number[];
  readonly progress: readonly (readonly number[])[];
}

/**
 * source -> a -> decode -> b -> scale -> c -> multiply -> d -> sink, and credits from the sink back to the
 * source. Every part stalls now and then: for want of credits, for words that take longer, for a multiplier
 * that takes one word at a time, for a sink that rests in every fifth cycle.
 */
class Chain {
  readonly kernel = new Kernel();
  readonly arrivals: [number, number][] = [];
  readonly ticks = [0, 0, 0, 0, 0];
  readonly progress: number[][] = [[], [], [], [], []];
  readonly tickers: Ticker[] = [];
  private readonly a = new Fifo(this.kernel, 'a', 2);
  private readonly b = new Fifo(this.kernel, 'b', 1);
  private readonly c = new Fifo(this.kernel, 'c', 3);
  private readonly d = new Fifo(this.kernel, 'd', 2);
  private readonly credits = new Fifo(this.kernel, 'credits', 2);

  constructor(order: readonly number[]) {
    const builders = [
      () => this.source(),
      () => this.decode(),
      () => this.scale(),
      () => this.multiply(),
      () => this.sink(),
    ];
    for (const part of order) this.tickers[part] = builders[part]();
  }

  private ticker(part: number, input: Fifo, output: Fifo, tick: () => boolean): Ticker {
    const ticker = new Ticker(this.kernel, () => {
      this.ticks[part]++;
      const moved = tick();
      if (moved) this.progress[part].push(this.kernel.now);
      return moved;
    });
    input.wakeOnPush(ticker);
    output.wakeOnPop(ticker);
    return ticker;
  }

  private source(): Ticker {
    const { a, credits } = this;
    let next = 0;
    let owed = 7;
    return this.ticker(0, credits, a, () => {
      const earned = credits.canPop;
      if (earned) owed += credits.pop();
      const sends = owed > 0 && next < WORDS && a.canPush;
      if (sends) {
        a.push(next++);
        owed--;
      }
      return earned || sends;
    });
  }

  private decode(): Ticker {
    const { a, b } = this;
    return this.ticker(1, a, b, () => {
      if (!a.canPop || !b.canPush) return false;
      b.push(a.pop());
      return true;
    });
  }

  private scale(): Ticker {
    const { b, c } = this;
    let word = 0;
    let left = -1;
    return this.ticker(2, b, c, () => {
      if (left > 0) left--;
      else if (left === 0 && c.canPush) {
        c.push(3 * word);
        left = -1;
      } else if (left < 0 && b.canPop) {
        word = b.pop();
        left = word % 4 === 3 ? 5 : 0;
      } else return false;
      return true;
    });
  }

  private multiply(): Ticker {
    const { c, d, kernel } = this;
    let doneAt = 0;
    const multiplier = new Pipeline(kernel, { name: 'multiplier', latency: 2, interval: 1 }, (word) => {
      d.push(word);
      ticker.wake();
    });
    const ticker = this.ticker(3, c, d, () => {
      if (kernel.now <= doneAt || !c.canPop || !d.canPush) return false;
      doneAt = multiplier.issue(c.pop() * 7);
      return true;
    });
    return ticker;
  }

  private sink(): Ticker {
    const { d, credits, kernel } = this;
    return this.ticker(4, d, credits, () => {
      if (!d.canPop || !credits.canPush) return false;
      if (kernel.now % 5 === 0) return true;
      this.arrivals.push([kernel.now, d.pop()]);
      credits.push(1);
      return true;
    });
  }
}

function run(order: readonly number[]): Outcome {
  const chain = new Chain(order);
  for (const part of order) chain.tickers[part].wake();
  const { kernel, arrivals, ticks, progress } = chain;
  return { cycles: kernel.run(), arrivals, ticks, progress };
}

/** The same chain without sleep: every part ticks in every cycle. */
function runAwake(order: readonly number[], cycles: number): Outcome {
  const chain = new Chain(order);
  const wakeAll = chain.kernel.on(() => {
    for (const part of order) chain.tickers[part].wake();
  });
  for (let cycle = 0; cycle < cycles; cycle++) chain.kernel.after(cycle, wakeAll);
  const { kernel, arrivals, ticks, progress } = chain;
  return { cycles: kernel.run(), arrivals, ticks, progress };
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

describe('a chain of five components and five FIFOs', () => {
  const reference = run([0, 1, 2, 3, 4]);

  it('delivers every word once, in order', () => {
    expect(reference.arrivals.map(([, word]) => word)).toEqual(
      Array.from({ length: WORDS }, (_, index) => 21 * index),
    );
  });

  it('does not depend on the order in which the components are built and tick', () => {
    const orders = permutations([0, 1, 2, 3, 4]);
    expect(orders).toHaveLength(120);
    for (const order of orders) expect(run(order), `order ${order}`).toEqual(reference);
  });

  it('takes the same cycles as when no component ever sleeps, with fewer ticks', () => {
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
    ]) {
      const awake = runAwake(order, reference.cycles);
      expect(awake.arrivals).toEqual(reference.arrivals);
      expect(awake.progress).toEqual(reference.progress);
      for (const part of order) {
        expect(awake.ticks[part]).toBe(reference.cycles);
        expect(reference.ticks[part]).toBeLessThan(reference.cycles);
      }
    }
  });
});
