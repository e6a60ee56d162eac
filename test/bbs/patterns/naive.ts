import type { DenseMatrix } from '../../../src/bbs/matrix.ts';

/** A mask as its ones, row by row. */
export function rowsOf(mask: Uint8Array, cols: number): string[] {
  return Array.from({ length: mask.length / cols }, (_, row) =>
    mask.slice(row * cols, (row + 1) * cols).join(''),
  );
}

/**
 * The rule itself, by sorting: the `count` positions with the largest |w|, outside the mask
 * last, ties to the lower index.
 */
export function largestPositions(
  { values, mask }: DenseMatrix,
  positions: number[],
  count: number,
): number[] {
  const magnitude = (i: number) => (mask !== null && mask[i] === 0 ? -1 : Math.abs(values[i]));
  return [...positions].sort((a, b) => magnitude(b) - magnitude(a) || a - b).slice(0, count);
}

/** A mask with ones at these positions. */
export function maskOf(length: number, positions: Iterable<number>): Uint8Array {
  const mask = new Uint8Array(length);
  for (const position of positions) mask[position] = 1;
  return mask;
}

/** from, from + 1, .. to - 1 */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** floor((1 - percent/100) * total + 1/2), in integers. */
export function exactCount(total: number, percent: number): number {
  return Math.floor((2 * (100 - percent) * total + 100) / 200);
}
