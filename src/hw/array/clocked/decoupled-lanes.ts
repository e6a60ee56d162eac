import { bankOf } from '../../../bbs/bank-address.ts';
import type { BeatMatrix } from '../beat-matrix.ts';
import type { RowOrder } from '../row-order.ts';

/** A word of a lane's weight memory: the entry, and the local row that it belongs to. */
export interface LaneWord {
  readonly entry: number;
  readonly row: number;
}

/** The weight memories of the lanes of a PE: what each reads, in the order of its addresses. */
export function laneWords(
  { entryStart, addresses, lanes }: BeatMatrix,
  { start, rows }: RowOrder,
  pe: number,
): readonly (readonly LaneWord[])[] {
  const words: LaneWord[][] = Array.from({ length: lanes }, () => []);
  rows.subarray(start[pe], start[pe + 1]).forEach((row, q) => {
    for (let entry = entryStart[row]; entry < entryStart[row + 1]; entry++)
      words[bankOf(lanes, addresses[entry])].push({ entry, row: q });
  });
  return words;
}

/** What a lane reads in a cycle. */
export interface LaneRead extends LaneWord {
  readonly lane: number;
}

/** What S1 did in a cycle: what lanes read, and the local row that leaves, or -1. */
export interface LanesInCycle {
  readonly reads: readonly LaneRead[];
  readonly leaves: number;
}

/**
 * The address counters of the lanes of a PE, and the order in which its rows leave. In each cycle a lane
 * takes its next word if it belongs to one of the R rows that come next; the first of them leaves when no
 * lane has words of it left. docs/timing.md section 3, decoupled lanes.
 */
export class LaneCounters {
  private readonly words: readonly (readonly LaneWord[])[];
  private readonly rowsApart: number;
  private readonly next: Uint32Array;
  private left = 0;
  private readonly rows: number;

  /** Counters of lanes with these words, for a PE with `rows` rows. */
  constructor(words: readonly (readonly LaneWord[])[], rowsApart: number, rows: number) {
    this.words = words;
    this.rowsApart = rowsApart;
    this.rows = rows;
    this.next = new Uint32Array(words.length);
  }

  /** The local row that leaves next. */
  get oldest(): number {
    return this.left;
  }

  /** Whether rows are left. */
  get isBusy(): boolean {
    return this.left < this.rows;
  }

  /** The lanes that have words left of the row that leaves next. */
  get pending(): readonly number[] {
    return Array.from(this.words.keys()).filter((lane) => this.head(lane)?.row === this.left);
  }

  /** A cycle of S1. */
  clock(): LanesInCycle {
    const reads: LaneRead[] = [];
    for (let lane = 0; lane < this.words.length; lane++) {
      const word = this.head(lane);
      if (!word || word.row >= this.left + this.rowsApart) continue;
      reads.push({ ...word, lane });
      this.next[lane]++;
    }
    return { reads, leaves: this.pending.length === 0 ? this.left++ : -1 };
  }

  private head(lane: number): LaneWord | undefined {
    return this.words[lane][this.next[lane]];
  }
}
