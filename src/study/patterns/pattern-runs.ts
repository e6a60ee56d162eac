import type { PatternConfig, PatternKind } from '../../bbs/patterns/index.ts';
import { patternFormat } from '../../bbs/patterns/pattern-format.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { Platform } from '../../run/platform.ts';
import type { PreparedModel, PrunedMatrix } from '../../run/prepared-model.ts';
import type { RunResult } from '../../run/result.ts';
import { resultOf } from '../../run/result-of.ts';
import { runHash } from '../../run/run-digest.ts';
import { simulate } from '../../run/simulate.ts';
import { arraySizesOf } from '../../run/storage-formats.ts';
import type { StudiedFigures } from './patterns-result.ts';
import { keptFigures, storageOf, type TriedModel } from './tried-model.ts';

/** What identifies the runs of a study. */
export interface StudiedModel {
  readonly workload: string;
  readonly sparsity: number;
  readonly seed: string;
  /** What decides the model beside the seed, for the hash. */
  readonly inputs: unknown;
}

/** A pattern on one of its arrays: what came out, or why it cannot run there. */
export interface PatternRun {
  readonly accelerator: string;
  /** How it differs from the preset of that name; null: it is the preset. */
  readonly design: string | null;
  readonly pattern: PatternConfig;
  readonly outcome: PatternOutcome | null;
  readonly problem: string | null;
}

/** What came out. */
export interface PatternOutcome {
  readonly figures: StudiedFigures;
  /** The pruned matrices of the model's first layer, for a picture. */
  readonly firstLayer: readonly PrunedMatrix[];
  /** What was cut of weights and biases. */
  readonly saturations: NonNullable<RunResult['accuracy']>['saturations'];
  readonly configHash: string;
}

/** A pattern on its arrays, in the order of its record. */
export interface TimedPattern {
  readonly kind: PatternKind;
  readonly runs: readonly PatternRun[];
}

/** Times one step of a model on an array; what the array or the pattern refuses is said, not thrown. */
export function runPattern(
  study: StudiedModel,
  tried: TriedModel,
  platform: Platform,
  prepare: () => PreparedModel,
  design: string | null = null,
): PatternRun {
  const { name: accelerator, config } = platform;
  const common = { accelerator, design, pattern: config.pattern };
  try {
    const outcome = outcomeOf(study, tried, platform, prepare());
    return {
      ...common,
      outcome: { ...outcome, figures: { ...outcome.figures, design } },
      problem: null,
    };
  } catch (error) {
    if (error instanceof BadInput) return { ...common, outcome: null, problem: error.message };
    throw error;
  }
}

/** Of one step, timing only: what it computes depends on the weights alone. */
function outcomeOf(
  study: StudiedModel,
  tried: TriedModel,
  platform: Platform,
  prepared: PreparedModel,
): PatternOutcome {
  const { workload, sparsity, seed, inputs: model } = study;
  const finished = simulate(platform, prepared, { steps: 1, sequence: null, mustFit: false });
  const inputs = { model, sparsity, kept: prepared.pruned.map((layer) => layer.map(({ kept }) => kept)) };
  const configHash = runHash({ platform, seed, inputs, hasValues: false });
  const identity = { command: 'study patterns', accelerator: platform.name, workload, seed } as const;
  const run = resultOf({ ...identity, configHash, requestedSparsity: sparsity }, finished);
  return {
    figures: { ...figuresOf(tried, platform, prepared, run), design: null },
    firstLayer: prepared.pruned[0],
    saturations: run.accuracy?.saturations ?? {},
    configHash,
  };
}

function figuresOf(
  tried: TriedModel,
  { name: accelerator, config }: Platform,
  prepared: PreparedModel,
  run: RunResult,
): Omit<StudiedFigures, 'design'> {
  const { pattern, number } = config;
  const sizes = arraySizesOf(config);
  const { totalBits, indexBits, pointerBits } = storageOf(pattern, prepared, sizes, number);
  const { kept, positions, keptMagnitudeShare, overlapWithUnstructured } = keptFigures(
    tried,
    prepared,
    number,
  );
  const { dsp, ramBlocks, logic, flipFlops, fits } = run.resources;
  return {
    accelerator,
    format: patternFormat(pattern, sizes).name,
    sparsity: 1 - kept / run.weights.total,
    kept,
    positions,
    storageBits: totalBits,
    indexBits,
    pointerBits,
    cycles: run.cycles.total,
    latencyUs: run.latencyUs,
    conflictCycles: run.pes.conflictCycles,
    conflictStallCycles: run.stalls.conflict,
    energyUj: run.energy.totalUj,
    dsp: dsp?.used ?? 0,
    ramBlocks: ramBlocks?.used ?? 0,
    logic: logic?.used ?? 0,
    flipFlops: flipFlops?.used ?? 0,
    keptMagnitudeShare,
    overlapWithUnstructured,
    fits,
  };
}
