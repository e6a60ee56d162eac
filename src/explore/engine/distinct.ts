/**
 * How many distinct things `all` draws have of which `drawn` draws, at random, showed `seen`: the number of
 * equally likely things of which that many are expected, K (1 - (1 - 1/K)^drawn) = seen (the occupancy
 * problem; Feller, An Introduction to Probability Theory and Its Applications, volume 1, chapter II.5).
 * When no two draws showed the same, every draw is taken to have its own.
 */
export function distinctAmong(all: number, drawn: number, seen: number): number {
  if (drawn >= all) return seen;
  if (seen >= drawn) return all;
  const expected = (things: number) => -things * Math.expm1(drawn * Math.log1p(-1 / things));
  let [low, high] = [seen, all];
  if (expected(high) <= seen) return all;
  while (high - low > Math.max(0.5, low * 1e-6)) {
    const middle = (low + high) / 2;
    if (expected(middle) < seen) low = middle;
    else high = middle;
  }
  return Math.round(high);
}
