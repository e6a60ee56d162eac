import type { Value } from '../store/record.ts';
import { numberIn, withNumbers } from './columns.ts';
import { levelsOf } from './levels.ts';
import type { Row } from './results.ts';
import { meanOf, squaresAround } from './statistics.ts';

/** How much a metric follows one factor alone. */
export interface Effect {
  /** Column of the factor. */
  readonly factor: string;
  readonly levels: number;
  /** The level with the lowest mean of the metric, and the mean there. */
  readonly lowestLevel: Value;
  readonly lowestMean: number;
  readonly highestLevel: Value;
  readonly highestMean: number;
  /** highestMean over lowestMean; null unless both are above 0. */
  readonly ratio: number | null;
  /**
   * Share of the metric's variance that lies between the levels, 0 to 1; null where the
   * metric is the same in all points.
   */
  readonly share: number | null;
}

/**
 * How much a metric follows each factor, the strongest first. The share is the first-order main effect
 * Var(E[m | factor]) / Var(m): the correlation ratio eta squared of Pearson (On the general theory of skew
 * correlation and non-linear regression, 1905), on a balanced grid the first-order index S_i of Sobol as in
 * Saltelli et al., Global Sensitivity Analysis: The Primer, 2008. What is missing from 1 in the sum of all
 * shares is interaction. Simulated points that have a number in the column take part; none gives no effects.
 */
export function sensitivityOf(rows: readonly Row[], metric: string, factors: readonly string[]): Effect[] {
  const taking = withNumbers(rows, [metric]);
  if (taking.length === 0) return [];
  const values = taking.map((row) => numberIn(row, metric));
  const mean = meanOf(values);
  const total = squaresAround(values, mean);
  return factors
    .map((factor) => effectOf(taking, metric, factor, { mean, total }))
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
}

function effectOf(
  rows: readonly Row[],
  metric: string,
  factor: string,
  { mean, total }: { readonly mean: number; readonly total: number },
): Effect {
  const levels = levelsOf(rows, factor).map(({ value, rows: members }) => ({
    value,
    count: members.length,
    mean: meanOf(members.map((row) => numberIn(row, metric))),
  }));
  const lowest = levels.reduce((best, level) => (level.mean < best.mean ? level : best));
  const highest = levels.reduce((best, level) => (level.mean > best.mean ? level : best));
  const between = levels.reduce((sum, level) => sum + level.count * (level.mean - mean) ** 2, 0);
  return {
    factor,
    levels: levels.length,
    lowestLevel: lowest.value,
    lowestMean: lowest.mean,
    highestLevel: highest.value,
    highestMean: highest.mean,
    ratio: lowest.mean > 0 ? highest.mean / lowest.mean : null,
    // Rounding may take the sum over levels a little above the total.
    share: total > 0 ? Math.min(1, between / total) : null,
  };
}
