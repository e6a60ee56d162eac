import type { ActivityRates } from '../../energy/power-fit.ts';
import { loadWorkload } from '../../run/load-config.ts';
import { loadPlatform } from '../../run/platform.ts';
import type { RunResult } from '../../run/result.ts';
import { runModel } from '../../run/run-model.ts';
import { seededWorkload } from '../../run/seeded-workload.ts';
import { valuesOf } from '../parameter.ts';
import { activityOfRun } from '../run-activity.ts';
import type { Detail, Simulation } from '../simulation.ts';
import type { BrdsDesign } from './parameters.ts';

/**
 * Simulates BRDS with several pairs of ratios at the same sparsity of both gate matrices together; the first
 * pair is the design's.
 */
export function simulateBrds(design: BrdsDesign, seed: string): Simulation {
  const { preset, workload, sparsity, recurrentDensities } = valuesOf(design.parameters);
  const runs = recurrentDensities.map((density, i) => {
    const sets = [`pattern.recurrentDensity=${density}`];
    return {
      density,
      run: runModel({
        platform: loadPlatform(preset, sets),
        loaded: seededWorkload(loadWorkload(workload, sets), seed),
        steps: 1,
        sparsity,
        prunes: true,
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
    nullFigures: new Map(),
    reasons: new Map(),
    choices: [],
    activities: new Map<string, ActivityRates>([['', activityOfRun(own)]]),
    details: [ratios(runs)],
    curves: [],
    checked: `${own.accuracy?.comparedValues ?? 0} values of a step, bit by bit, against the integer reference.`,
  };
}

/** A pair of ratios and its run. */
interface RatioRun {
  readonly density: number;
  readonly run: RunResult;
}

function ratios(runs: readonly RatioRun[]): Detail {
  return {
    id: 'ratios',
    units: { ofX: '%', ofH: '%', latency: 'us' },
    rows: runs.map(({ density, run }) => ({
      density,
      ofX: 100 * sparsityOf(run, 0),
      ofH: 100 * sparsityOf(run, 1),
      kept: run.weights.kept,
      cycles: run.cycles.total,
      latency: run.latencyUs,
    })),
    facts: {},
  };
}

function sparsityOf(run: RunResult, matrix: number): number {
  return run.layers[0].matrices[matrix].achievedSparsity;
}
