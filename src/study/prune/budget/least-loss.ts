/** What each option of a matrix costs (whole numbers from 0; infinite: it cannot be had) and loses. */
export interface Options {
  readonly costs: Float64Array;
  readonly losses: Float64Array;
}

/** One option of each list for a number of costs, by their places; null: even the cheapest cost more. */
export type LeastLoss = (most: number) => readonly number[] | null;

/** Costs that are told apart: beyond as many they are counted in larger units, rounded up. */
const MOST_STATES = 2 ** 18;

/**
 * One option of each list so that the costs sum to at most a number and the losses to as little as can be,
 * for every number up to `capacity`: dynamic programming over sums of costs. Of equal losses the lesser
 * cost and the earlier options.
 */
export function leastLoss(lists: readonly Options[], capacity: number): LeastLoss {
  const unit = unitOf(lists, capacity);
  const states = Math.floor(capacity / unit) + 1;
  let losses = new Float64Array(states).fill(Infinity);
  losses[0] = 0;
  const chosen: Int32Array[] = [];
  for (const list of lists) {
    const next = new Float64Array(states).fill(Infinity);
    const choices = new Int32Array(states).fill(-1);
    for (let at = 0; at < list.costs.length; at++)
      addOption(losses, Math.ceil(list.costs[at] / unit), list.losses[at], at, next, choices);
    losses = next;
    chosen.push(choices);
  }
  return (most) => {
    let best = -1;
    for (let cost = 0; cost * unit <= Math.min(most, capacity); cost++)
      if (losses[cost] < (best < 0 ? Infinity : losses[best])) best = cost;
    return best < 0 ? null : choicesAt(lists, chosen, best, unit);
  };
}

/** The largest unit that all costs are multiples of, or one by which there are few enough states. */
function unitOf(lists: readonly Options[], capacity: number): number {
  let divisor = 0;
  for (const { costs } of lists)
    for (const cost of costs.filter(Number.isFinite)) divisor = greatestDivisor(divisor, cost);
  return Math.max(1, divisor, Math.ceil(capacity / MOST_STATES));
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

function addOption(
  before: Float64Array,
  cost: number,
  loss: number,
  option: number,
  next: Float64Array,
  choices: Int32Array,
): void {
  for (let sum = cost; sum < next.length; sum++) {
    const total = before[sum - cost] + loss;
    if (total >= next[sum]) continue;
    next[sum] = total;
    choices[sum] = option;
  }
}

/** The options that led to a sum of costs, the last list's first. */
function choicesAt(
  lists: readonly Options[],
  chosen: readonly Int32Array[],
  sum: number,
  unit: number,
): number[] {
  const result: number[] = [];
  for (let list = lists.length - 1; list >= 0; list--) {
    const at = chosen[list][sum];
    result.unshift(at);
    sum -= Math.ceil(lists[list].costs[at] / unit);
  }
  return result;
}
