import { leastLoss } from './least-loss.ts';

/**
 * Numbers of entries of a bank, one for each matrix, from 0 for the least that can be kept: places in the
 * lists of losses.
 */
export type Choices = readonly number[];

/** What is searched: for every matrix what it loses at each of its choices, and the cycles of a step. */
export interface BudgetProblem {
  /** Falling. */
  readonly losses: readonly Float64Array[];
  /** Cycles of a step, as the simulator measures them. */
  readonly cyclesOf: (choices: Choices) => number;
  readonly most: number;
}

/** The best choices that were found, and their cycles. */
export interface WithinBudget {
  readonly choices: Choices;
  readonly cycles: number;
}

/** How often costs are measured anew around the best choices. */
const ROUNDS = 4;

/**
 * The choices that lose least within a number of cycles; null where even the least of every matrix takes
 * more.
 *
 * Where the cycles of matrices add up, as they do when one product follows the other, a dynamic programme
 * finds the best at once. Where phases overlap, what a matrix costs depends on the others: costs are
 * measured with the others as they are in the best choices so far, the programme runs again, and at the end
 * single steps and exchanges are tried until none helps. What is returned was measured.
 */
export function withinBudget(problem: BudgetProblem): WithinBudget | null {
  const { losses, most } = problem;
  const cyclesOf = remembered(problem.cyclesOf);
  const least = losses.map(() => 0);
  if (cyclesOf(least) > most) return null;
  const all = losses.map(({ length }) => length - 1);
  if (cyclesOf(all) <= most) return { choices: all, cycles: cyclesOf(all) };
  let best: Choices = least;
  const measured = { ...problem, cyclesOf };
  for (let round = 0; round < ROUNDS; round++) {
    const found = programmed(measured, best);
    if (lossOf(losses, found) >= lossOf(losses, best)) break;
    best = found;
  }
  best = exchanged(measured, best);
  return { choices: best, cycles: cyclesOf(best) };
}

function lossOf(losses: readonly Float64Array[], choices: Choices): number {
  return choices.reduce((sum, choice, m) => sum + losses[m][choice], 0);
}

/**
 * The best by costs that add up to those of a step at `around`, for the largest sum that is within budget.
 */
function programmed({ losses, cyclesOf, most }: BudgetProblem, around: Choices): Choices {
  const base = cyclesOf(around);
  const measured = losses.map(({ length }, m) =>
    costsOf(length, (choice) => cyclesOf(around.with(m, choice)) - base),
  );
  const least = base + measured.reduce((sum, costs) => sum + costs[0], 0);
  const lists = losses.map((ofMatrix, m) => ({
    costs: measured[m].map((cost) => Math.max(0, cost - measured[m][0])),
    losses: ofMatrix,
  }));
  // What is measured may be less than the sum, or more: the sum that is within budget is found by halving.
  const spare = Math.max(0, most - least);
  const choose = leastLoss(lists, 2 * spare + 1);
  let best = around;
  const isWithin = (sum: number): boolean => {
    const choices = choose(sum);
    if (choices === null || cyclesOf(choices) > most) return false;
    if (lossOf(losses, choices) < lossOf(losses, best)) best = choices;
    return true;
  };
  isWithin(spare);
  let [low, high] = [0, 2 * spare + 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isWithin(middle)) low = middle;
    else high = middle;
  }
  return best;
}

/** Costs of all choices of a matrix: measured, but for those between two on one line with their middle. */
function costsOf(length: number, costOf: (choice: number) => number): Float64Array {
  const costs = new Float64Array(length);
  const fill = (low: number, high: number): void => {
    if (high - low < 2) return;
    const middle = Math.floor((low + high) / 2);
    costs[middle] = costOf(middle);
    const slope = (costs[high] - costs[low]) / (high - low);
    if (costs[middle] === costs[low] + slope * (middle - low)) {
      for (let each = low + 1; each < high; each++)
        costs[each] = Math.ceil(costs[low] + slope * (each - low));
      return;
    }
    fill(low, middle);
    fill(middle, high);
  };
  for (const end of [0, length - 1]) costs[end] = costOf(end);
  fill(0, length - 1);
  return costs;
}

/** Raises one matrix, or one at the expense of another, as long as that loses less and is within budget. */
function exchanged({ losses, cyclesOf, most }: BudgetProblem, from: Choices): Choices {
  let best = from;
  for (;;) {
    const better = neighboursOf(losses, best)
      .map((choices) => ({ choices, loss: lossOf(losses, choices) }))
      .filter(({ loss }) => loss < lossOf(losses, best))
      .sort((a, b) => a.loss - b.loss)
      .find(({ choices }) => cyclesOf(choices) <= most);
    if (better === undefined) return best;
    best = better.choices;
  }
}

/** How far an exchange goes. */
const REACH = 4;

function neighboursOf(losses: readonly Float64Array[], choices: Choices): readonly Choices[] {
  const moves: Choices[] = [];
  const isIn = (m: number, choice: number) => choice >= 0 && choice < losses[m].length;
  for (let up = 0; up < choices.length; up++) {
    for (let by = 1; by <= REACH; by++) {
      if (!isIn(up, choices[up] + by)) break;
      const raised = choices.with(up, choices[up] + by);
      moves.push(raised);
      for (let down = 0; down < choices.length; down++)
        for (let less = 1; down !== up && less <= REACH && isIn(down, choices[down] - less); less++)
          moves.push(raised.with(down, choices[down] - less));
    }
  }
  return moves;
}

function remembered(cyclesOf: BudgetProblem['cyclesOf']): BudgetProblem['cyclesOf'] {
  const known = new Map<string, number>();
  return (choices) => {
    const key = choices.join();
    const cycles = known.get(key) ?? cyclesOf(choices);
    known.set(key, cycles);
    return cycles;
  };
}
