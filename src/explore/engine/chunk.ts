/** Part `index` (from 1) of `of`: contiguous points, so that the parts share few matrices. */
export interface Chunk {
  readonly index: number;
  readonly of: number;
}

/** The numbers of the points of a chunk; without a chunk those of all points. */
export function indicesOf(count: number, chunk: Chunk | null): number[] {
  const from = chunk ? Math.floor(((chunk.index - 1) * count) / chunk.of) : 0;
  const to = chunk ? Math.floor((chunk.index * count) / chunk.of) : count;
  return Array.from({ length: to - from }, (_, i) => from + i);
}
