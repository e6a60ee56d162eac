import { addProducts } from '../bbs/add-products.ts';
import type { StoredMatrix } from '../bbs/matrix.ts';
import { type NumberFormat, type Saturations, wrapCounted } from '../num/fixed.ts';
import { type GruGates, gruCells, gruUnit } from './gru-cell.ts';

/**
 * A GRU layer after quantisation: gates stacked in PyTorch's order r, z, n; the bias of
 * n is one over x and one over h.
 */
export interface StoredGru {
  readonly inputs: number;
  readonly hidden: number;
  /** 3H x X */
  readonly inputGates: StoredMatrix;
  /** 3H x H */
  readonly recurrentGates: StoredMatrix;
  /** Codes of W bits, H each; those of r and z are the sums of PyTorch's two. */
  readonly biases: GruGates<Int16Array>;
}

/**
 * One step of a GRU in integers: PyTorch's equations with the rules of docs/timing.md section 6. `x` and
 * `sent` are what the products see (with delta encoding `sent` is what was last sent of h), `h` is the state.
 * The reference for accelerators of delta networks; knows nothing of them.
 */
export function gruStep(
  { hidden, inputGates, recurrentGates, biases }: StoredGru,
  format: NumberFormat,
  x: Int16Array,
  sent: Int16Array,
  h: Int16Array,
  saturations: Saturations,
): Int16Array {
  const overX = new Float64Array(3 * hidden);
  const overH = new Float64Array(3 * hidden);
  addProducts(inputGates, x, overX);
  addProducts(recurrentGates, sent, overH);
  const sums = gruSums(overX, overH, (sum) => wrapCounted(sum, format.accumulatorBits, saturations));
  return gruCells(gruUnit(format, saturations), sums, biases, h);
}

/** The accumulators of all gates from the products over x and over h (3H each), as they are `held`. */
export function gruSums(
  overX: Float64Array,
  overH: Float64Array,
  held: (sum: number) => number,
): GruGates<Float64Array> {
  const hidden = overX.length / 3;
  const both = (from: number) =>
    overX.slice(from, from + hidden).map((sum, n) => held(sum + overH[from + n]));
  return {
    r: both(0),
    z: both(hidden),
    nx: overX.slice(2 * hidden).map(held),
    nh: overH.slice(2 * hidden).map(held),
  };
}
