import type { Cycle } from './cycle.ts';

/**
 * A binary min-heap of integers of 32 bits, ordered by (cycle, push): among equal cycles the first in is the
 * first out. It holds the events beyond the window of the calendar queue. One typed array per column, doubled
 * when full, so a push allocates nothing in steady state.
 */
export class OverflowHeap {
  private used = 0;
  private pushes = 0;
  private cycles = new Int32Array(64);
  private sequences = new Float64Array(64);
  private items = new Int32Array(64);

  /** Number of items. */
  get size(): number {
    return this.used;
  }

  /** Cycle of the earliest item; meaningless while `size` is 0. */
  get earliest(): Cycle {
    return this.cycles[0];
  }

  /** Adds an item for a cycle. */
  push(cycle: Cycle, item: number): void {
    if (this.used === this.items.length) this.grow();
    const at = this.rise(this.used++, cycle);
    this.put(at, cycle, this.pushes++, item);
  }

  /** Removes and returns the earliest item; throws an Error when there is none. */
  pop(): number {
    if (this.used === 0) throw new Error('overflow heap: pop from an empty heap');
    const item = this.items[0];
    const last = --this.used;
    const cycle = this.cycles[last];
    const sequence = this.sequences[last];
    this.put(this.sink(cycle, sequence), cycle, sequence, this.items[last]);
    return item;
  }

  /**
   * Moves the hole `at` up to where `cycle` fits. A newcomer never passes an equal, since its sequence is the
   * highest.
   */
  private rise(at: number, cycle: Cycle): number {
    let hole = at;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.cycles[parent] <= cycle) break;
      this.move(parent, hole);
      hole = parent;
    }
    return hole;
  }

  /** Moves the hole at the root down to where (`cycle`, `sequence`) fits. */
  private sink(cycle: Cycle, sequence: number): number {
    let hole = 0;
    for (let child = 1; child < this.used; child = 2 * hole + 1) {
      if (child + 1 < this.used && this.precedes(child + 1, this.cycles[child], this.sequences[child]))
        child++;
      if (!this.precedes(child, cycle, sequence)) break;
      this.move(child, hole);
      hole = child;
    }
    return hole;
  }

  private precedes(at: number, cycle: Cycle, sequence: number): boolean {
    const difference = this.cycles[at] - cycle;
    return difference < 0 || (difference === 0 && this.sequences[at] < sequence);
  }

  private move(from: number, to: number): void {
    this.put(to, this.cycles[from], this.sequences[from], this.items[from]);
  }

  private put(at: number, cycle: Cycle, sequence: number, item: number): void {
    this.cycles[at] = cycle;
    this.sequences[at] = sequence;
    this.items[at] = item;
  }

  private grow(): void {
    const { cycles, sequences, items } = this;
    const capacity = 2 * items.length;
    this.cycles = new Int32Array(capacity);
    this.sequences = new Float64Array(capacity);
    this.items = new Int32Array(capacity);
    this.cycles.set(cycles);
    this.sequences.set(sequences);
    this.items.set(items);
  }
}
