/**
 * A sparsity such as 0.9 is a decimal that binary numbers only come near to: a product this close to a half
 * (relative to `total`) is meant to be the half. Rounding errs by less than half of it, and for less than
 * 10^8 weights no sparsity of seven digits comes as close without being one.
 */
const ROUNDING = 1e-15;

/**
 * How many of `total` things stay at `sparsity`: floor((1 - sparsity) * total + 1/2), as in real
 * numbers. docs/timing.md section 8.
 */
export function keptCount(total: number, sparsity: number): number {
  return Math.min(total, Math.floor((1 - sparsity) * total + 0.5 + total * ROUNDING));
}

/**
 * As `keptCount`, at least one: balanced patterns and blocks never keep nothing. docs/timing.md section 8.
 */
export function keptCountOrOne(total: number, sparsity: number): number {
  return Math.max(1, keptCount(total, sparsity));
}
