/** Halvings after which two sparsities are one number. */
const HALVINGS = 60;

/**
 * The sparsity at which a pattern keeps nearest to `count` of `total` weights. `keptAt` says how many it
 * keeps at a sparsity; it must not grow with the sparsity. Where the plain share 1 - count / total keeps
 * exactly `count`, it is that; else one that is found by halving between all and nothing. Where no sparsity
 * keeps `count`, it is one that keeps the nearest count (of two equally near the larger). 0 for a matrix
 * without weights.
 */
export function nearestSparsity(count: number, total: number, keptAt: (sparsity: number) => number): number {
  if (total === 0) return 0;
  const share = 1 - count / total;
  if (keptAt(share) === count) return share;
  let dense = { sparsity: 0, kept: keptAt(0) };
  let sparse = { sparsity: 1, kept: keptAt(1) };
  if (dense.kept <= count) return 0;
  if (sparse.kept >= count) return 1;
  for (let halving = 0; halving < HALVINGS && dense.kept - sparse.kept > 1; halving++) {
    const sparsity = (dense.sparsity + sparse.sparsity) / 2;
    const middle = { sparsity, kept: keptAt(sparsity) };
    if (middle.kept === count) return sparsity;
    if (middle.kept > count) dense = middle;
    else sparse = middle;
  }
  return (dense.kept - count <= count - sparse.kept ? dense : sparse).sparsity;
}
