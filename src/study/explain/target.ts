import { BadInput } from '../../errors/bad-input.ts';
import type { Cost, ReachedTarget } from './explain-result.ts';
import { type Candidate, fieldOf } from './moves.ts';
import { isAdvisable, keyOf, type Trials } from './trials.ts';

/** What is asked for: a figure, and how much less of it. */
export interface Target {
  readonly text: string;
  readonly figure: 'latencyUs' | 'cycles' | 'energyUj';
  /** Of the design's own: 0.8 for -20%. */
  readonly factor: number;
}

const figures: Readonly<Record<string, Target['figure']>> = {
  latency: 'latencyUs',
  cycles: 'cycles',
  energy: 'energyUj',
};

/** Reads `latency=-20%`. Throws BadInput for anything else. */
export function parseTarget(text: string): Target {
  const found = /^(\w+)=-(\d+(?:\.\d+)?)%$/.exec(text.trim());
  const figure = found === null ? undefined : figures[found[1]];
  const percent = Number(found?.[2]);
  if (figure === undefined || !(percent > 0 && percent < 100)) {
    throw new BadInput(
      `--target: expected latency, cycles or energy and how much less of it, from above 0 to below 100 %, as in latency=-20%; found ${text}`,
    );
  }
  return { text: text.trim(), figure, factor: 1 - percent / 100 };
}

/** A set of changes, and what the design takes with them. */
interface Step {
  readonly changes: readonly Candidate[];
  readonly cost: Cost;
}

/** Sets of changes of one size that larger ones are made from. */
const KEPT_SETS = 6;

/** Changes in a set at the most. */
const MOST_CHANGES = 4;

const setsOf = (changes: readonly Candidate[]): readonly string[] => [
  ...new Set(changes.flatMap(({ set }) => set)),
];

/**
 * The smallest set of changes found with which a design that can be built reaches a target; of equally small
 * ones the one that takes the smallest share of its device. Breadth first: all single changes, then with the
 * best six of them every other change, and so on, to four: a set whose parts are not among the best six is
 * not found. Where the target is not reached, the set that comes nearest.
 */
export function reachTarget(
  trials: Trials,
  base: Cost,
  candidates: readonly Candidate[],
  target: Target,
): ReachedTarget {
  const { figure, factor, text } = target;
  const wanted = base[figure] * factor;
  let best: Step = { changes: [], cost: base };
  let level: readonly Step[] = [best];
  for (let size = 1; size <= MOST_CHANGES && level.length > 0 && best.cost[figure] > wanted; size++) {
    const tried = extended(trials, level, candidates, base).sort(
      (a, b) => a.cost[figure] - b.cost[figure] || areaOf(a) - areaOf(b),
    );
    const reaching = tried.filter(({ cost }) => cost[figure] <= wanted);
    const first = reaching.toSorted((a, b) => areaOf(a) - areaOf(b))[0] ?? tried[0];
    if (first !== undefined && first.cost[figure] < best.cost[figure]) best = first;
    level = tried.slice(0, KEPT_SETS);
  }
  const { cycles, latencyUs, energyUj } = best.cost;
  const set = setsOf(best.changes);
  return {
    asked: text,
    reached: best.cost[figure] <= wanted,
    set,
    cycles,
    latencyUs,
    energyUj,
    command: trials.command(set, best.cost),
  };
}

const areaOf = ({ cost }: Step): number => cost.areaPercent ?? Number.POSITIVE_INFINITY;

/** Every set with one change more, of another field, that may be advised. */
function extended(
  trials: Trials,
  level: readonly Step[],
  candidates: readonly Candidate[],
  base: Cost,
): Step[] {
  const seen = new Set<string>();
  return level.flatMap(({ changes }) =>
    candidates.flatMap((candidate) => {
      const set = setsOf([...changes, candidate]);
      const key = keyOf(set);
      const isAnew = new Set(set.map(fieldOf)).size < set.length || seen.has(key);
      seen.add(key);
      const cost = isAnew ? null : trials.cost(set);
      if (cost === null || !isAdvisable(base, cost, set)) return [];
      return [{ changes: [...changes, candidate], cost }];
    }),
  );
}
