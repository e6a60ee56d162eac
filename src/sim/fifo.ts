import { type Clock, type Cycle, checkInteger, isInt32 } from './cycle.ts';
import type { Wakeable } from './ticker.ts';

/**
 * A bounded FIFO of integers of 32 bits with registered flags, as in RTL: a word can be popped from the cycle
 * after its push, a slot can be refilled from the cycle after its pop, and each port moves one word per
 * cycle. Both sides see the state at the start of the cycle, so it does not matter which of them acts first.
 * Two slots sustain one word per cycle, one slot every other cycle.
 */
export class Fifo {
  readonly name: string;
  readonly capacity: number;
  private readonly clock: Clock;
  private readonly words: Int32Array;
  private head = 0;
  private used = 0;
  private pushedAt: Cycle = -1;
  private poppedAt: Cycle = -1;
  private producer: Wakeable | null = null;
  private consumer: Wakeable | null = null;

  /** An empty FIFO of `capacity` words. Throws a RangeError unless the capacity is an integer >= 1. */
  constructor(clock: Clock, name: string, capacity: number) {
    checkInteger(`${name}: capacity`, capacity, 1);
    this.clock = clock;
    this.name = name;
    this.capacity = capacity;
    this.words = new Int32Array(capacity);
  }

  /**
   * Words stored at the start of this cycle; what is pushed and popped in this cycle counts from the next one
   * on.
   */
  get size(): number {
    const { now } = this.clock;
    return this.used - Number(this.pushedAt === now) + Number(this.poppedAt === now);
  }

  /** Whether a word may be pushed in this cycle. */
  get canPush(): boolean {
    return this.pushedAt !== this.clock.now && this.size < this.capacity;
  }

  /** Whether a word may be popped in this cycle. */
  get canPop(): boolean {
    return this.poppedAt !== this.clock.now && this.size > 0;
  }

  /**
   * Stores a word and wakes the consumer. Throws an Error unless `canPush`, a RangeError unless the word is
   * an integer of 32 bits.
   */
  push(word: number): void {
    if (!this.canPush) this.refuse('push');
    if (!isInt32(word)) throw new RangeError(`${this.name}: word is ${word}, expected an integer of 32 bits`);
    const { capacity } = this;
    const tail = this.head + this.used;
    this.words[tail < capacity ? tail : tail - capacity] = word;
    this.used++;
    this.pushedAt = this.clock.now;
    this.consumer?.wake();
  }

  /** Removes and returns the oldest word and wakes the producer. Throws an Error unless `canPop`. */
  pop(): number {
    const word = this.peek();
    this.head = this.head + 1 < this.capacity ? this.head + 1 : 0;
    this.used--;
    this.poppedAt = this.clock.now;
    this.producer?.wake();
    return word;
  }

  /** The oldest word, which stays. Throws an Error unless `canPop`. */
  peek(): number {
    if (!this.canPop) this.refuse('pop');
    return this.words[this.head];
  }

  /**
   * Connects the component that pops, to be woken by every push. Throws an Error when there is one already.
   */
  wakeOnPush(consumer: Wakeable): void {
    if (this.consumer !== null) throw new Error(`${this.name}: the consumer is already connected`);
    this.consumer = consumer;
  }

  /**
   * Connects the component that pushes, to be woken by every pop. Throws an Error when there is one already.
   */
  wakeOnPop(producer: Wakeable): void {
    if (this.producer !== null) throw new Error(`${this.name}: the producer is already connected`);
    this.producer = producer;
  }

  private refuse(port: 'push' | 'pop'): never {
    const { now } = this.clock;
    const moved = now === (port === 'push' ? this.pushedAt : this.poppedAt);
    const why = moved
      ? 'one word per cycle and port'
      : `${this.size}/${this.capacity} words at the start of the cycle`;
    throw new Error(`${this.name}: ${port} refused in cycle ${now} (${why})`);
  }
}
