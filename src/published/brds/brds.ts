import type { ActivityRates } from '../../energy/power-fit.ts';
import { loadModel } from '../../run/load-model.ts';
import { loadPlatform } from '../../run/platform.ts';
import type { RunResult } from '../../run/result.ts';
import { runModel } from '../../run/run.ts';
import { activityOfRun } from '../bbs/bbs.ts';
import type { DesignOf } from '../design.ts';
import { valuesOf } from '../parameter.ts';
import type { DetailTable, Simulation } from '../simulation.ts';

/** Simulates BRDS with several pairs of ratios at the same sparsity of both gate matrices together; the first pair is the design's. */
export function simulateBrds(design: DesignOf<'brds'>, seed: string): Simulation {
  const { preset, workload, sparsity, recurrentDensities } = valuesOf(design.parameters);
  const runs = recurrentDensities.map((density, i) => {
    const sets = [`pattern.recurrentDensity=${density}`];
    return {
      density,
      run: runModel({
        platform: loadPlatform(preset, sets),
        loaded: loadModel({ workload, sets, weights: null, prefix: null, seed }),
        steps: 1,
        sparsity,
        pattern: 'configured',
        files: null,
        hasValues: i === 0,
        mustFit: false,
        seed,
      }).result,
    };
  });
  const own = runs[0].run;
  return {
    figures: new Map(),
    notPredicted: new Set(),
    reasons: new Map(),
    activities: new Map<string, ActivityRates>([['', activityOfRun(own)]]),
    tables: [ratioTable(runs)],
    curves: [],
    checked: `${own.accuracy?.comparedValues ?? 0} values of a step, bit by bit, against the integer reference.`,
  };
}

/** A pair of ratios and its run. */
interface RatioRun {
  readonly density: number;
  readonly run: RunResult;
}

function ratioTable(runs: readonly RatioRun[]): DetailTable {
  return {
    title: 'BRDS: the two ratios at one sparsity of both gate matrices',
    columns: [
      { key: 'density', title: 'density of Wh over Wx', digits: 2 },
      { key: 'ofX', title: 'sparsity of Wx', unit: '%', digits: 1 },
      { key: 'ofH', title: 'sparsity of Wh', unit: '%', digits: 1 },
      { key: 'kept', title: 'kept weights', digits: 0 },
      { key: 'cycles', title: 'cycles', digits: 0 },
      { key: 'latency', title: 'latency', unit: 'us', digits: 2 },
    ],
    rows: runs.map(({ density, run }) => ({
      density,
      ofX: 100 * sparsityOf(run, 0),
      ofH: 100 * sparsityOf(run, 1),
      kept: run.weights.kept,
      cycles: run.cycles.total,
      latency: run.latencyUs,
    })),
    notes: [
      'Which pair loses least accuracy is a question of training, which is not simulated; the time depends on the pair only where a row fills its last beat badly.',
    ],
  };
}

function sparsityOf(run: RunResult, matrix: number): number {
  return run.layers[0].matrices[matrix].achievedSparsity;
}
