import { energyOf } from '../src/energy/energy.ts';
import { clockMhzOf } from '../src/hw/config/clock.ts';
import { chargedRun } from '../src/run/charged-run.ts';
import { fitToDevice } from '../src/run/device-fit.ts';
import { layerTotalsOf } from '../src/run/layer-totals.ts';
import { loadModel } from '../src/run/load-model.ts';
import { machineOf } from '../src/run/machines.ts';
import { loadPlatform } from '../src/run/platform.ts';
import { runModel } from '../src/run/run-model.ts';
import { shortestMs } from './figure.ts';

/** Milliseconds for the clock and area of a bank-balanced design of TIMIT, and for its energy. */
export function priceMs(): { readonly fitMs: number; readonly energyMs: number } {
  const platform = loadPlatform('bbs');
  const { finished } = runModel({
    platform,
    loaded: loadModel({ workload: 'timit', sets: [], weights: null, prefix: null, seed: '1' }),
    steps: 1,
    sparsity: null,
    prunes: true,
    files: null,
    hasValues: false,
    mustFit: true,
    seed: '1',
  });
  const { design, timelines } = finished;
  const { array, layers } = design;
  const totals = layerTotalsOf(machineOf(array.config).account(design, timelines));
  const latencyUs = totals.cycles.total / clockMhzOf(array.config);
  return {
    fitMs: shortestMs(() => fitToDevice(array, layers, platform).clock.fmaxMhz),
    energyMs: shortestMs(() => energyOf(chargedRun(finished, totals, latencyUs)).totalUj),
  };
}
