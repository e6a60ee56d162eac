import type { StoredMatrix } from '../../bbs/matrix.ts';
import { rowSums } from '../../bbs/row-sums.ts';
import { type NumberFormat, type Saturations, wrapCounted } from '../../num/fixed.ts';
import { gruSums } from '../gru.ts';
import { type GruUnit, gruCells, gruUnit } from '../gru-cell.ts';
import type { GruLayerShape } from '../shape.ts';
import type { FixedState } from '../state.ts';
import type { StoredLayer } from '../stored-layer.ts';

type GruLayer = StoredLayer<GruLayerShape>;

/** What holds the sum of some products: an accumulator, which wraps. */
type Held = (sum: number) => number;

/** What the rows of a matrix add to accumulators. */
type Products = (matrix: StoredMatrix, operand: Int16Array) => Float64Array;

/** One step of a GRU layer in integers. docs/timing.md section 6. */
export function fixedGru(
  layer: GruLayer,
  format: NumberFormat,
  x: Int16Array,
  { h }: FixedState,
  saturations: Saturations,
): FixedState {
  const unit = gruUnit(format, saturations);
  const held = (sum: number) => wrapCounted(sum, format.accumulatorBits, saturations);
  const products: Products = (matrix, operand) => rowSums(matrix, operand, format, saturations);
  const next = layer.shape.resetAfter
    ? resetAfter(layer, unit, held, products, x, h)
    : resetBefore(layer, unit, held, products, x, h);
  return { h: next, c: new Int16Array(0) };
}

function resetAfter(
  { gates, shape, biasCodes }: GruLayer,
  unit: GruUnit,
  held: Held,
  products: Products,
  x: Int16Array,
  h: Int16Array,
) {
  const { hidden } = shape;
  const bias = (k: number) => biasCodes?.subarray(k * hidden, (k + 1) * hidden) ?? new Int16Array(hidden);
  const biases = { r: bias(0), z: bias(1), nx: bias(2), nh: bias(3) };
  return gruCells(unit, gruSums(products(gates[0], x), products(gates[1], h), held), biases, h);
}

/** The reset scales h before its product with the candidate's weights, which waits for it. */
function resetBefore(
  layer: GruLayer,
  unit: GruUnit,
  held: Held,
  products: Products,
  x: Int16Array,
  h: Int16Array,
): Int16Array {
  const { hidden } = layer.shape;
  const biases = layer.biasCodes ?? new Int16Array(3 * hidden);
  const sums = sumsBeforeReset(layer, products, x, h);
  const rz = sums.rz.map(held);
  const rh = h.map((state, k) => unit.reset(unit.gate(rz[k], biases[k]), state));
  const n = sums.candidate(rh).map(held);
  return h.map((state, k) => {
    const z = unit.gate(rz[hidden + k], biases[hidden + k]);
    return unit.update(z, unit.candidate(n[k], biases[2 * hidden + k]), state);
  });
}

/** The exact sums of r and z (2H), and of the candidate (H) once h is reset. */
function sumsBeforeReset(
  { gates, gateMatrix, shape }: GruLayer,
  products: Products,
  x: Int16Array,
  h: Int16Array,
) {
  if (gateMatrix === 'combined') {
    const after = (state: Int16Array) => Int16Array.of(...x, ...state);
    return {
      rz: products(gates[0], after(h)),
      candidate: (rh: Int16Array) => products(gates[1], after(rh)),
    };
  }
  const overX = products(gates[0], x);
  return {
    rz: products(gates[1], h).map((sum, row) => sum + overX[row]),
    candidate: (rh: Int16Array) => products(gates[2], rh).map((sum, k) => sum + overX[2 * shape.hidden + k]),
  };
}
