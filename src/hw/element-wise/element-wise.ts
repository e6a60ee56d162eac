import type {
  CellInstruction,
  ElementInstruction,
  Slice,
  WriteBackInstruction,
} from '../../lstm/program/program.ts';
import { lookUp } from '../../num/activation.ts';
import { roundShift, saturate, wrap } from '../../num/fixed.ts';
import { type ElementUnit, multiplyRounded, preActivation } from './element-unit.ts';
import {
  accumulatorSlice,
  countWrapped,
  isAccumulator,
  lostSlice,
  type RegisterFile,
  wordSlice,
} from './register-file.ts';

/** Executes one vector instruction. docs/timing.md sections 5 and 6. */
export function executeElement(
  unit: ElementUnit,
  registers: RegisterFile,
  instruction: ElementInstruction,
): void {
  const { op, operands, destination, point = 'projection' } = instruction;
  switch (op) {
    case 'add':
    case 'multiply':
      if (isAccumulator(registers, destination)) executeExact(unit, registers, instruction);
      else executeWords(unit, registers, instruction);
      return;
    case 'complement':
      complement(unit, wordSlice(registers, operands[0]), wordSlice(registers, destination));
      return;
    case 'copy':
      roundToWords(unit, registers, operands[0], wordSlice(registers, destination), point);
      return;
    default:
      activate(unit, registers, instruction, wordSlice(registers, destination));
  }
}

/** Sigmoid or tanh of words, or of accumulators that are rounded first. */
function activate(
  unit: ElementUnit,
  registers: RegisterFile,
  { op, operands }: ElementInstruction,
  out: Int16Array,
): void {
  roundToWords(unit, registers, operands[0], out, 'preActivation');
  const table = op === 'sigmoid' ? unit.sigmoid : unit.tanh;
  for (let i = 0; i < out.length; i++) out[i] = lookUp(table, out[i]);
}

/**
 * 1 - a of gates. It fits a word: 2^F does with an integer bit, and without one the table of sigmoid ends at
 * -1 (section 6), above a quarter.
 */
function complement({ format }: ElementUnit, a: Int16Array, out: Int16Array): void {
  const one = 2 ** format.fractionBits;
  for (let i = 0; i < out.length; i++) out[i] = one - a[i];
}

/** An operand as words: accumulators are rounded and saturated at `point`, words are taken as they are. */
function roundToWords(
  { format, saturations }: ElementUnit,
  registers: RegisterFile,
  operand: Slice,
  out: Int16Array,
  point: 'preActivation' | 'projection',
): void {
  if (!isAccumulator(registers, operand)) {
    out.set(wordSlice(registers, operand));
    return;
  }
  countWrapped(registers, operand, saturations);
  const source = accumulatorSlice(registers, operand);
  const { bits, fractionBits } = format;
  for (let i = 0; i < out.length; i++)
    out[i] = saturate(roundShift(source[i], fractionBits), bits, saturations, point);
}

/**
 * An add or multiply whose destination is an accumulator: exact in 2F fraction bits, but
 * for the join of two SpMV results.
 */
function executeExact(
  { format }: ElementUnit,
  registers: RegisterFile,
  instruction: ElementInstruction,
): void {
  const { op, operands, destination, sum } = instruction;
  const out = accumulatorSlice(registers, destination);
  const lost = lostSlice(registers, destination);
  if (op === 'multiply') {
    const [a, b] = operands.map((operand) => wordSlice(registers, operand));
    for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i];
    lost.fill(0);
    return;
  }
  const scale = 2 ** format.fractionBits;
  const [a, b] = operands.map((operand) =>
    isAccumulator(registers, operand)
      ? { values: accumulatorSlice(registers, operand), scale: 1, lost: lostSlice(registers, operand) }
      : { values: wordSlice(registers, operand), scale, lost: null },
  );
  for (let i = 0; i < out.length; i++) {
    const exact = a.values[i] * a.scale + b.values[i] * b.scale;
    const held = sum === 'wrap' ? wrap(exact, format.accumulatorBits) : exact;
    out[i] = held;
    lost[i] = (a.lost?.[i] ?? 0) + (b.lost?.[i] ?? 0) + exact - held;
  }
}

/** An add or multiply of words: mulr, or a saturating sum. */
function executeWords(
  { format, saturations }: ElementUnit,
  registers: RegisterFile,
  { op, operands, destination }: ElementInstruction,
): void {
  const out = wordSlice(registers, destination);
  const [a, b] = operands.map((operand) => wordSlice(registers, operand));
  const { bits, fractionBits } = format;
  for (let i = 0; i < out.length; i++) {
    out[i] =
      op === 'multiply'
        ? saturate(roundShift(a[i] * b[i], fractionBits), bits, saturations, 'multiply')
        : saturate(a[i] + b[i], bits, saturations, 'cellState');
  }
}

/** The projection write-back of the chained style: accumulators to words. */
export function executeWriteBack(
  unit: ElementUnit,
  registers: RegisterFile,
  { source, destination }: WriteBackInstruction,
): void {
  roundToWords(unit, registers, source, wordSlice(registers, destination), 'projection');
}

/**
 * The chained pipeline over all H elements: gates i, f, g, o in, c and h out.
 * docs/timing.md sections 4 and 6.
 */
export function executeCell(unit: ElementUnit, registers: RegisterFile, instruction: CellInstruction): void {
  const { hidden, gates, bias, peepholes } = instruction;
  countWrapped(registers, gates, unit.saturations);
  const acc = accumulatorSlice(registers, gates);
  const zeros = new Int16Array(4 * hidden);
  const biases = bias ? wordSlice(registers, bias) : zeros;
  const [pi, pf, po] = peepholes
    ? [peepholes.i, peepholes.f, peepholes.o].map((slice) => wordSlice(registers, slice))
    : [zeros, zeros, zeros];
  const cell = wordSlice(registers, instruction.cell);
  const output = wordSlice(registers, instruction.output);
  for (let n = 0; n < hidden; n++) {
    const held = cell[n];
    const i = lookUp(unit.sigmoid, preActivation(unit, acc[n], pi[n] * held, biases[n]));
    const f = lookUp(unit.sigmoid, preActivation(unit, acc[hidden + n], pf[n] * held, biases[hidden + n]));
    const g = lookUp(unit.tanh, preActivation(unit, acc[2 * hidden + n], 0, biases[2 * hidden + n]));
    const next = saturate(
      multiplyRounded(unit, f, held) + multiplyRounded(unit, i, g),
      unit.format.bits,
      unit.saturations,
      'cellState',
    );
    const o = lookUp(
      unit.sigmoid,
      preActivation(unit, acc[3 * hidden + n], po[n] * next, biases[3 * hidden + n]),
    );
    cell[n] = next;
    output[n] = multiplyRounded(unit, o, lookUp(unit.tanh, next));
  }
}
