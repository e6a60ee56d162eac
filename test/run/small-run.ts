import type { AcceleratorConfig } from '../../src/hw/config/config.ts';
import { loadDevice, loadResourceCosts, loadTechnology } from '../../src/run/load-config.ts';
import { modelOf } from '../../src/run/load-model.ts';
import type { RunResult } from '../../src/run/result.ts';
import { runModel } from '../../src/run/run-model.ts';
import { type Fields, smallWorkload } from './field-witnesses.ts';

/** A step of the small workload, with other fields if given, on a design, whether it fits or not. */
export function smallRun(config: AcceleratorConfig, workload: Fields = {}): RunResult {
  const { result } = runModel({
    platform: {
      name: config.kind,
      clockIsNamed: false,
      config,
      device: loadDevice(config.device).config,
      technology: loadTechnology(config.technology).config,
      costs: loadResourceCosts().config,
    },
    loaded: modelOf({
      workload: { name: 'small', config: { ...smallWorkload, ...workload } },
      weights: null,
      prefix: null,
      seed: '1',
    }),
    steps: 1,
    sparsity: null,
    prunes: true,
    files: null,
    hasValues: false,
    mustFit: false,
    seed: '1',
  });
  return result;
}
