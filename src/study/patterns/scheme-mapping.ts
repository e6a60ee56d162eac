/** What a layer takes with a pruning scheme. */
export interface SchemeLatency {
  readonly scheme: string;
  /** Weights that are kept or removed together: 1 of unstructured pruning, p x q of blocks. */
  readonly blockSize: number;
  /** In cycles, or in any unit that all of a table have. */
  readonly latency: number;
}

/**
 * The scheme and block size of a layer by the rule of Gong et al. (TODAES 2022, arXiv 2111.11581), from a
 * table of latencies that was made before: the smaller the blocks, the better the accuracy, so it is the
 * smallest block whose latency is at most 1 + `tolerance` times the least. Of equally small blocks it is the
 * faster one, then the first. With a tolerance of 0 it is the fastest. Throws RangeError for an empty table
 * and for a tolerance below 0.
 */
export function schemeFor(latencies: readonly SchemeLatency[], tolerance: number): SchemeLatency {
  if (latencies.length === 0) throw new RangeError('latencies: found none, expected at least one');
  if (!(tolerance >= 0)) throw new RangeError(`tolerance: found ${tolerance}, expected at least 0`);
  const least = latencies.reduce((fastest, { latency }) => Math.min(fastest, latency), Infinity);
  return latencies
    .filter(({ latency }) => latency <= least * (1 + tolerance))
    .reduce((best, one) => (isBetter(one, best) ? one : best));
}

function isBetter(one: SchemeLatency, other: SchemeLatency): boolean {
  if (one.blockSize !== other.blockSize) return one.blockSize < other.blockSize;
  return one.latency < other.latency;
}
