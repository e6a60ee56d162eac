/**
 * The rows of each PE in the order in which it computes them: PE p has rows[start[p]] ..
 * rows[start[p+1]-1]. docs/timing.md section 1.
 */
export interface RowOrder {
  readonly pes: number;
  readonly start: Uint32Array;
  readonly rows: Uint32Array;
}

/** Row r belongs to PE r mod `pes`. */
export function naturalOrder(rowCount: number, pes: number): RowOrder {
  const start = new Uint32Array(pes + 1);
  const rows = new Uint32Array(rowCount);
  let at = 0;
  for (let pe = 0; pe < pes; pe++) {
    for (let row = pe; row < rowCount; row += pes) rows[at++] = row;
    start[pe + 1] = at;
  }
  return { pes, start, rows };
}

/** Rows by descending cost, the lower first on a tie: the order in which they are given to PEs. */
export function rowsByCost(costs: Uint32Array | Float64Array): Uint32Array {
  return Uint32Array.from(costs.keys()).sort((a, b) => costs[b] - costs[a] || a - b);
}

/**
 * Rows by descending cost (ties: lower row first), each to the PE with the least so far (ties: lower PE); a
 * PE computes its rows in the order in which it got them. `costs` are those of the rows from `rowFrom` on;
 * `byCost` are these rows as `rowsByCost` has them, for who asks for many numbers of PEs.
 */
export function balancedOrder(
  costs: Uint32Array | Float64Array,
  pes: number,
  rowFrom = 0,
  byCost = rowsByCost(costs),
): RowOrder {
  const peOfRow = new Uint32Array(costs.length);
  const start = new Uint32Array(pes + 1);
  const heap = leastLoadedFirst(pes);
  for (const row of byCost) {
    const pe = heap[0] % pes;
    peOfRow[row] = pe;
    start[pe + 1]++;
    heap[0] += costs[row] * pes;
    siftDown(heap);
  }
  for (let pe = 0; pe < pes; pe++) start[pe + 1] += start[pe];
  const next = start.slice(0, pes);
  const rows = new Uint32Array(costs.length);
  for (const row of byCost) rows[next[peOfRow[row]]++] = rowFrom + row;
  return { pes, start, rows };
}

/** The part of an order with rows rowFrom .. rowFrom + rowCount - 1, each on its PE and in its order. */
export function sliceOrder(order: RowOrder, rowFrom: number, rowCount: number): RowOrder {
  return partOfOrder(order, (row) => row >= rowFrom && row < rowFrom + rowCount);
}

/** The tile of an order with local rows localFrom .. localTo - 1 of every PE. */
export function tileOrder(order: RowOrder, localFrom: number, localTo: number): RowOrder {
  return partOfOrder(order, (_, local) => local >= localFrom && local < localTo);
}

function partOfOrder(
  { pes, start, rows }: RowOrder,
  isIn: (row: number, local: number) => boolean,
): RowOrder {
  const partStart = new Uint32Array(pes + 1);
  const part: number[] = [];
  for (let pe = 0; pe < pes; pe++) {
    for (let q = start[pe]; q < start[pe + 1]; q++) if (isIn(rows[q], q - start[pe])) part.push(rows[q]);
    partStart[pe + 1] = part.length;
  }
  return { pes, start: partStart, rows: Uint32Array.from(part) };
}

/** A binary heap of numbers load * pes + pe: the PE with the least load is on top, the lower PE on a tie. */
function leastLoadedFirst(pes: number): Float64Array {
  const heap = new Float64Array(pes);
  for (let pe = 0; pe < pes; pe++) heap[pe] = pe;
  return heap;
}

function siftDown(heap: Float64Array): void {
  const key = heap[0];
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
    if (heap[child] >= key) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = key;
}
