import { Activity } from '../../sim/activity.ts';
import { stallsOfSpmv } from '../array/spmv-timing.ts';
import type { Issued, Timeline } from '../sequencer/timeline.ts';

/** Every cycle of a step belongs to exactly one of these. docs/timing.md section 7. */
export const stallCategories = [
  'issue',
  'conflict',
  'imbalance',
  'fill',
  'control',
  'weightFetch',
  'load',
  'ewop',
  'writeBack',
  'dependency',
] as const;

/** One category of a step's cycles. */
export type StallCategory = (typeof stallCategories)[number];

/**
 * A reason that cycles go to, by the name that it has in files and the words that every
 * table, picture and column says.
 */
export interface Cause {
  readonly name: string;
  readonly words: string;
}

const stallWords: Readonly<Record<StallCategory, string>> = {
  issue: 'issue',
  conflict: 'bank conflict',
  imbalance: 'load imbalance',
  fill: 'pipeline fill',
  control: 'control',
  weightFetch: 'weight fetch',
  load: 'load',
  ewop: 'element-wise',
  writeBack: 'projection write-back',
  dependency: 'dependency',
};

/** The categories with their words, in their order. */
export const stallCauses: readonly Cause[] = stallCategories.map((name) => ({
  name,
  words: stallWords[name],
}));

/** Cycles by category; they sum to the step's cycles. */
export type Stalls = Record<StallCategory, number>;

/** No cycle yet. */
export function noStalls(): Stalls {
  return Object.fromEntries(stallCategories.map((category) => [category, 0])) as Stalls;
}

/**
 * What is active in a cycle, the first that applies; `spmv` is split further by the PE that finishes last.
 */
export const activities = ['dependency', 'ewop', 'writeBack', 'load', 'weightFetch', 'spmv'] as const;

/** What is active in a cycle of a step. */
export type ActivityName = (typeof activities)[number];

/** Cycles in which an instruction keeps something active. */
export interface ActiveInterval {
  readonly from: number;
  readonly to: number;
  /** Position in `activities`: the higher wins where intervals overlap. */
  readonly rank: number;
}

/**
 * Assigns the cycles of a step to categories: where units overlap, a cycle belongs to the first active one of
 * SpMV, weight fetch, load, element-wise unit; with nothing active it is a dependency. Inside an SpMV the PE
 * that finishes last is followed. docs/timing.md section 7.
 */
export function stallsOfStep({ cycles, issued }: Timeline): Stalls {
  const active = sweep(issued.flatMap(intervalsOf), cycles);
  const stalls = noStalls();
  for (const name of activities) if (name !== 'spmv') stalls[name] = active[name];
  for (const { job } of issued) {
    for (const { timing } of job?.computes ?? []) {
      const parts = stallsOfSpmv(timing);
      for (const name of Object.keys(parts) as (keyof typeof parts)[]) stalls[name] += parts[name];
    }
  }
  return stalls;
}

/** The cycles (from .. to - 1) in which an instruction keeps something active. */
export function intervalsOf({ instruction, unit, issuedAt, occupancy, job }: Issued): ActiveInterval[] {
  const whole = (name: ActivityName) => ({
    from: issuedAt,
    to: issuedAt + occupancy,
    rank: activities.indexOf(name),
  });
  if (job) {
    const computes = job.computes.map(({ from, timing }) => ({
      from: issuedAt + from,
      to: issuedAt + from + timing.cycles + 2,
      rank: activities.indexOf('spmv'),
    }));
    return [whole('weightFetch'), ...computes];
  }
  if (unit === 'load') return [whole('load')];
  return [whole(instruction.phase === 'projection' ? 'writeBack' : 'ewop')];
}

/** Cycles 1 .. `cycles` by the highest activity in each. */
function sweep(intervals: readonly ActiveInterval[], cycles: number): Record<ActivityName, number> {
  const account = new Activity<ActivityName>('step', activities, 1);
  const changes = intervals
    .flatMap(({ from, to, rank }) => [
      { at: from, rank, step: 1 },
      { at: to, rank, step: -1 },
    ])
    .sort((a, b) => a.at - b.at);
  const depth = new Int32Array(activities.length);
  for (const { at, rank, step } of changes) {
    if (at > cycles) break;
    depth[rank] += step;
    account.enter(highestActive(depth), at);
  }
  return account.finish(cycles + 1);
}

function highestActive(depth: Int32Array): ActivityName {
  let rank = depth.length - 1;
  while (rank > 0 && depth[rank] === 0) rank--;
  return activities[rank];
}
