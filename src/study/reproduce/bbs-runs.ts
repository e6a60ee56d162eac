import type { BbsConfig } from '../../hw/bbs/design.ts';
import { BadInput } from '../../num/bad-input.ts';
import { type LoadedModel, loadModel } from '../load-model.ts';
import { loadPlatform } from '../platform.ts';
import type { RunResult } from '../result.ts';
import { runModel } from '../run-model.ts';

/** Where each parameter stands in the configuration of an accelerator. */
const fields: Readonly<Record<Exclude<keyof BbsConfig, 'preset' | 'workload' | 'sparsity'>, string>> = {
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
  readonly preset?: string;
  readonly sets?: readonly string[];
  readonly hasValues?: boolean;
}

/** The design with one parameter changed. Throws BadInput for a name that is no parameter of the accelerator. */
export function varied(config: BbsConfig, parameter: string, value: string | number): BbsConfig {
  if (!(parameter in fields)) {
    throw new BadInput(`variations: expected one of ${Object.keys(fields).join(', ')}; found ${parameter}`);
  }
  return { ...config, [parameter]: value };
}

/** Models by what decides them, so that runs on the same weights make them once. */
export type ModelCache = Map<string, LoadedModel>;

/** Runs a step with the parameters of the design, on its preset or on another one. */
export function runBbs(config: BbsConfig, seed: string, models: ModelCache, run: BbsRun = {}): RunResult {
  const sets = [
    ...Object.entries(fields).map(([name, field]) => `${field}=${config[name as keyof typeof fields]}`),
    ...(run.sets ?? []),
  ];
  const platform = loadPlatform(run.preset ?? config.preset, sets);
  const key = [config.workload, seed, ...sets.filter((set) => set.startsWith('workload.'))].join(' ');
  const loaded =
    models.get(key) ?? loadModel({ workload: config.workload, sets, weights: null, prefix: null, seed });
  models.set(key, loaded);
  return runModel({
    platform,
    loaded,
    steps: 1,
    sparsity: config.sparsity,
    pattern: 'configured',
    files: null,
    hasValues: run.hasValues ?? false,
    mustFit: false,
    seed,
  }).result;
}
