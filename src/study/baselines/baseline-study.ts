import { version } from '../../config/version.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { configHash } from '../../num/digest.ts';
import { cellsOf } from '../../run/cells.ts';
import type { Platform } from '../../run/platform.ts';
import { PrepareCache } from '../../run/prepare-cache.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import type { RunResult } from '../../run/result.ts';
import { headerOf } from '../../run/result-header.ts';
import { resultOf } from '../../run/result-of.ts';
import { runHash } from '../../run/run-digest.ts';
import { simulate } from '../../run/simulate.ts';
import {
  bankBalancedReference,
  prepareEqual,
  sameResidency,
  type WeightEquality,
  weightEqualities,
} from '../compare/equal-kept.ts';
import type { BaselineRow, BaselineStudyResult } from './baseline-result.ts';
import { scheduleOf } from './schedule-words.ts';

/**
 * The presets of the study: the bank-balanced array first, then what an architect would build for weights
 * without balance, from the simplest on.
 */
export const baselinePresets = [
  'bbs',
  'csr',
  'csr-blocked',
  'csr-2port',
  'csr-balanced',
  'csr-window-2',
  'csr-window-4',
  'csr-window',
  'csr-window-2port',
  'csr-window-packed',
  'csr-shuffle',
  'replicated',
  'replicated-balanced',
  'replicated-packed',
  'banked',
  'banked-decoupled',
  'banked-decoupled-48',
] as const;

/** What is studied: a bank-balanced array and baselines on one model. */
export interface BaselineStudy {
  /** The bank-balanced array first. */
  readonly platforms: readonly Platform[];
  /** The presets that they were loaded from, in the same order. */
  readonly presets: readonly string[];
  readonly model: LstmModel;
  readonly workload: string;
  readonly sparsity: number;
  readonly seed: string;
  /** What decides the model beside the seed, for the hash. */
  readonly inputs: unknown;
  /** Called with what is next. */
  readonly onProgress: (label: string) => void;
}

/** A preset on the model. */
interface Baseline {
  readonly platform: Platform;
  readonly preset: string;
  readonly equal: WeightEquality;
  readonly schedule: string;
  readonly run: RunResult;
}

/**
 * How much of a bank-balanced array's lead is the pattern, and how much is a schedule that a baseline lacks:
 * every preset times one step, at equal kept weights and at equal requested sparsity. Weights that an array
 * may keep where it likes are where those of the first array are. What does not fit its device is timed and
 * marked.
 */
export function studyBaselines(study: BaselineStudy): BaselineStudyResult {
  const { model, workload, seed, sparsity, inputs } = study;
  const cache = new PrepareCache(model);
  const reference = bankBalancedReference(cache, study.platforms, sparsity);
  const platforms = sameResidency(study.platforms, reference);
  const baselines = weightEqualities.flatMap((equal) =>
    platforms.map((platform, at) => {
      const preset = study.presets[at];
      study.onProgress(`${preset} at equal ${equal === 'kept' ? 'kept weights' : 'requested sparsity'}`);
      const prepared = prepareEqual(cache, platform, reference, sparsity, equal);
      return { platform, preset, equal, ...timeBaseline(study, platform, prepared) };
    }),
  );
  const [{ device, config }] = platforms;
  return {
    ...headerOf('study baselines'),
    study: 'baselines',
    workload,
    ...cellsOf(model.layers),
    seed,
    requestedSparsity: sparsity,
    configHash: configHash({
      version,
      study: 'baselines',
      runs: baselines.map(({ equal, run }) => [equal, run.configHash]),
      sparsity,
      inputs,
    }),
    device: device.name,
    clockMhz: config.clockMhz,
    weights: baselines[0].run.weights.total,
    rows: rowsOf(baselines),
  };
}

/** Times one step: what it computes does not depend on the schedule. */
function timeBaseline(
  { workload, seed, sparsity, inputs: model }: BaselineStudy,
  platform: Platform,
  prepared: PreparedModel,
): Pick<Baseline, 'schedule' | 'run'> {
  const finished = simulate(platform, prepared, { steps: 1, sequence: null, mustFit: false });
  const inputs = { model, sparsity, kept: prepared.pruned.map((layer) => layer.map(({ kept }) => kept)) };
  const run = resultOf(
    {
      command: 'study baselines',
      accelerator: platform.name,
      workload,
      seed,
      configHash: runHash({ platform, seed, inputs, hasValues: false }),
      requestedSparsity: sparsity,
    },
    finished,
  );
  return { schedule: scheduleOf(finished.design.array), run };
}

function rowsOf(baselines: readonly Baseline[]): BaselineRow[] {
  return baselines.map(({ preset, equal, schedule, run }) => {
    const first = baselines.find((one) => one.equal === equal)?.run ?? run;
    return {
      schedule,
      preset,
      cycles: run.cycles.total,
      overBbs: run.latencyUs / first.latencyUs,
      latencyUs: run.latencyUs,
      fits: run.resources.fits,
      equal,
      kept: run.weights.kept,
      residency: run.weights.residency,
      resources: run.resources,
      configHash: run.configHash,
    };
  });
}
