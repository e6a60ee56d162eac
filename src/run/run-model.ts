import { createHash } from 'node:crypto';
import type { NumberFormat } from '../num/fixed.ts';
import { bankWaitsOf } from './array-account.ts';
import type { FinishedRun } from './finished-run.ts';
import { filesWithInitial } from './initial-state.ts';
import { type KeptCounts, targetsKeeping } from './kept-targets.ts';
import type { LoadedModel } from './load-model.ts';
import type { Platform } from './platform.ts';
import { type PreparedModel, preparationFor, prepareModel, requestedSparsityOf } from './prepared-model.ts';
import type { RunResult } from './result.ts';
import { resultOf } from './result-of.ts';
import { runHash } from './run-digest.ts';
import { type FileValues, type SequenceFiles, seededSequence, sequenceFromFiles } from './sequence.ts';
import { simulate } from './simulate.ts';
import { isByPass, type StateValues } from './state-files.ts';
import { storageByFormat } from './storage-formats.ts';

/** One model on one accelerator. */
export interface RunRequest {
  readonly platform: Platform;
  readonly loaded: LoadedModel;
  /** How many steps; null: as many as the workload says, or all of an input file. */
  readonly steps: number | null;
  /** Null: the workload's. */
  readonly sparsity: number | null;
  /** Whether the weights are pruned to the accelerator's pattern, or taken as they are. */
  readonly prunes: boolean;
  /** Whether weights that are not pruned are all stored, zeros and masked ones too (default: no). */
  readonly keepsZeros?: boolean;
  /** How many weights a pattern keeps (default: its own count). */
  readonly keep?: KeptCounts;
  /** Null: inputs and state are seeded. */
  readonly files: SequenceFiles | null;
  readonly hasValues: boolean;
  readonly mustFit: boolean;
  /** Whether the result has the waits of every bank, which a chart shows (default: no). */
  readonly hasBankWaits?: boolean;
  readonly seed: string;
}

/**
 * One run, from the request to the result: prepares, places, times, executes and accounts. Throws BadInput
 * and Mismatch as `simulate` does.
 */
export function runModel(request: RunRequest): {
  readonly finished: FinishedRun;
  readonly result: RunResult;
} {
  const { platform, loaded, seed } = request;
  const files = filesWithInitial(request.files, loaded.initial);
  const { config } = platform;
  const { shape } = loaded.model;
  const sparsity = request.sparsity ?? loaded.sparsity;
  const prepared = preparedFor(request, sparsity);
  const steps = request.steps ?? loaded.steps;
  const sequence = (format: NumberFormat) =>
    files
      ? sequenceFromFiles(files, shape, { steps: request.steps, otherwise: steps, seed }, format)
      : seededSequence(shape, steps, seed, format);
  const finished = simulate(platform, prepared, {
    steps,
    sequence: request.hasValues ? sequence : null,
    mustFit: request.mustFit,
  });
  const requestedSparsity = requestedSparsityOf(config, request.prunes, sparsity);
  const decided = {
    prunes: request.prunes,
    sparsity: requestedSparsity,
    steps: finished.steps,
    // The model's own state is decided with its weights.
    files: request.files && digests(request.files),
  };
  const inputs = inputsKeeping(request.keep ?? 'requested', runInputs(loaded, decided));
  const identity = {
    command: 'run' as const,
    accelerator: platform.name,
    workload: loaded.name,
    seed,
    configHash: runHash({
      platform,
      seed,
      inputs: request.keepsZeros ? { inputs, keepsZeros: true } : inputs,
      hasValues: request.hasValues,
    }),
    requestedSparsity,
    workloadDate: loaded.date,
  };
  return { finished, result: resultOf(identity, finished, detailOf(request, finished, prepared)) };
}

/** What only a run has, or is asked for. */
function detailOf(
  { hasBankWaits }: RunRequest,
  { design, timelines }: FinishedRun,
  { layers }: PreparedModel,
) {
  const stages = design.fit.clock.stages.map(({ register, ...stage }) => ({
    ...stage,
    register: register && { ...register },
  }));
  const waits = hasBankWaits ? { bankWaitCycles: bankWaitsOf(design, timelines) } : {};
  return { storageByFormat: storageByFormat(layers, design.array.config), stages, ...waits };
}

function preparedFor({ platform: { config }, loaded: { model }, ...request }: RunRequest, sparsity: number) {
  const target = targetsKeeping(request.keep ?? 'requested', config, model.shape, sparsity);
  const preparation = preparationFor(config, request.prunes, target);
  const everything = { ...preparation, pattern: { kind: 'dense' } as const };
  return prepareModel(model, request.keepsZeros ? everything : preparation);
}

/** What decides a run beside platform and seed, for its hash. */
export function runInputs(
  { inputs }: Pick<LoadedModel, 'inputs'>,
  {
    prunes,
    ...others
  }: {
    readonly prunes: boolean;
    /** Null: the weights are taken as they are, or all of them. */
    readonly sparsity: number | null;
    readonly steps: number;
    readonly files: Readonly<Record<string, string | null>> | null;
  },
): unknown {
  return { model: inputs, pattern: prunes ? 'configured' : 'none', ...others };
}

/** What decides a run, for its hash, where patterns keep another count than their own. */
export function inputsKeeping(keep: KeptCounts, inputs: unknown): unknown {
  return keep === 'requested' ? inputs : { run: inputs, keep };
}

function digests(files: NonNullable<RunRequest['files']>): Record<string, string | null> {
  const digest = (values: FileValues | null) => {
    if (!values) return null;
    const { data, dtype, shape } = values.array;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return createHash('sha256').update(`${dtype} ${shape}`).update(bytes).digest('hex');
  };
  const digestOf = (values: StateValues | null) =>
    isByPass(values) ? values.map((each) => digest(each) ?? '').join() : digest(values);
  return { inputs: digest(files.inputs), h0: digestOf(files.h0), c0: digestOf(files.c0) };
}
