import type { ResourceReport } from '../energy/resource-report.ts';
import { type Action, actionTable } from '../hw/accounts/actions.ts';
import { type Cause, stallCauses } from '../hw/accounts/stalls.ts';
import { AcceleratorSchema, acceleratorKinds } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { Timeline } from '../hw/sequencer/timeline.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import type { Account } from './account.ts';
import { arrayAccount } from './array-account.ts';
import { arrayFields, arrayFieldsAsBankBalanced } from './array-fields.ts';
import { decidedBy, type Stage } from './decides.ts';
import type { TargetDevice } from './device-fit.ts';
import { type Execution, executeSequence } from './execute-sequence.ts';
import { type PlacedModel, placeModel, timeLayers } from './placed-model.ts';
import type { Sequence } from './sequence.ts';

/**
 * How many weights a pattern keeps: as requested, or as many as bank-balanced over the design's banks would.
 */
export type KeptCount = 'requested' | 'as-bank-balanced';

/**
 * A machine that runs a recurrent network: how it is configured, what it makes of a stored model, and what it
 * counts. A run goes from `place` over `time` and `execute` to its result and asks nothing else.
 */
export interface Machine<Config, Placed> {
  /** The machine's name in results, which is also the name of its field in their `detail`. */
  readonly machine: 'fpgaArray';
  /** The values of a configuration's `kind` that mean this machine. */
  readonly kinds: readonly string[];
  /** Checks a configuration and fills it in. */
  readonly schema: { parse(data: unknown): Config };
  /**
   * The machine with a stored model in its memories, fitted to a device. Throws BadInput
   * for a model that it cannot hold.
   */
  place(config: Config, stored: readonly StoredLayer[], target: TargetDevice): Placed;
  /** Times one step of every layer. */
  time(placed: Placed): Timeline[];
  /**
   * Computes the values of a sequence and compares them with the references; throws Mismatch. Null
   * for a machine that is only timed.
   */
  readonly execute:
    | ((placed: Placed, stored: readonly StoredLayer[], sequence: Sequence) => Execution)
    | null;
  /** What a placed model takes of its device. */
  footprint(placed: Placed): ResourceReport;
  /** Where the machine's cycles go, and the actions that it is charged for. */
  readonly causes: readonly Cause[];
  readonly actions: readonly Action[];
  /** Accounts for one step of every layer by these causes and actions. */
  account(placed: Placed, timelines: readonly Timeline[]): Account;
  /**
   * The fields of a configuration that decide a stage of a run: everything but a named list. Digests, sharing
   * keys and caches use it. `keep` says what decides how many weights are kept, beside the sparsity: the
   * pattern, or the banks that the design would have.
   */
  decides(config: Config, stage: Stage, keep?: KeptCount): Readonly<Record<string, unknown>>;
}

/** The FPGA array: PEs with banked vector buffers, a sequencer and an element-wise unit. */
const fpgaArray: Machine<AcceleratorConfig, PlacedModel> = {
  machine: 'fpgaArray',
  kinds: acceleratorKinds,
  schema: AcceleratorSchema,
  place: placeModel,
  time: timeLayers,
  execute: executeSequence,
  footprint: ({ fit }) => fit.resources,
  causes: stallCauses,
  actions: actionTable,
  account: arrayAccount,
  decides: (config, stage, keep = 'requested') =>
    decidedBy(config, stage, keep === 'requested' ? arrayFields : arrayFieldsAsBankBalanced),
};

/** Every machine: a new one has a row here. */
export const machines: readonly Machine<AcceleratorConfig, PlacedModel>[] = [fpgaArray];

/** The machine that a configuration is for. Throws a RangeError for a kind that no machine has. */
export function machineOf({
  kind,
}: Pick<AcceleratorConfig, 'kind'>): Machine<AcceleratorConfig, PlacedModel> {
  const found = machines.find(({ kinds }) => kinds.includes(kind));
  if (found === undefined) throw new RangeError(`no machine has the kind ${kind}`);
  return found;
}
