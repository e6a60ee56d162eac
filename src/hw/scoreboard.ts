import type { Slice } from '../lstm/program.ts';
import type { InstructionCost } from './instruction-cost.ts';
import type { Operands } from './operands.ts';
import type { Unit } from './timeline.ts';

/** An instruction that was issued, as the hazard rules see it. */
interface Access {
  readonly reads: readonly Slice[];
  readonly writes: readonly Slice[];
  readonly issuedAt: number;
  readonly releasedAt: number;
  readonly writtenAt: number;
  /** First cycle in which a chained consumer may issue; Infinity when this producer does not chain. */
  readonly chainedFrom: number;
}

/**
 * The scoreboard of the controller: which unit is busy until when, which elements are still read or not yet written. Questions change
 * nothing; `issue` insists. Rules (a) to (e) of docs/timing.md section 5, hazards per element range.
 */
export class Scoreboard {
  private readonly hasChaining: boolean;
  private readonly accesses: Access[] = [];
  private readonly freeAt: Record<Unit, number> = { load: 0, spmv: 0, ewop: 0 };
  private lastIssue = 0;

  constructor(hasChaining: boolean) {
    this.hasChaining = hasChaining;
  }

  /** The first cycle in which an instruction may issue, after everything issued so far. */
  earliestIssue({ reads, writes }: Operands, { unit }: InstructionCost): number {
    let earliest = Math.max(this.lastIssue + 1, this.freeAt[unit]);
    for (const access of this.accesses) {
      if (overlapAny(access.writes, reads)) earliest = Math.max(earliest, this.readableFrom(access));
      if (overlapAny(access.reads, writes)) earliest = Math.max(earliest, access.releasedAt);
      if (overlapAny(access.writes, writes)) earliest = Math.max(earliest, access.writtenAt + 1);
    }
    return earliest;
  }

  /** Records an issue in cycle `cycle` and returns the cycle in which its result is written. Throws when a rule forbids it. */
  issue(operands: Operands, cost: InstructionCost, cycle: number): number {
    const earliest = this.earliestIssue(operands, cost);
    if (cycle < earliest) throw new Error(`issue refused in cycle ${cycle}: blocked until ${earliest}`);
    const { unit, occupancy, latency } = cost;
    const writtenAt = cycle + occupancy + latency;
    this.lastIssue = cycle;
    this.freeAt[unit] = cycle + occupancy;
    this.accesses.push({
      ...operands,
      issuedAt: cycle,
      releasedAt: cycle + occupancy,
      writtenAt,
      chainedFrom: unit === 'ewop' ? cycle + latency + 1 : Number.POSITIVE_INFINITY,
    });
    return writtenAt;
  }

  /** Rule (c), relaxed by chaining for element-wise producers. */
  private readableFrom({ chainedFrom, writtenAt }: Access): number {
    return this.hasChaining ? Math.min(chainedFrom, writtenAt + 1) : writtenAt + 1;
  }
}

function overlapAny(some: readonly Slice[], others: readonly Slice[]): boolean {
  for (const a of some) {
    for (const b of others) {
      if (a.vector === b.vector && a.from < b.from + b.length && b.from < a.from + a.length) return true;
    }
  }
  return false;
}
