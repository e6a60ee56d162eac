import { checkCosts } from './pareto.ts';

/**
 * How much room each cost vector of a front has (Deb, Pratap, Agarwal, Meyarivan, 2002, section III-B; see
 * nsga2): per objective, the distance between the neighbours of the vector on either side, over the range of
 * the objective, summed; Infinity for the vectors at either end of an objective. An objective in which all
 * vectors are equal orders nothing and adds nothing, and of equal vectors the first and the last are the
 * ends. Distances are in the order of `costs`. Throws a RangeError on costs that checkCosts refuses.
 */
export function crowdingDistances(costs: readonly (readonly number[])[]): number[] {
  checkCosts(costs);
  // Without a neighbour a vector has all the room, even where no objective has a range.
  if (costs.length <= 2) return costs.map(() => Infinity);
  const distances = costs.map(() => 0);
  for (const m of costs[0].keys()) addDistances(distances, costs, m);
  return distances;
}

function addDistances(distances: number[], costs: readonly (readonly number[])[], m: number): void {
  const order = costs.map((_, i) => i).sort((i, j) => costs[i][m] - costs[j][m]);
  const [first, last] = [order[0], order[order.length - 1]];
  const range = costs[last][m] - costs[first][m];
  if (range === 0) return;
  distances[first] = Infinity;
  distances[last] = Infinity;
  for (let k = 1; k < order.length - 1; k++) {
    distances[order[k]] += (costs[order[k + 1]][m] - costs[order[k - 1]][m]) / range;
  }
}
