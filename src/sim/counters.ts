import { checkInteger } from './cycle.ts';

/**
 * Event counts of a run as named slots of one Float64Array (exact up to 2^53). Slots are looked up by name at
 * build time and counted by number at run time: `values[macs] += banks`. The array never moves, so a block
 * may keep it before all slots exist.
 */
export class Counters {
  readonly values: Float64Array;
  private readonly slots = new Map<string, number>();

  /** Room for `capacity` names, all counts 0. Throws a RangeError unless the capacity is an integer >= 1. */
  constructor(capacity = 1024) {
    checkInteger('counters: capacity', capacity, 1);
    this.values = new Float64Array(capacity);
  }

  /**
   * The slot of a counter. The same name gives the same slot, so all PEs of an array may count in one place.
   * Throws a RangeError for an empty name or when all slots are taken.
   */
  slot(name: string): number {
    const known = this.slots.get(name);
    if (known !== undefined) return known;
    const slot = this.slots.size;
    if (name === '') throw new RangeError('counters: a counter needs a name');
    if (slot === this.values.length)
      throw new RangeError(`counters: no slot left for ${name} (${slot} taken)`);
    this.slots.set(name, slot);
    return slot;
  }

  /** The counts by name, in the order in which the names were introduced. */
  toRecord(): Record<string, number> {
    return Object.fromEntries([...this.slots].map(([name, slot]) => [name, this.values[slot]]));
  }
}
