import type { CountedAction } from '../hw/accounts/actions.ts';
import type { Cause } from '../hw/accounts/stalls.ts';

/** One step of one layer, or of one pass of it, accounted for in the words of its machine. */
export interface LayerAccount {
  /** Cycles of the step, and by the names of the phases. */
  readonly cycles: Readonly<Record<string, number>> & { readonly total: number };
  /** Cycles by the names of the causes; they sum to the total. */
  readonly stalls: Readonly<Record<string, number>>;
  readonly actions: readonly CountedAction[];
}

/**
 * What the units of a machine that work side by side did in one step of all layers: PEs, or multiprocessors.
 */
export interface UnitAccount {
  readonly busyCycles: number[];
  readonly imbalanceCycles: number[];
  readonly waitingCycles: number[];
  /** Busy cycles of all units over units x cycles of the step: waits and empty rows are busy. */
  readonly occupancy: number;
  readonly loadImbalance: number;
  readonly conflictCycles: number;
}

/**
 * A step of every layer as a machine accounts for it: with its own tables of phases, causes and actions, so
 * that results, energy, charts and explanations need no words of any machine.
 */
export interface Account {
  readonly phases: readonly Cause[];
  readonly causes: readonly Cause[];
  readonly layers: readonly LayerAccount[];
  /** Those that run at the same time, by their place in `layers`: rounds follow one another. */
  readonly rounds: readonly (readonly number[])[];
  readonly units: UnitAccount;
  /** Multipliers of all units together. */
  readonly multipliers: number;
}
