import { BadInput } from '../../errors/bad-input.ts';
import { loadWorkload } from '../../run/load-config.ts';
import { loadPlatform } from '../../run/platform.ts';
import type { CompareResult, RunResult } from '../../run/result.ts';
import { runModel } from '../../run/run-model.ts';
import { type LoadedModel, seededWorkload } from '../../run/seeded-workload.ts';
import { seededSequence } from '../../run/sequence.ts';
import { compare } from '../../study/compare/compare.ts';
import type { BbsConfig } from './parameters.ts';

/** Where each parameter stands in the configuration of an accelerator. */
const fields: Readonly<
  Record<Exclude<keyof BbsConfig, 'preset' | 'workload' | 'sparsity' | 'layerSizes'>, string>
> = {
  clockMhz: 'clockMhz',
  pes: 'pes',
  banks: 'banks',
  ewopStyle: 'ewop.style',
  ewopLanes: 'ewop.lanes',
  chaining: 'ewop.chaining',
  gateMatrix: 'gateMatrix',
  spmvSlices: 'program.spmvSlices',
  mulLatency: 'timing.mulLatency',
  addLatency: 'timing.addLatency',
  activationLatency: 'timing.activationLatency',
  ewMulLatency: 'timing.ewMulLatency',
};

/** What is run: the design's own, unless something else is named. */
export interface BbsRun {
  readonly sets?: readonly string[];
  readonly hasValues?: boolean;
}

/**
 * The design with one parameter changed. Throws BadInput for a name that is no parameter of the accelerator.
 */
export function varied(config: BbsConfig, parameter: string, value: string | number): BbsConfig {
  if (!(parameter in fields)) {
    throw new BadInput(`variations: expected one of ${Object.keys(fields).join(', ')}; found ${parameter}`);
  }
  return { ...config, [parameter]: value };
}

/** Models by what decides them, so that runs on the same weights make them once. */
export type ModelCache = Map<string, LoadedModel>;

/** The settings of the preset that make the design. */
export function bbsSets(config: BbsConfig): string[] {
  return Object.entries(fields).map(([name, field]) => `${field}=${config[name as keyof typeof fields]}`);
}

/** The model that the design runs, made once for all that run the same. */
export function bbsModel(
  config: BbsConfig,
  seed: string,
  models: ModelCache,
  sets: readonly string[],
): LoadedModel {
  const key = [config.workload, seed, ...sets.filter((set) => set.startsWith('workload.'))].join(' ');
  const loaded = models.get(key) ?? seededWorkload(loadWorkload(config.workload, sets), seed);
  models.set(key, loaded);
  return loaded;
}

/** Runs a step with the parameters of the design, on its preset or on another one. */
export function runBbs(config: BbsConfig, seed: string, models: ModelCache, run: BbsRun = {}): RunResult {
  const sets = [...bbsSets(config), ...(run.sets ?? [])];
  return runModel({
    platform: loadPlatform(config.preset, sets),
    loaded: bbsModel(config, seed, models, sets),
    steps: 1,
    sparsity: config.sparsity,
    prunes: true,
    files: null,
    hasValues: run.hasValues ?? false,
    mustFit: false,
    seed,
  }).result;
}

/**
 * Compares presets with the parameters of the design, each pruned to as many weights as the bank-balanced one
 * keeps.
 */
export function compareBbs(
  config: BbsConfig,
  presets: readonly string[],
  seed: string,
  models: ModelCache,
): CompareResult {
  const sets = bbsSets(config);
  const loaded = bbsModel(config, seed, models, sets);
  return compare({
    platforms: presets.map((preset) => loadPlatform(preset, sets)),
    model: loaded.model,
    workload: loaded.name,
    sparsity: config.sparsity,
    seed,
    sequence: (format) => seededSequence(loaded.model.shape, 1, seed, format),
    inputs: loaded.inputs,
    sweep: [],
    onProgress: () => {},
  });
}
