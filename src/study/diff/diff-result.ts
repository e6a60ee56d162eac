import type { ResultHeader } from '../../run/result-header.ts';

/** A value of an input; null where a side has none. */
export type InputValue = string | number | boolean | null;

/** An input that differs, by the name by which it is set where one sets it: `pes`, `workload`, `seed`. */
export interface InputChange {
  readonly field: string;
  readonly a: InputValue;
  readonly b: InputValue;
}

/** Cycles of one step that were spent for a cause; those of all causes sum to the cycles of the step. */
export interface CycleChange {
  readonly cause: string;
  readonly a: number;
  readonly b: number;
}

/** Microjoules of one step in a component; those of all components sum to the energy of the step. */
export interface EnergyChange {
  readonly component: string;
  readonly a: number;
  readonly b: number;
}

/** What a block takes of a resource; those of all blocks sum to what the design takes. */
export interface ResourceChange {
  readonly block: string;
  readonly resource: string;
  readonly a: number;
  readonly b: number;
}

/** What one side of a comparison is, and the totals that its parts sum to. */
export interface DiffedSide {
  readonly accelerator: string;
  readonly workload: string;
  readonly device: string;
  readonly technology: string;
  readonly residency: string;
  readonly configHash: string;
  readonly clockMhz: number;
  readonly cycles: number;
  readonly latencyUs: number;
  readonly energyUj: number;
  /** Totals and units of the resources, by their names in `resources`. */
  readonly resources: Readonly<Record<string, { readonly unit: string; readonly used: number }>>;
}

/** The result of `bbsim diff`: two runs, and where what differs between them went. */
export interface DiffResult extends ResultHeader {
  readonly command: 'diff';
  /** Those that differ. */
  readonly inputs: readonly InputChange[];
  /** Every cause that one of the machines has, in the order of a, then what b has alone. */
  readonly cycles: readonly CycleChange[];
  readonly energy: readonly EnergyChange[];
  /** Blocks that take something on one side at least, resource by resource. */
  readonly resources: readonly ResourceChange[];
  readonly sides: { readonly a: DiffedSide; readonly b: DiffedSide };
  /** The words for the causes, by their names. */
  readonly causeWords: Readonly<Record<string, string>>;
}
