import type { StoredMatrix } from '../../bbs/matrix.ts';
import { rowSums } from '../../bbs/row-sums.ts';
import { activationTable, lookUp } from '../../num/activation.ts';
import { type NumberFormat, roundShift, type Saturations, saturate, wrapCounted } from '../../num/fixed.ts';
import type { LstmLayerShape } from '../shape.ts';
import type { FixedState } from '../state.ts';
import type { StoredLayer } from '../stored-layer.ts';

/** One step of an LSTM layer in integers. docs/timing.md section 6. */
export function fixedLstm(
  layer: StoredLayer<LstmLayerShape>,
  format: NumberFormat,
  x: Int16Array,
  { h, c }: FixedState,
  saturations: Saturations,
): FixedState {
  const next = cellStep(layer, format, gateSums(layer, format, x, h, saturations), c, saturations);
  if (layer.projection === null) return next;
  return { h: project(layer.projection, format, next.h, saturations), c: next.c };
}

/** acc: all products over x and h, exact, then wrapped to the accumulator. */
function gateSums(
  layer: StoredLayer,
  format: NumberFormat,
  x: Int16Array,
  h: Int16Array,
  saturations: Saturations,
): Float64Array {
  const { gates } = layer;
  const held = (sum: number) => wrapCounted(sum, format.accumulatorBits, saturations);
  if (layer.gateMatrix === 'combined') {
    const xh = new Int16Array(x.length + h.length);
    xh.set(x);
    xh.set(h, x.length);
    return rowSums(gates[0], xh, format, saturations).map(held);
  }
  const overX = rowSums(gates[0], x, format, saturations);
  const overH = rowSums(gates[1], h, format, saturations);
  return overX.map((sum, row) => held(sum + overH[row]));
}

function cellStep(
  { shape, biasCodes, peepholeCodes }: StoredLayer,
  format: NumberFormat,
  sums: Float64Array,
  c: Int16Array,
  saturations: Saturations,
): FixedState {
  const { hidden } = shape;
  const { bits, fractionBits } = format;
  const sigmoid = activationTable('sigmoid', format);
  const tanh = activationTable('tanh', format);
  const one = 2 ** fractionBits;
  const preActivation = (row: number, peephole: number) => {
    const exact = sums[row] + peephole + (biasCodes ? biasCodes[row] * one : 0);
    return saturate(roundShift(exact, fractionBits), bits, saturations, 'preActivation');
  };
  const multiply = (a: number, b: number) =>
    saturate(roundShift(a * b, fractionBits), bits, saturations, 'multiply');
  const next = { h: new Int16Array(hidden), c: new Int16Array(hidden) };
  for (let n = 0; n < hidden; n++) {
    const i = lookUp(sigmoid, preActivation(n, peepholeCodes ? peepholeCodes.i[n] * c[n] : 0));
    const f = lookUp(sigmoid, preActivation(hidden + n, peepholeCodes ? peepholeCodes.f[n] * c[n] : 0));
    const g = lookUp(tanh, preActivation(2 * hidden + n, 0));
    const cell = saturate(multiply(f, c[n]) + multiply(i, g), bits, saturations, 'cellState');
    const o = lookUp(sigmoid, preActivation(3 * hidden + n, peepholeCodes ? peepholeCodes.o[n] * cell : 0));
    next.c[n] = cell;
    next.h[n] = multiply(o, lookUp(tanh, cell));
  }
  return next;
}

/** r = sat((Wp h' + 2^(F-1)) >> F), the sum wrapped to the accumulator first. */
function project(
  projection: StoredMatrix,
  format: NumberFormat,
  h: Int16Array,
  saturations: Saturations,
): Int16Array {
  const { bits, fractionBits, accumulatorBits } = format;
  const sums = rowSums(projection, h, format, saturations);
  return Int16Array.from(sums, (sum) =>
    saturate(
      roundShift(wrapCounted(sum, accumulatorBits, saturations), fractionBits),
      bits,
      saturations,
      'projection',
    ),
  );
}
