import type { GruCellInstruction, GruResetInstruction, Slice } from '../../lstm/program/program.ts';
import { wrap } from '../../num/fixed.ts';
import type { ElementUnit } from './element-unit.ts';
import { resetAfterProducts, resetBeforeProducts, resetState } from './gru-cell.ts';
import { accumulatorSlice, countWrapped, lostSlice, type RegisterFile, wordSlice } from './register-file.ts';

/** The chained pipeline from the sums of r to r h. docs/timing.md sections 4 and 6. */
export function executeGruReset(
  unit: ElementUnit,
  registers: RegisterFile,
  { hidden, gate, bias, h, output }: GruResetInstruction,
): void {
  countWrapped(registers, gate, unit.saturations);
  const biases = bias ? wordSlice(registers, bias) : new Int16Array(hidden);
  const held = wordSlice(registers, h);
  resetState(unit, accumulatorSlice(registers, gate), biases, held, wordSlice(registers, output));
}

/** The chained pipeline from the gates' sums to the next h. docs/timing.md sections 4 and 6. */
export function executeGruCell(
  unit: ElementUnit,
  registers: RegisterFile,
  { hidden, gates, overH, bias, h, output }: GruCellInstruction,
): void {
  const held = wordSlice(registers, h);
  const out = wordSlice(registers, output);
  const biases = bias ? wordSlice(registers, bias) : new Int16Array((overH ? 4 : 2) * hidden);
  const biasOf = (k: number) => biases.subarray(k * hidden, (k + 1) * hidden);
  const sumsOf = (slice: Slice, k: number) => {
    const part = partOf(slice, k, hidden);
    countWrapped(registers, part, unit.saturations);
    return accumulatorSlice(registers, part);
  };
  if (overH === null) {
    const sums = { z: sumsOf(gates, 0), n: sumsOf(gates, 1) };
    resetBeforeProducts(unit, sums, { z: biasOf(0), n: biasOf(1) }, held, out);
    return;
  }
  const joined = (k: number) =>
    joinedSums(unit, registers, partOf(gates, k, hidden), partOf(overH, k, hidden));
  const sums = { r: joined(0), z: joined(1), nx: sumsOf(gates, 2), nh: sumsOf(overH, 2) };
  const ofGates = { r: biasOf(0), z: biasOf(1), nx: biasOf(2), nh: biasOf(3) };
  resetAfterProducts(unit, sums, ofGates, held, out);
}

/** The sums over x and over h together, wrapped to an accumulator; those that lost something are counted. */
function joinedSums(
  { format, saturations }: ElementUnit,
  registers: RegisterFile,
  overX: Slice,
  overH: Slice,
): Float64Array {
  const [x, h] = [overX, overH].map((slice) => accumulatorSlice(registers, slice));
  const [lostX, lostH] = [overX, overH].map((slice) => lostSlice(registers, slice));
  return x.map((sum, n) => {
    const exact = sum + h[n];
    const held = wrap(exact, format.accumulatorBits);
    if (lostX[n] + lostH[n] + exact - held !== 0) saturations.wrappedAccumulators++;
    return held;
  });
}

/** The k-th H elements of a slice. */
function partOf({ vector, from }: Slice, k: number, hidden: number): Slice {
  return { vector, from: from + k * hidden, length: hidden };
}
