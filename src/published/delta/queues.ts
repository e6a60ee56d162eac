/** What stands between the delta unit and the columns' products. */
export interface DeltaQueueOptions {
  /** Arrays with a queue each; the column c is array c mod arrays. */
  readonly arrays: number;
  /** Elements that the delta unit compares in a cycle. */
  readonly scanLanes: number;
}

/** The products of one step. Cycles count from the first comparison on. */
export interface DeltaTiming {
  readonly cycles: number;
  /** Columns that were sent, of all. */
  readonly activeColumns: number;
  /** Per array: cycles with a column. */
  readonly busyCycles: Uint32Array;
}

/**
 * The cycles in which the arrays work off the columns that the delta unit sends: it compares `scanLanes`
 * elements a cycle, in order; a column found in cycle t is in its array's queue in t + 1; an array takes a
 * column as soon as it has finished the last, and needs `cyclesOf(column)`. The slowest array decides. Queues
 * are deep enough for every column.
 */
export function timeColumns(
  active: ArrayLike<number>,
  columns: number,
  cyclesOf: (column: number) => number,
  { arrays, scanLanes }: DeltaQueueOptions,
): DeltaTiming {
  const finished = new Float64Array(arrays);
  const busyCycles = new Uint32Array(arrays);
  for (let i = 0; i < active.length; i++) {
    const array = active[i] % arrays;
    const cycles = cyclesOf(active[i]);
    finished[array] = Math.max(finished[array], Math.floor(active[i] / scanLanes) + 1) + cycles;
    busyCycles[array] += cycles;
  }
  const scan = Math.ceil(columns / scanLanes);
  const cycles = finished.reduce((most, end) => Math.max(most, end), scan);
  return { cycles, activeColumns: active.length, busyCycles };
}
