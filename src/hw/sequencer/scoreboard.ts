import type { Slice } from '../../lstm/program/program.ts';
import type { InstructionCost } from './instruction-cost.ts';
import { type Operands, shareElements } from './operands.ts';
import type { Unit } from './timeline.ts';

/** Elements that an issued instruction reads, until its unit is released. */
interface Read {
  readonly slice: Slice;
  readonly releasedAt: number;
}

/** Elements that an issued instruction writes: when the write lands, and from when a consumer may issue. */
interface Write {
  readonly slice: Slice;
  readonly writtenAt: number;
  readonly readableFrom: number;
}

/** What was issued on one vector. */
interface Accesses {
  readonly reads: Read[];
  readonly writes: Write[];
}

/**
 * The scoreboard of the controller: which unit is busy until when, which elements are still read or
 * not yet written. Questions change nothing; `issue` insists. Rules (a) to (e) of docs/timing.md
 * section 5, hazards per element range.
 */
export class Scoreboard {
  private readonly hasChaining: boolean;
  private readonly vectors: (Accesses | undefined)[] = [];
  private readonly freeAt: Record<Unit, number> = { load: 0, spmv: 0, ewop: 0 };
  private lastIssue = 0;

  constructor(hasChaining: boolean) {
    this.hasChaining = hasChaining;
  }

  /** The first cycle in which an instruction may issue, after everything issued so far. */
  earliestIssue({ reads, writes }: Operands, { unit }: InstructionCost): number {
    let earliest = Math.max(this.lastIssue + 1, this.freeAt[unit]);
    for (const slice of reads) {
      const accesses = this.vectors[slice.vector];
      if (accesses) earliest = afterWrites(accesses.writes, slice, earliest);
    }
    for (const slice of writes) {
      const accesses = this.vectors[slice.vector];
      if (accesses) earliest = afterAccesses(accesses, slice, earliest);
    }
    return earliest;
  }

  /**
   * Records an issue in cycle `cycle` and returns the cycle in which its result is written.
   * Throws when a rule forbids it.
   */
  issue(operands: Operands, cost: InstructionCost, cycle: number): number {
    const earliest = this.earliestIssue(operands, cost);
    if (cycle < earliest) throw new Error(`issue refused in cycle ${cycle}: blocked until ${earliest}`);
    const { unit, occupancy, latency } = cost;
    const releasedAt = cycle + occupancy;
    const writtenAt = releasedAt + latency;
    // Rule (c), relaxed by chaining for element-wise producers.
    const readableFrom = (this.hasChaining && unit === 'ewop' ? cycle + latency : writtenAt) + 1;
    this.lastIssue = cycle;
    this.freeAt[unit] = releasedAt;
    for (const slice of operands.reads) this.accessesOf(slice).reads.push({ slice, releasedAt });
    for (const slice of operands.writes)
      this.accessesOf(slice).writes.push({ slice, writtenAt, readableFrom });
    return writtenAt;
  }

  private accessesOf({ vector }: Slice): Accesses {
    const known = this.vectors[vector];
    if (known) return known;
    const fresh: Accesses = { reads: [], writes: [] };
    this.vectors[vector] = fresh;
    return fresh;
  }
}

/** Read after write. */
function afterWrites(writes: readonly Write[], slice: Slice, earliest: number): number {
  let cycle = earliest;
  for (let i = 0; i < writes.length; i++) {
    if (writes[i].readableFrom > cycle && shareElements(writes[i].slice, slice))
      cycle = writes[i].readableFrom;
  }
  return cycle;
}

/** Write after read and write after write. */
function afterAccesses({ reads, writes }: Accesses, slice: Slice, earliest: number): number {
  let cycle = earliest;
  for (let i = 0; i < reads.length; i++) {
    if (reads[i].releasedAt > cycle && shareElements(reads[i].slice, slice)) cycle = reads[i].releasedAt;
  }
  for (let i = 0; i < writes.length; i++) {
    if (writes[i].writtenAt >= cycle && shareElements(writes[i].slice, slice))
      cycle = writes[i].writtenAt + 1;
  }
  return cycle;
}
