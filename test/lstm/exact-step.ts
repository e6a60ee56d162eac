import type { FixedState } from '../../src/lstm/state.ts';
import type { StoredLayer } from '../../src/lstm/stored-layer.ts';
import type { NumberFormat, Saturations } from '../../src/num/fixed.ts';
import { exactArithmetic } from './exact-arithmetic.ts';

/**
 * A step of docs/timing.md section 6 transcribed to BigInt, formula by formula,
 * sharing no arithmetic with src/.
 */
export function exactStep(
  layer: StoredLayer,
  format: NumberFormat,
  x: Int16Array,
  { h, c }: FixedState,
): FixedState & { readonly saturations: Partial<Saturations> } {
  const { saturations, f, half, sat, mulr, sigmoid, tanh, accumulated, contribution } =
    exactArithmetic(format);
  const operands = layer.gateMatrix === 'combined' ? [Int16Array.of(...x, ...h)] : [x, h];
  const acc = (row: number) =>
    accumulated(layer.gates.reduce((sum, matrix, k) => sum + contribution(matrix, row, operands[k]), 0n));
  const { hidden } = layer.shape;
  const pre = (row: number, peephole: bigint) => {
    const bias = BigInt(layer.biasCodes?.[row] ?? 0);
    return sat((acc(row) + peephole + (bias << f) + half) >> f, 'preActivation');
  };
  const cells: bigint[] = [];
  const outputs: bigint[] = [];
  for (let n = 0; n < hidden; n++) {
    const peephole = (gate: 'i' | 'f' | 'o', cell: bigint) =>
      BigInt(layer.peepholeCodes?.[gate][n] ?? 0) * cell;
    const held = BigInt(c[n]);
    const i = sigmoid(pre(n, peephole('i', held)));
    const forget = sigmoid(pre(hidden + n, peephole('f', held)));
    const g = tanh(pre(2 * hidden + n, 0n));
    const cell = sat(mulr(forget, held) + mulr(i, g), 'cellState');
    const o = sigmoid(pre(3 * hidden + n, peephole('o', cell)));
    cells.push(cell);
    outputs.push(mulr(o, tanh(cell)));
  }
  const { projection } = layer;
  const hNew = Int16Array.from(outputs, Number);
  const projected =
    projection &&
    Int16Array.from({ length: projection.rows }, (_, row) =>
      Number(sat((accumulated(contribution(projection, row, hNew)) + half) >> f, 'projection')),
    );
  return { h: projected ?? hNew, c: Int16Array.from(cells, Number), saturations };
}
