/** What a row needs while its weights go one by one; made once for all rows of a matrix. */
export interface Elimination {
  readonly size: number;
  /** The inverse of H, row-major. */
  readonly inverse: Float64Array;
  /** Of every column the group that it is in, and of every group how many of its columns have to go. */
  readonly groupOf: Uint32Array;
  readonly surplus: Uint32Array;
  readonly left: LeftColumns;
}

/** Which positions of a row are cut before anything is chosen (0), as a mask of the row; null: none. */
type OwnMask = Uint8Array | null;

/**
 * The columns that are left of a row, close together and ascending; one that just went may stand among
 * them.
 */
interface LeftColumns {
  readonly columns: Uint32Array;
  readonly weights: Float64Array;
  /** Diagonal of the inverse of what is left of H; 0: the column has gone. */
  readonly diagonal: Float64Array;
  /**
   * A row for every column that went: column j of the inverse then, over the root of its diagonal element.
   */
  readonly steps: Float64Array;
  readonly step: Float64Array;
  /** Of every group how many columns have yet to go. */
  readonly surplus: Int32Array;
}

/**
 * What rows of weights in such groups need: size * (columns that go) numbers, and size^2 where rows have
 * masks of their own (`isMasked`).
 */
export function openElimination(
  inverse: Float64Array,
  groupOf: Uint32Array,
  surplus: Uint32Array,
  isMasked: boolean,
): Elimination {
  const size = groupOf.length;
  const going = isMasked ? size : surplus.reduce((sum, count) => sum + count, 0);
  const reals = (length: number) => new Float64Array(length);
  const left = {
    columns: new Uint32Array(size),
    weights: reals(size),
    diagonal: reals(size),
    steps: reals(size * going),
    step: reals(size),
    surplus: new Int32Array(surplus.length),
  };
  return { size, inverse, groupOf, surplus, left };
}

/**
 * Optimal Brain Surgeon on one row (Hassibi and Stork, 1993; as Frantar and Alistarh run it in "Optimal Brain
 * Compression", NeurIPS 2022), with a number of weights that every group must lose: of the columns of groups
 * with weights to lose the one with the least w_j^2 / Hinv_jj goes (of equal ones the last, as magnitude
 * pruning keeps the first), and the others take over what they can, w -= Hinv_j w_j / Hinv_jj. What is left
 * is the least squares fit of the row on the columns that are kept. Columns that `own` leaves
 * out, whose weights are 0, go before all others; where a group may not lose all of them, the first stay as
 * zeros. `row` is changed in place; `mask` becomes 1 where a column stays.
 *
 * Hinv without a column is Hinv - Hinv_j Hinv_j^T / Hinv_jj: a step of Cholesky's factorisation, with the
 * pivots in the order in which columns go. So Hinv is not copied for every row: its columns are made when
 * they are needed, from the steps before, about D^3 / 6 products for all.
 */
export function eliminateRow(
  { size, inverse, groupOf, surplus, left }: Elimination,
  row: Float64Array,
  mask: Uint8Array,
  own: OwnMask,
): void {
  const { columns, weights, diagonal } = left;
  mask.fill(0);
  for (let j = 0; j < size; j++) {
    columns[j] = j;
    weights[j] = row[j];
    diagonal[j] = inverse[j * size + j];
  }
  left.surplus.set(surplus);
  let [length, gone, steps] = [size, 0, 0];
  for (;;) {
    const at = next(left, length, groupOf, own);
    if (at < 0) break;
    stepOf(left, at, length, steps, size, inverse);
    takeStep(left, at, length, steps++, size);
    if (--left.surplus[groupOf[columns[at]]] < 0) mask[columns[at]] = 1;
    if (++gone * 8 < length) continue;
    length = closeUp(left, length, steps, size);
    gone = 0;
  }
  row.fill(0);
  for (let i = 0; i < length; i++) {
    if (diagonal[i] === 0) continue;
    row[columns[i]] = weights[i];
    mask[columns[i]] = 1;
  }
}

/** The place of the column that goes next; -1: none has to. */
function next(
  { columns, weights, diagonal, surplus }: LeftColumns,
  length: number,
  groupOf: Uint32Array,
  own: OwnMask,
): number {
  let [found, least] = [-1, Infinity];
  for (let i = length - 1; i >= 0; i--) {
    if (diagonal[i] === 0) continue;
    if (own !== null && own[columns[i]] === 0) return i;
    if (surplus[groupOf[columns[i]]] <= 0) continue;
    const cost = (weights[i] * weights[i]) / diagonal[i];
    if (cost >= least) continue;
    found = i;
    least = cost;
  }
  return found;
}

/** Column `at` of the inverse of what is left of H, into `step`. */
function stepOf(
  { columns, steps, step }: LeftColumns,
  at: number,
  length: number,
  count: number,
  size: number,
  inverse: Float64Array,
): void {
  const from = columns[at] * size;
  for (let i = 0; i < length; i++) step[i] = inverse[from + columns[i]];
  let s = 0;
  for (; s + 3 < count; s += 4) {
    const [a, b, c, d] = [s * size, (s + 1) * size, (s + 2) * size, (s + 3) * size];
    const [fa, fb, fc, fd] = [steps[a + at], steps[b + at], steps[c + at], steps[d + at]];
    for (let i = 0; i < length; i++)
      step[i] -= fa * steps[a + i] + fb * steps[b + i] + (fc * steps[c + i] + fd * steps[d + i]);
  }
  for (; s < count; s++) {
    const [a, fa] = [s * size, steps[s * size + at]];
    for (let i = 0; i < length; i++) step[i] -= fa * steps[a + i];
  }
}

/**
 * The column at `at` goes: the weights that are left, the diagonal, and a row of `steps` for those to come.
 */
function takeStep(
  { weights, diagonal, steps, step }: LeftColumns,
  at: number,
  length: number,
  count: number,
  size: number,
): void {
  const root = Math.sqrt(diagonal[at]);
  const weight = weights[at] / root;
  for (let i = 0; i < length; i++) {
    const part = step[i] / root;
    steps[count * size + i] = part;
    weights[i] -= part * weight;
    diagonal[i] = diagonal[i] === 0 ? 0 : Math.max(diagonal[i] - part * part, Number.MIN_VALUE);
  }
  diagonal[at] = 0;
}

/** Takes the columns that went out of all lists; returns how many are left. */
function closeUp(
  { columns, weights, diagonal, steps }: LeftColumns,
  length: number,
  count: number,
  size: number,
): number {
  for (let s = 0; s < count; s++) {
    let to = s * size;
    for (let i = 0; i < length; i++) if (diagonal[i] !== 0) steps[to++] = steps[s * size + i];
  }
  let kept = 0;
  for (let i = 0; i < length; i++) {
    if (diagonal[i] === 0) continue;
    columns[kept] = columns[i];
    weights[kept] = weights[i];
    diagonal[kept++] = diagonal[i];
  }
  return kept;
}
