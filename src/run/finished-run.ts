import type { Device } from '../energy/device.ts';
import type { ResourceCosts } from '../energy/resource-costs.ts';
import type { Technology } from '../energy/technology.ts';
import type { Timeline } from '../hw/sequencer/timeline.ts';
import type { Execution } from './execute-sequence.ts';
import type { PlacedModel } from './placed-model.ts';
import type { PreparedModel } from './prepared-model.ts';
import type { Sequence } from './sequence.ts';

/** A model that ran on an accelerator: all that a result is made from. */
export interface FinishedRun {
  readonly design: PlacedModel;
  readonly prepared: PreparedModel;
  /** What of it is computed: all, or a sub-model of nested ones. */
  readonly used: PreparedModel;
  readonly timelines: readonly Timeline[];
  readonly steps: number;
  /** What the run was driven with and what came out; null when no values were computed. */
  readonly values: { readonly sequence: Sequence; readonly execution: Execution } | null;
  readonly technology: Technology;
  readonly device: Device;
  readonly costs: ResourceCosts;
}
