/**
 * True when `a` is at most `b` in every objective and below it in one; all objectives are
 * minimised. Takes Infinity, not NaN.
 */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  return weaklyDominates(a, b) && a.some((cost, m) => cost < b[m]);
}

/** True when `a` is at most `b` in every objective: it dominates `b` or equals it. */
export function weaklyDominates(a: readonly number[], b: readonly number[]): boolean {
  for (let m = 0; m < a.length; m++) if (a[m] > b[m]) return false;
  return true;
}

/**
 * Throws a RangeError unless all cost vectors have the same objectives, at least
 * one, and every cost is finite.
 */
export function checkCosts(costs: readonly (readonly number[])[]): void {
  const objectives = costs[0]?.length;
  if (objectives === 0) throw new RangeError('cost vector 0 has no objectives');
  for (const [i, vector] of costs.entries()) {
    if (vector.length !== objectives) {
      throw new RangeError(`cost vector ${i} has ${vector.length} objectives, vector 0 has ${objectives}`);
    }
    const wrong = vector.findIndex((cost) => !Number.isFinite(cost));
    if (wrong >= 0) throw new RangeError(`cost vector ${i}: objective ${wrong} is ${vector[wrong]}`);
  }
}

/**
 * The non-dominated cost vectors, all objectives minimised: their indices in ascending order. Equal vectors
 * are all kept. `costs[i][m]` is objective m of vector i. Two objectives take one sweep over the sorted
 * vectors (Kung, Luccio, Preparata: On Finding the Maxima of a Set of Vectors, Journal of the ACM 22(4),
 * 1975); others are sorted so that nothing dominates what comes before it, and each is compared with the
 * front alone (Chomicki, Godfrey, Gryz, Liang: Skyline with Presorting, ICDE 2003), which is fast where the
 * front is small. Throws a RangeError on costs that checkCosts refuses.
 */
export function paretoFront(costs: readonly (readonly number[])[]): number[] {
  checkCosts(costs);
  const front = costs[0]?.length === 2 ? sweep(costs) : filterPresorted(costs);
  return front.sort((i, j) => i - j);
}

/**
 * By the first objective, then the second: a vector is dominated when a smaller
 * first one has at most its second.
 */
function sweep(costs: readonly (readonly number[])[]): number[] {
  const order = costs.map((_, i) => i).sort((i, j) => lexicographic(costs[i], costs[j]));
  const front: number[] = [];
  let last: readonly number[] = [Infinity, Infinity];
  for (const i of order) {
    const isEqual = costs[i][0] === last[0] && costs[i][1] === last[1];
    if (costs[i][1] >= last[1] && !isEqual) continue;
    last = costs[i];
    front.push(i);
  }
  return front;
}

function filterPresorted(costs: readonly (readonly number[])[]): number[] {
  // Rounding keeps the order of sums of ordered terms, up to ties; those go to the lexicographic order, which
  // never puts a dominating vector last.
  const sums = costs.map((vector) => vector.reduce((sum, cost) => sum + cost, 0));
  const bySum = (i: number, j: number) =>
    sums[i] < sums[j] ? -1 : sums[i] > sums[j] ? 1 : lexicographic(costs[i], costs[j]);
  const order = costs.map((_, i) => i).sort(bySum);
  const front: number[] = [];
  for (const i of order) if (!isDominated(costs[i], front, costs)) front.push(i);
  return front;
}

/** What dominates a vector moves one place forward, so that strong vectors are met early. */
function isDominated(
  vector: readonly number[],
  front: number[],
  costs: readonly (readonly number[])[],
): boolean {
  for (let k = 0; k < front.length; k++) {
    if (!dominates(costs[front[k]], vector)) continue;
    if (k > 0) [front[k - 1], front[k]] = [front[k], front[k - 1]];
    return true;
  }
  return false;
}

function lexicographic(a: readonly number[], b: readonly number[]): number {
  const m = a.findIndex((cost, i) => cost !== b[i]);
  return m < 0 ? 0 : a[m] - b[m];
}
