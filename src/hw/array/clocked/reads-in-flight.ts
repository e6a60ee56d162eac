import type { Clock, Cycle } from '../../../sim/cycle.ts';
import type { BeatPart } from '../packed-beats.ts';
import type { Bank } from './bank.ts';
import { BUBBLE } from './register-chain.ts';

/** Where a word goes, the weight that it is multiplied by, and the row of its entry. */
export interface ReadEntry {
  readonly place: number;
  readonly weight: number;
  readonly row: number;
}

/**
 * What comes from the banks in a cycle: `count` words, each with its bank and port, and its entry; and what
 * was closed with them, a slot of beats or a part of one (BUBBLE: nothing was).
 */
export interface ReadsDue {
  dueAt: Cycle;
  count: number;
  readonly places: Uint32Array;
  readonly banks: Uint16Array;
  readonly ports: Uint8Array;
  readonly weights: Int16Array;
  readonly rows: Int32Array;
  ends: number;
  slot: number;
  part: BeatPart | null;
}

/**
 * The reads of a PE between S1 and S2: a word is at the output of its bank `latency` cycles after its address
 * was presented, and what S1 knows of its entry travels beside it. Contents are kept by the cycle they are
 * for, so it does not matter whether S1 or S2 acts first within a cycle. docs/timing.md section 3.
 */
export class ReadsInFlight {
  private readonly clock: Clock;
  private readonly banks: readonly Bank[];
  private readonly latency: Cycle;
  private readonly ring: readonly ReadsDue[];

  /** Of banks that serve at most `most` reads in a cycle. */
  constructor(clock: Clock, banks: readonly Bank[], latency: Cycle, most: number) {
    this.clock = clock;
    this.banks = banks;
    this.latency = latency;
    this.ring = Array.from({ length: latency + 1 }, () => nothingDue(most));
  }

  /** S1: a bank reads its word `word` for an entry. Throws what the bank throws. */
  read(bank: number, word: number, { place, weight, row }: ReadEntry): void {
    const due = this.dueIn(this.clock.now + this.latency);
    const at = due.count++;
    due.places[at] = place;
    due.banks[at] = bank;
    due.ports[at] = this.banks[bank].read(word);
    due.weights[at] = weight;
    due.rows[at] = row;
  }

  /** S1: what goes on in this cycle, with what is read in it. */
  close(ends: number, slot = 0, part: BeatPart | null = null): void {
    const due = this.dueIn(this.clock.now + this.latency);
    due.ends = ends;
    due.slot = slot;
    due.part = part;
  }

  /** S2: what is at the outputs of the banks in this cycle. */
  due(): ReadsDue {
    return this.dueIn(this.clock.now);
  }

  /** The word of read `at` of those that are due. */
  word(due: ReadsDue, at: number): number {
    return this.banks[due.banks[at]].output(due.ports[at]);
  }

  /** What is due in a cycle; a place that still holds an earlier cycle's is emptied first. */
  private dueIn(cycle: Cycle): ReadsDue {
    const due = this.ring[cycle % this.ring.length];
    if (due.dueAt !== cycle) {
      due.dueAt = cycle;
      due.count = 0;
      due.ends = BUBBLE;
    }
    return due;
  }
}

function nothingDue(most: number): ReadsDue {
  return {
    dueAt: -1,
    count: 0,
    places: new Uint32Array(most),
    banks: new Uint16Array(most),
    ports: new Uint8Array(most),
    weights: new Int16Array(most),
    rows: new Int32Array(most),
    ends: BUBBLE,
    slot: 0,
    part: null,
  };
}
