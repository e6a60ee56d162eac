import { laneCyclesOf, passesOfStep, spmvsOfStep, timedWaits } from '../../hw/trace/step-activity.ts';
import { timelineOf } from '../../hw/trace/step-timeline.ts';
import type { FinishedRun } from '../../run/finished-run.ts';
import type { RunResult } from '../../run/result.ts';
import { headerOf } from '../../run/result-header.ts';
import type { RunStep } from '../../run/step-schema.ts';
import type { Advice } from './advice.ts';
import { boundsOf, rooflineOf } from './bounds.ts';
import { figuresOf } from './step-figures.ts';

/** Slices of a timeline at the most: a page that has more of them is slow. */
export const MOST_SLICES = 200_000;

/** Lanes times cycles that are clocked for it at the most: some seconds. */
export const MOST_LANE_CYCLES = 10_000_000;

/** Limits of a record. */
interface RecordLimits {
  readonly slices: number;
  readonly laneCycles: number;
}

/** Records the first step of a finished run; `advice` is null where none is given. */
export function stepRecord(
  finished: FinishedRun,
  { configHash }: Pick<RunResult, 'configHash'>,
  advice: Advice | null,
  limits: RecordLimits = { slices: MOST_SLICES, laneCycles: MOST_LANE_CYCLES },
): RunStep {
  const figures = figuresOf(finished);
  return {
    ...headerOf('run'),
    configHash,
    ...cyclesRecord(finished, limits),
    bounds: boundsOf(figures),
    roofline: rooflineOf(figures),
    advice: advice === null ? null : adviceRecord(advice),
  };
}

/** What every unit and PE did in every cycle, as far as the limits let it be told. */
function cyclesRecord(
  { design, timelines }: FinishedRun,
  limits: RecordLimits,
): Pick<RunStep, 'timeline' | 'peStates' | 'conflicts' | 'leftOut'> {
  const { array, layers } = design;
  const isWalked = laneCyclesOf(array, timelines) <= limits.laneCycles;
  const spmvs = spmvsOfStep(array, layers, timelines, isWalked);
  const { cycles } = passesOfStep(array, layers, timelines);
  const slices = spmvs
    .flatMap(({ activity }) => activity?.runs ?? [])
    .reduce((sum, runs) => sum + runs.length, 0);
  const peStates = isWalked && slices <= limits.slices;
  const shown = peStates ? spmvs : spmvs.map((spmv) => ({ ...spmv, activity: null }));
  return {
    timeline: timelineOf(array, layers, timelines, shown),
    peStates,
    conflicts: array.isArbitrated && isWalked ? timedWaits(array, spmvs, cycles) : null,
    leftOut: leftOutText(isWalked, peStates, slices, limits),
  };
}

function leftOutText(
  isWalked: boolean,
  peStates: boolean,
  slices: number,
  limits: RecordLimits,
): string | null {
  if (!isWalked)
    return `What each PE does in each cycle, and conflicts over time: to clock the PEs of this step would take more than ${limits.laneCycles} lane-cycles.`;
  if (peStates) return null;
  return `What each PE does in each cycle: ${slices} slices, more than ${limits.slices}.`;
}

function adviceRecord({ cause, causeCycles, base, best }: Advice): RunStep['advice'] {
  const { cycles, latencyUs, energyUj } = base;
  if (best === null) return { cause, causeCycles, cycles, latencyUs, energyUj, best };
  const { what, set, command } = best;
  const changed = { cycles: best.cycles, latencyUs: best.latencyUs, energyUj: best.energyUj };
  return {
    cause,
    causeCycles,
    cycles,
    latencyUs,
    energyUj,
    best: { what, set: [...set], ...changed, command },
  };
}
