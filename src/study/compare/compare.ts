import { version } from '../../config/version.ts';
import { kindOf } from '../../hw/array/kinds/index.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { configHash } from '../../num/digest.ts';
import type { NumberFormat } from '../../num/fixed.ts';
import { bankWaitsOf } from '../../run/array-account.ts';
import { machineOf } from '../../run/machines.ts';
import type { Platform } from '../../run/platform.ts';
import { PrepareCache } from '../../run/prepare-cache.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import type { CompareResult, RunResult } from '../../run/result.ts';
import { headerOf } from '../../run/result-header.ts';
import { type RunIdentity, resultOf } from '../../run/result-of.ts';
import { runHash } from '../../run/run-digest.ts';
import type { Sequence } from '../../run/sequence.ts';
import { simulate } from '../../run/simulate.ts';
import { type ComparedModel, fastestBaselines, fastestOn } from './baseline-designs.ts';
import { deviceOf } from './budget.ts';
import { bankBalancedReference, prepareEqual, sameResidency } from './equal-kept.ts';
import { savingsOf } from './savings.ts';
import { sweepSparsity } from './sparsity-sweep.ts';

/** What is compared: accelerators on one model, each pruned by its own pattern. */
export interface CompareRequest {
  readonly platforms: readonly Platform[];
  readonly model: LstmModel;
  readonly workload: string;
  /** What the workload's file says of its date. */
  readonly workloadDate?: string | undefined;
  readonly sparsity: number;
  /**
   * What the designs have in common: the number of kept weights, the sparsity asked for, or, beside the
   * weights, the area: each the fastest of its kind within what the first one takes. Default: kept.
   */
  readonly equal?: CompareResult['equal'];
  readonly seed: string;
  /** Makes the inputs and the state in a number format. */
  readonly sequence: (format: NumberFormat) => Sequence;
  /** What decides the inputs beside the seed, for the hash. */
  readonly inputs: unknown;
  /** Requested sparsities of the latency chart; empty: none. */
  readonly sweep: readonly number[];
  /** Called with the label of each row before it is simulated. */
  readonly onProgress: (label: string) => void;
}

/** One accelerator of a comparison, before its speed-up is known. */
interface Row {
  readonly label: string;
  readonly run: RunResult;
}

/**
 * Compares accelerators. Designs that do not fit their device stay in the table, marked with what overflows;
 * for every family of baselines the fastest design that fits the same device is added, so that both questions
 * are answered: same array, and same device. At equal area there is nothing to add, and a design of which
 * nothing fits is left out. Throws Mismatch when any design computes a wrong bit.
 */
export function compare(comparison: CompareRequest): CompareResult {
  const { platforms, sparsity, onProgress } = comparison;
  const cache = new PrepareCache(comparison.model);
  const reference = bankBalancedReference(cache, platforms, sparsity);
  const equal = comparison.equal === 'requested' ? 'requested' : 'kept';
  const compared: ComparedModel = { platforms, cache, reference, sparsity, equal };
  const { designs, leftOut } =
    comparison.equal === 'area'
      ? inEqualArea(comparison, compared)
      : { designs: [...platforms], leftOut: [] };
  const rowsOf = (some: readonly Platform[]) =>
    sameResidency([...designs, ...some], reference)
      .slice(-some.length)
      .map((platform) => {
        onProgress(platform.name);
        const prepared = prepareEqual(cache, platform, reference, sparsity, equal);
        return compareOne(comparison, platform, prepared);
      });
  const rows = rowsOf(designs);
  if (comparison.equal !== 'area') {
    const runs = rows.map(({ run }) => run);
    const added = fastestBaselines(compared, runs);
    if (added.length > 0) rows.push(...rowsOf(added));
    designs.push(...added);
  }
  const sweep = sweepSparsity({ ...comparison, platforms: designs, equal });
  return compareResult(comparison, rows, leftOut, sweep);
}

/** The first design, and the fastest of every other kind within what it takes of its device. */
function inEqualArea({ platforms, onProgress }: CompareRequest, compared: ComparedModel) {
  const [placed] = sameResidency(platforms, compared.reference);
  const prepared = prepareEqual(
    compared.cache,
    placed,
    compared.reference,
    compared.sparsity,
    compared.equal,
  );
  const { footprint, place } = machineOf(placed.config);
  const used = footprint(place(placed.config, prepared.layers, placed));
  const device = deviceOf(placed.name, placed.device, used);
  const [first, ...others] = platforms;
  const found = others.map((platform) => {
    onProgress(`${platform.name}: the fastest in the area of ${first.name}`);
    return { name: platform.name, design: fastestOn(compared, platform, device) };
  });
  return {
    designs: [{ ...first, device }, ...found.flatMap(({ design }) => design ?? [])],
    leftOut: found.filter(({ design }) => design === null).map(({ name }) => name),
  };
}

function compareOne(comparison: CompareRequest, platform: Platform, prepared: PreparedModel): Row {
  const options = { steps: 1, sequence: comparison.sequence, mustFit: false };
  const finished = simulate(platform, prepared, options);
  const detail = { bankWaitCycles: bankWaitsOf(finished.design, finished.timelines) };
  return {
    label: platform.name,
    run: resultOf(identityOf(comparison, platform, prepared), finished, detail),
  };
}

/** What a row is: the kept weights are the reference's as much as its own. */
function identityOf(
  { workload, workloadDate, seed, inputs: model, sparsity }: CompareRequest,
  platform: Platform,
  { pruned }: PreparedModel,
): RunIdentity {
  const inputs = { model, sparsity, kept: pruned.map((layer) => layer.map(({ kept }) => kept)) };
  const configHash = runHash({ platform, seed, inputs, hasValues: true });
  return {
    command: 'compare',
    accelerator: platform.name,
    workload,
    seed,
    configHash,
    requestedSparsity: sparsity,
    workloadDate,
  };
}

function compareResult(
  comparison: CompareRequest,
  rows: readonly Row[],
  leftOut: readonly string[],
  sweep: CompareResult['latencyBySparsity'],
): CompareResult {
  const { workload, sparsity, seed, inputs, equal = 'kept' } = comparison;
  const dense = rows.findIndex(({ run }) => kindOf((run.config as Platform['config']).kind).storesZeros);
  const reference = rows[Math.max(0, dense)];
  return {
    ...headerOf('compare'),
    workload,
    requestedSparsity: sparsity,
    seed,
    equal,
    configHash: configHash({
      version,
      rows: rows.map(({ run }) => run.configHash),
      sparsity,
      inputs,
      ...(equal === 'kept' ? {} : { equal }),
    }),
    referenceRow: reference.label,
    rows: rows.map((row) => ({ ...row, speedUp: reference.run.latencyUs / row.run.latencyUs })),
    savings: savingsOf(rows),
    leftOut: [...leftOut],
    latencyBySparsity: sweep,
  };
}
