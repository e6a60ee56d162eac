import { checkCosts, paretoFront, weaklyDominates } from '../../../src/explore/search/pareto.ts';

/**
 * The hypervolume of cost vectors: the volume that they dominate within the box that ends at `reference`, all
 * objectives minimised (Zitzler, Thiele: Multiobjective Evolutionary Algorithms: A Comparative Case Study and
 * the Strength Pareto Approach, IEEE Transactions on Evolutionary Computation 3(4), 1999). Exact: one sweep
 * for two objectives; more are cut into slices along the last one (While, Hingston, Barone, Huband: A Faster
 * Algorithm for Calculating Hypervolume, same Transactions 10(1), 2006), meant for a few thousand points in
 * three objectives. Vectors that are not below the reference in every objective add nothing. Throws a
 * RangeError on costs or a reference that checkCosts refuses; its message counts the reference as vector 0.
 */
export function hypervolume(costs: readonly (readonly number[])[], reference: readonly number[]): number {
  checkCosts([reference, ...costs]);
  const inside = costs.filter((point) => point.every((cost, m) => cost < reference[m]));
  return dominatedVolume(inside, reference);
}

function dominatedVolume(points: readonly (readonly number[])[], reference: readonly number[]): number {
  if (reference.length === 1) return points.reduce((most, [x]) => Math.max(most, reference[0] - x), 0);
  return reference.length === 2 ? dominatedArea(points, reference) : sliced(points, reference);
}

/** Rectangles from each point of the staircase to the reference, each below the one before it. */
function dominatedArea(points: readonly (readonly number[])[], [right, top]: readonly number[]): number {
  let area = 0;
  let above = top;
  for (const [x, y] of [...points].sort((a, b) => a[0] - b[0])) {
    if (y >= above) continue;
    area += (right - x) * (above - y);
    above = y;
  }
  return area;
}

/**
 * Slices between neighbouring values of the last objective: in each, the points up to it dominate
 * the same volume of the others.
 */
function sliced(points: readonly (readonly number[])[], reference: readonly number[]): number {
  const last = reference.length - 1;
  const below = reference.slice(0, last);
  let section: (readonly number[])[] = [];
  let [volume, sectionVolume, from] = [0, 0, 0];
  for (const point of nonDominated(points).sort((a, b) => a[last] - b[last])) {
    volume += sectionVolume * (point[last] - from);
    from = point[last];
    const projected = point.slice(0, last);
    if (section.some((other) => weaklyDominates(other, projected))) continue;
    section = [...section.filter((other) => !weaklyDominates(projected, other)), projected];
    sectionVolume = dominatedVolume(section, below);
  }
  return volume + sectionVolume * (reference[last] - from);
}

function nonDominated(points: readonly (readonly number[])[]): (readonly number[])[] {
  return paretoFront(points).map((i) => points[i]);
}
