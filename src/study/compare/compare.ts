import { version } from '../../config/version.ts';
import { kindOf } from '../../hw/array/kinds/index.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { configHash } from '../../num/digest.ts';
import type { NumberFormat } from '../../num/fixed.ts';
import { bankWaitsOf } from '../../run/array-account.ts';
import type { Platform } from '../../run/platform.ts';
import { PrepareCache } from '../../run/prepare-cache.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import type { CompareResult, RunResult } from '../../run/result.ts';
import { headerOf } from '../../run/result-header.ts';
import { type RunIdentity, resultOf } from '../../run/result-of.ts';
import { runHash } from '../../run/run-digest.ts';
import type { Sequence } from '../../run/sequence.ts';
import { simulate } from '../../run/simulate.ts';
import { bankBalancedReference, prepareEqual, sameResidency } from './equal-kept.ts';
import { largestFit } from './largest-fit.ts';
import { sweepSparsity } from './sparsity-sweep.ts';

/**
 * What is compared: accelerators on one model, each pruned by its own pattern to
 * the same number of kept weights.
 */
export interface CompareRequest {
  readonly platforms: readonly Platform[];
  readonly model: LstmModel;
  readonly workload: string;
  readonly sparsity: number;
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
 * Compares accelerators. Designs that do not fit their device stay in the table, marked with what
 * overflows; when that happens to an array with an arbiter in every PE, the largest one that fits the same
 * device is added, so that both questions are answered: same array, and same budget. Throws Mismatch when
 * any design computes a wrong bit.
 */
export function compare(comparison: CompareRequest): CompareResult {
  const { platforms, sparsity, onProgress } = comparison;
  const cache = new PrepareCache(comparison.model);
  const reference = bankBalancedReference(cache, platforms, sparsity);
  const rows: Row[] = [];
  const addRow = (platform: Platform) => {
    onProgress(platform.name);
    rows.push(compareOne(comparison, platform, prepareEqual(cache, platform, reference, sparsity)));
  };
  for (const platform of sameResidency(platforms, reference)) addRow(platform);
  const fitting = fittingArray(comparison, rows, cache, reference);
  if (fitting) addRow(fitting);
  const sweep = sweepSparsity(comparison, fitting);
  return compareResult(comparison, rows, sweep);
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
  { workload, seed, inputs: model, sparsity }: CompareRequest,
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
  };
}

/** Whether every PE of a kind has an arbiter of its own. */
function hasOwnArbiters(kind: string): boolean {
  const { issue } = kindOf(kind);
  return issue === 'arbitrated' || issue === 'windowed' || issue === 'shuffled';
}

/** The largest array with an arbiter in every PE that fits, when the first one compared does not. */
function fittingArray(
  { platforms, sparsity }: CompareRequest,
  rows: readonly Row[],
  cache: PrepareCache,
  reference: PreparedModel,
): Platform | null {
  const at = platforms.findIndex(
    ({ config }, i) => hasOwnArbiters(config.kind) && !rows[i].run.resources.fits,
  );
  if (at < 0) return null;
  const platform = platforms[at];
  const { layers } = prepareEqual(cache, platform, reference, sparsity);
  const config = largestFit(platform.config, layers, platform);
  return config && { ...platform, name: `${platform.name} ${config.pes} x ${config.banks}, fits`, config };
}

function compareResult(
  comparison: CompareRequest,
  rows: readonly Row[],
  sweep: CompareResult['latencyBySparsity'],
): CompareResult {
  const { platforms, workload, sparsity, seed, inputs } = comparison;
  const dense = platforms.findIndex(({ config }) => kindOf(config.kind).storesZeros);
  const reference = rows[Math.max(0, dense)];
  return {
    ...headerOf('compare'),
    workload,
    requestedSparsity: sparsity,
    seed,
    configHash: configHash({ version, rows: rows.map(({ run }) => run.configHash), sparsity, inputs }),
    referenceRow: reference.label,
    rows: rows.map((row) => ({ ...row, speedUp: reference.run.latencyUs / row.run.latencyUs })),
    latencyBySparsity: sweep,
  };
}
