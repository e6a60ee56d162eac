import type { StoredMatrix } from '../../src/bbs/matrix.ts';
import type { NumberFormat, Saturations } from '../../src/num/fixed.ts';

/** The roundings and tables of docs/timing.md section 6 in BigInt, sharing no arithmetic with src/. */
export function exactArithmetic({ bits, fractionBits, accumulatorBits, activation: given }: NumberFormat) {
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
  return { saturations, f, half, sat, mulr, sigmoid, tanh, accumulated, contribution };
}

/** The products of a row, exact. */
function rowProducts({ rowStart, columns, codes }: StoredMatrix, row: number, x: Int16Array): bigint {
  let sum = 0n;
  for (let e = rowStart[row]; e < rowStart[row + 1]; e++) sum += BigInt(codes[e]) * BigInt(x[columns[e]]);
  return sum;
}
