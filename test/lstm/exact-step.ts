import type { StoredMatrix } from '../../src/bbs/matrix.ts';
import type { FixedState } from '../../src/lstm/state.ts';
import type { StoredLayer } from '../../src/lstm/stored-layer.ts';
import type { NumberFormat, Saturations } from '../../src/num/fixed.ts';

/**
 * A step of docs/timing.md section 6 transcribed to BigInt, formula by formula,
 * sharing no arithmetic with src/.
 */
export function exactStep(
  layer: StoredLayer,
  { bits, fractionBits, accumulatorBits, activation: given }: NumberFormat,
  x: Int16Array,
  { h, c }: FixedState,
): FixedState & { readonly saturations: Partial<Saturations> } {
  const saturations: Partial<Saturations> = {};
  const [w, f] = [BigInt(bits), BigInt(fractionBits)];
  const half = f > 0n ? 1n << (f - 1n) : 0n;
  const sat = (value: bigint, point: keyof Saturations): bigint => {
    const kept =
      value < -(1n << (w - 1n)) ? -(1n << (w - 1n)) : value >= 1n << (w - 1n) ? (1n << (w - 1n)) - 1n : value;
    if (kept !== value) saturations[point] = (saturations[point] ?? 0) + 1;
    return kept;
  };
  const mulr = (a: bigint, b: bigint) => sat((a * b + half) >> f, 'multiply');
  const activation = (real: (s: number) => number, s: bigint): bigint => {
    const whole = 2 ** (bits - 1 - fractionBits);
    const range = given?.range ?? Math.min(8, whole);
    const codes = range * 2 ** (fractionBits + 1);
    const segments = given?.segments ?? Math.min(codes, range < whole ? 128 : 64);
    const t = (i: bigint) => {
      const value = real(((2 * Number(i)) / segments - 1) * range);
      return BigInt(Math.floor(value * 2 ** fractionBits + 0.5));
    };
    const from = s + BigInt(codes / 2);
    if (from < 0n) return t(0n);
    if (from >= codes) return t(BigInt(segments));
    const step = BigInt(codes / segments);
    const segment = from / step;
    return t(segment) + (((t(segment + 1n) - t(segment)) * (from % step)) >> BigInt(Math.log2(Number(step))));
  };
  const sigmoid = (s: bigint) => activation((v) => 1 / (1 + Math.exp(-v)), s);
  const tanh = (s: bigint) => activation(Math.tanh, s);
  const operands = layer.gateMatrix === 'combined' ? [Int16Array.of(...x, ...h)] : [x, h];
  const accumulated = (sum: bigint): bigint => {
    const held = BigInt.asIntN(accumulatorBits, sum);
    if (held !== sum) saturations.wrappedAccumulators = (saturations.wrappedAccumulators ?? 0) + 1;
    return held;
  };
  /** What a row adds to an accumulator: with int8 weights its sum held, rescaled and held again. */
  const contribution = (matrix: StoredMatrix, row: number, operand: Int16Array): bigint => {
    const sum = rowProducts(matrix, row, operand);
    if (!matrix.scales) return sum;
    const [m, e] = [BigInt(matrix.scales.multipliers[row]), BigInt(matrix.scales.shifts[row])];
    return accumulated((accumulated(sum) * m + (e === 0n ? 0n : 1n << (e - 1n))) >> e);
  };
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

function rowProducts({ rowStart, columns, codes }: StoredMatrix, row: number, x: Int16Array): bigint {
  let sum = 0n;
  for (let e = rowStart[row]; e < rowStart[row + 1]; e++) sum += BigInt(codes[e]) * BigInt(x[columns[e]]);
  return sum;
}
