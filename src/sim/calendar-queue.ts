import { type Cycle, LAST_CYCLE } from './cycle.ts';
import { OverflowHeap } from './overflow-heap.ts';

/**
 * Cycles from the current one on that have a slot each in the ring; later events wait in the overflow heap.
 */
export const WINDOW = 4096;

const MASK = WINDOW - 1;
const WORDS = WINDOW / 32;
const NEVER = -1;

/**
 * The pending events in the total order (cycle, push): a ring with one slot per cycle of the window, each
 * slot a circular list of nodes (`links` are the arrows); occupancy bits that find the next slot with events;
 * a heap for what lies beyond the window.
 *
 * ```
 * tails[cycle mod WINDOW] -> last node -> first node -> second node -> ... -> last node; 0 for an empty slot
 * free                    -> node -> node -> ... -> 0, the nodes not in use; node 0 stands for none
 * ```
 *
 * Invariant: events of the cycles now .. now + WINDOW - 1 are in the ring, later ones in the heap. `advance`
 * restores it before anyone can push into the cycles that came into reach, so an event from the heap precedes
 * those pushed directly, and the order is total. Nothing is allocated per event once the pool has grown to
 * the largest number of events that were pending together.
 */
export class CalendarQueue {
  private current: Cycle = 0;
  private readonly tails = new Int32Array(WINDOW);
  private readonly occupied = new Int32Array(WORDS);
  private readonly overflow = new OverflowHeap();
  private links = new Int32Array(1024);
  private handlers = new Int32Array(1024);
  private arguments = new Int32Array(1024);
  private free = 0;
  private fresh = 1;

  /** The cycle that `take` takes from and that delays count from. */
  get now(): Cycle {
    return this.current;
  }

  /**
   * Adds an event `delay` cycles from now; `handler` and `argument` are integers of 32 bits. Throws a
   * RangeError unless the delay is an integer >= 0 that ends at `LAST_CYCLE` or before.
   */
  push(delay: Cycle, handler: number, argument: number): void {
    const { current } = this;
    if (delay >>> 0 !== delay || delay > LAST_CYCLE - current) {
      const latest = LAST_CYCLE - current;
      throw new RangeError(`cycle ${current}: delay is ${delay}, expected an integer from 0 to ${latest}`);
    }
    const node = this.allocate();
    this.handlers[node] = handler;
    this.arguments[node] = argument;
    if (delay < WINDOW) this.append((current + delay) & MASK, node);
    else this.overflow.push(current + delay, node);
  }

  /**
   * Makes the cycle of the earliest event the current one and returns true; false when that lies beyond
   * `until` or no event is left.
   */
  advance(until: Cycle): boolean {
    const cycle = this.earliest();
    if (cycle === NEVER || cycle > until) return false;
    this.current = cycle;
    if (this.overflow.size > 0) this.migrate();
    return true;
  }

  /**
   * Removes the first event of the current cycle and returns its node, 0 when none is left. The node is valid
   * until the next push.
   */
  take(): number {
    const { links, tails } = this;
    const slot = this.current & MASK;
    const tail = tails[slot];
    if (tail === 0) return 0;
    const head = links[tail];
    if (head === tail) {
      tails[slot] = 0;
      this.occupied[slot >> 5] &= ~(1 << slot);
    } else {
      links[tail] = links[head];
    }
    links[head] = this.free;
    this.free = head;
    return head;
  }

  /** Handler of a node that `take` returned. */
  handlerOf(node: number): number {
    return this.handlers[node];
  }

  /** Argument of a node that `take` returned. */
  argumentOf(node: number): number {
    return this.arguments[node];
  }

  private earliest(): Cycle {
    const { current, occupied, overflow } = this;
    const slot = current & MASK;
    let word = slot >> 5;
    let bits = occupied[word] & (-1 << slot);
    for (let steps = 0; bits === 0; steps++) {
      if (steps === WORDS) return overflow.size > 0 ? overflow.earliest : NEVER;
      word = (word + 1) & (WORDS - 1);
      bits = occupied[word];
    }
    const lowest = 31 - Math.clz32(bits & -bits);
    return current + (((word << 5) + lowest - slot) & MASK);
  }

  private migrate(): void {
    const { current, overflow } = this;
    while (overflow.size > 0 && overflow.earliest - current < WINDOW) {
      const slot = overflow.earliest & MASK;
      this.append(slot, overflow.pop());
    }
  }

  private append(slot: number, node: number): void {
    const { links, tails } = this;
    const tail = tails[slot];
    if (tail === 0) {
      links[node] = node;
      this.occupied[slot >> 5] |= 1 << slot;
    } else {
      links[node] = links[tail];
      links[tail] = node;
    }
    tails[slot] = node;
  }

  private allocate(): number {
    const node = this.free;
    if (node !== 0) {
      this.free = this.links[node];
      return node;
    }
    if (this.fresh === this.links.length) this.grow();
    return this.fresh++;
  }

  private grow(): void {
    this.links = doubled(this.links);
    this.handlers = doubled(this.handlers);
    this.arguments = doubled(this.arguments);
  }
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * column.length);
  copy.set(column);
  return copy;
}
