import type { Instruction } from '../../lstm/program/program.ts';
import type { SpmvJob } from '../array/spmv-unit.ts';

/** The units that instructions occupy. docs/timing.md section 5. */
export type Unit = 'load' | 'spmv' | 'ewop';

/**
 * One instruction as it ran: issued in cycle `issuedAt`, its unit occupied in cycles issuedAt .. issuedAt +
 * occupancy - 1, its result written in cycle `writtenAt`. Cycles count from the step's start pulse (cycle 0).
 */
export interface Issued {
  readonly instruction: Instruction;
  readonly unit: Unit;
  readonly issuedAt: number;
  readonly occupancy: number;
  readonly writtenAt: number;
  /** What the SpMV unit did, for an SPMV. */
  readonly job: SpmvJob | null;
}

/** One step of one layer as it ran: it takes `cycles` cycles, 1 .. cycles. */
export interface Timeline {
  readonly cycles: number;
  readonly issued: readonly Issued[];
}
