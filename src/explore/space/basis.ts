import type { KeptCounts } from '../../run/kept-targets.ts';
import type { FileBytes, WeightsChoice } from '../../run/load-model.ts';
import type { Platform } from '../../run/platform.ts';
import type { Value } from '../store/record.ts';

/** An accelerator of a sweep before the axes are applied: the data of its file, changes included. */
export interface AcceleratorBase {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Whether its own file (no preset) or the specification names its clock. */
  readonly clockIsNamed: boolean;
}

/** A workload of a sweep before the axes are applied. */
export interface WorkloadBase {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Null: seeded weights. */
  readonly weights: {
    readonly file: FileBytes;
    readonly choice: WeightsChoice;
    /** What the file contributes to a hash. */
    readonly inputs: unknown;
    /** The layers that the file was checked against. */
    readonly layers: unknown;
  } | null;
  /** False: the weights are taken as they are. */
  readonly prunes: boolean;
}

/** What all points of a sweep have in common, as plain data that any worker can be given. */
export interface SweepBasis {
  readonly accelerators: readonly AcceleratorBase[];
  readonly workloads: readonly WorkloadBase[];
  /** The paths of the axes' fields, in the order of a point's values. */
  readonly fields: readonly string[];
  /**
   * The devices and technologies that points may name, as they were when the sweep was read:
   * files may change while it runs.
   */
  readonly devices: Readonly<Record<string, Platform['device']>>;
  readonly technologies: Readonly<Record<string, Platform['technology']>>;
  readonly costs: Platform['costs'];
  readonly keep: KeptCounts;
  readonly hasValues: boolean;
  /** Conditions that a design must meet to be simulated, as they were written. */
  readonly constraints: readonly string[];
}

/**
 * One point of a sweep before it is known what it stands for: which accelerator, workload and seed,
 * and a value for every axis field.
 */
export interface SweepPoint {
  /** Number of the point in its sweep. */
  readonly index: number;
  readonly accelerator: number;
  readonly workload: number;
  readonly seed: string;
  readonly values: readonly Value[];
}
