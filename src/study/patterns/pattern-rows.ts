import type { PatternOutcome, PatternRun, TimedPattern } from './pattern-runs.ts';
import type { PatternEquality, PatternRow, StudiedFigures } from './patterns-result.ts';

/** The fastest run of those that fit the device, of none that fits the fastest; the first on a tie. */
export function chosenRun(runs: readonly PatternRun[]): (PatternRun & { outcome: PatternOutcome }) | null {
  const done = runs.filter((run): run is PatternRun & { outcome: PatternOutcome } => run.outcome !== null);
  if (done.length === 0) return null;
  const fitting = done.filter(({ outcome }) => outcome.figures.fits);
  return (fitting.length === 0 ? done : fitting).reduce((best, run) =>
    run.outcome.figures.latencyUs < best.outcome.figures.latencyUs ? run : best,
  );
}

/** The row of a pattern: of the array that is best for it. */
export function rowOf({ kind, runs }: TimedPattern, equal: PatternEquality): PatternRow {
  const chosen = chosenRun(runs);
  const { kind: _, ...options } = (chosen ?? runs[0]).pattern;
  return {
    pattern: kind,
    options,
    equal,
    ...(chosen?.outcome.figures ?? nothing),
    isOnFront: false,
    arrays: runs.map(arrayOf),
    problem: chosen === null ? problemOf(runs) : null,
  };
}

function arrayOf({ accelerator, design, outcome, problem }: PatternRun): PatternRow['arrays'][number] {
  const { cycles, latencyUs, energyUj, logic, fits } = outcome?.figures ?? nothing;
  return { accelerator, design, cycles, latencyUs, energyUj, logic, fits, problem };
}

/** What the arrays refuse, each reason once. */
function problemOf(runs: readonly PatternRun[]): string {
  return [...new Set(runs.flatMap(({ problem }) => problem ?? []))].join('; ');
}

const nothing: Readonly<Record<keyof StudiedFigures, null>> = {
  accelerator: null,
  design: null,
  format: null,
  sparsity: null,
  kept: null,
  positions: null,
  storageBits: null,
  indexBits: null,
  pointerBits: null,
  cycles: null,
  latencyUs: null,
  conflictCycles: null,
  conflictStallCycles: null,
  energyUj: null,
  dsp: null,
  ramBlocks: null,
  logic: null,
  flipFlops: null,
  keptMagnitudeShare: null,
  overlapWithUnstructured: null,
  fits: null,
};
