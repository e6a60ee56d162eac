import type { StoredMatrix } from '../../../src/bbs/matrix.ts';
import type {
  ElementInstruction,
  Instruction,
  Program,
  Slice,
  SpmvInstruction,
} from '../../../src/lstm/program/program.ts';
import type { FixedState } from '../../../src/lstm/state.ts';
import type { StoredLayer } from '../../../src/lstm/stored-layer.ts';
import { activationTable, lookUp } from '../../../src/num/activation.ts';
import { type NumberFormat, roundShift, type Saturations, saturate, wrap } from '../../../src/num/fixed.ts';

import { rescaleExact, wrapExact } from '../../../src/num/row-scale.ts';

/**
 * Runs a program for its values alone, instruction by instruction in program order. Vectors and
 * regions are plain arrays of integers.
 */
export function interpret(
  program: Program,
  layer: StoredLayer,
  format: NumberFormat,
  x: Int16Array,
  state: FixedState,
  saturations: Saturations,
): FixedState {
  const vectors = program.vectors.map(({ length }) => new Array<number>(length).fill(Number.NaN));
  vectors[program.x] = Array.from(x);
  vectors[program.h] = Array.from(state.h);
  if (program.c !== null) vectors[program.c] = Array.from(state.c);
  const { bias, peepholes } = program.constants;
  if (bias !== null) vectors[bias] = Array.from(layer.biasCodes!);
  if (peepholes)
    for (const gate of ['i', 'f', 'o'] as const)
      vectors[peepholes[gate]] = Array.from(layer.peepholeCodes![gate]);
  const machine: Machine = {
    program,
    layer,
    format,
    saturations,
    vectors,
    regions: program.regions.map(({ length }) => new Array<number>(length).fill(Number.NaN)),
  };
  for (const instruction of program.instructions) execute(machine, instruction);
  const c = program.c === null ? [] : vectors[program.c];
  return { h: Int16Array.from(vectors[program.h]), c: Int16Array.from(c) };
}

interface Machine {
  readonly program: Program;
  readonly layer: StoredLayer;
  readonly format: NumberFormat;
  readonly saturations: Saturations;
  readonly vectors: number[][];
  readonly regions: number[][];
}

const read = ({ vectors }: Machine, { vector, from, length }: Slice) => {
  const values = vectors[vector].slice(from, from + length);
  if (values.length !== length || values.some(Number.isNaN))
    throw new Error(`reads what was never written: vector ${vector}`);
  return values;
};

const write = ({ vectors, program }: Machine, { vector, from, length }: Slice, values: readonly number[]) => {
  if (values.length !== length || from + length > program.vectors[vector].length)
    throw new Error(`write of ${values.length} to ${length}`);
  vectors[vector].splice(from, length, ...values);
};

const isAccumulator = ({ program }: Machine, { vector }: Slice) =>
  program.vectors[vector].kind === 'accumulator';

function execute(machine: Machine, instruction: Instruction): void {
  switch (instruction.op) {
    case 'load': {
      const values = instruction.sources.flatMap((source) => read(machine, source));
      machine.regions[instruction.region].splice(instruction.from, values.length, ...values);
      break;
    }
    case 'spmv':
      spmv(machine, instruction);
      break;
    case 'cell':
      cell(machine, instruction);
      break;
    case 'gruReset': {
      const { gate, bias, h, output } = instruction;
      const [r] = gruGates(machine, [gate], [bias], 'sigmoid');
      write(machine, output, products(machine, r, read(machine, h)));
      break;
    }
    case 'gruCell':
      gruCell(machine, instruction);
      break;
    case 'writeBack':
      write(machine, instruction.destination, rounded(machine, instruction.source, 'projection'));
      break;
    default:
      write(machine, instruction.destination, element(machine, instruction));
  }
}

function spmv(machine: Machine, { matrix, rowFrom, destination, accumulate }: SpmvInstruction): void {
  const { program, format, regions } = machine;
  const before = accumulate ? read(machine, destination) : new Array<number>(destination.length).fill(0);
  const x = regions[program.matrices[matrix].region];
  const stored = matrixOf(machine, matrix);
  const sums = before.map((sum, k) =>
    wrap(sum + contribution(stored, rowFrom + k, x, format), format.accumulatorBits),
  );
  write(machine, destination, sums);
}

/** The products of a row; of int8 weights held, rescaled and held again. */
function contribution(
  stored: StoredMatrix,
  row: number,
  x: readonly number[],
  { accumulatorBits }: NumberFormat,
): number {
  const sum = rowProducts(stored, row, x);
  if (!stored.scales) return sum;
  const scale = { multiplier: stored.scales.multipliers[row], shift: stored.scales.shifts[row] };
  return wrapExact(rescaleExact(wrap(sum, accumulatorBits), scale), accumulatorBits);
}

function element(machine: Machine, instruction: ElementInstruction): readonly number[] {
  const { format, saturations } = machine;
  const { bits, fractionBits, accumulatorBits } = format;
  const { op, operands, destination, sum } = instruction;
  if (op === 'copy') return rounded(machine, operands[0], instruction.point ?? 'projection');
  if (op === 'complement') return read(machine, operands[0]).map((value) => 2 ** fractionBits - value);
  if (op === 'sigmoid' || op === 'tanh') {
    const table = activationTable(op, format);
    return rounded(machine, operands[0], 'preActivation').map((s) => lookUp(table, s));
  }
  const exact = isAccumulator(machine, destination);
  const [a, b] = operands.map((operand) => scaled(machine, operand, op === 'add' && exact));
  return a.map((value, k) => {
    if (op === 'multiply') {
      const product = value * b[k];
      return exact ? product : saturate(roundShift(product, fractionBits), bits, saturations, 'multiply');
    }
    if (!exact) return saturate(value + b[k], bits, saturations, 'cellState');
    return sum === 'wrap' ? wrap(value + b[k], accumulatorBits) : value + b[k];
  });
}

/** Words are brought to 2F fraction bits where they meet accumulators. */
function scaled(machine: Machine, operand: Slice, exact: boolean): readonly number[] {
  const values = read(machine, operand);
  return exact && !isAccumulator(machine, operand)
    ? values.map((v) => v * 2 ** machine.format.fractionBits)
    : values;
}

/** Accumulators rounded and saturated, words as they are. */
function rounded(machine: Machine, operand: Slice, point: 'preActivation' | 'projection'): readonly number[] {
  const { bits, fractionBits } = machine.format;
  const values = read(machine, operand);
  if (!isAccumulator(machine, operand)) return values;
  return values.map((v) => saturate(roundShift(v, fractionBits), bits, machine.saturations, point));
}

function cell(machine: Machine, instruction: Extract<Instruction, { op: 'cell' }>): void {
  const { format, saturations } = machine;
  const { bits, fractionBits } = format;
  const { hidden, gates, bias, peepholes } = instruction;
  const acc = read(machine, gates);
  const biases = bias ? read(machine, bias) : acc.map(() => 0);
  const held = read(machine, instruction.cell);
  const peep = (gate: 'i' | 'f' | 'o', n: number, c: number) =>
    peepholes ? read(machine, peepholes[gate])[n] * c : 0;
  const [sigmoid, tanh] = [activationTable('sigmoid', format), activationTable('tanh', format)];
  const pre = (row: number, peephole: number) =>
    saturate(
      roundShift(acc[row] + peephole + biases[row] * 2 ** fractionBits, fractionBits),
      bits,
      saturations,
      'preActivation',
    );
  const mulr = (a: number, b: number) =>
    saturate(roundShift(a * b, fractionBits), bits, saturations, 'multiply');
  const next = held.map((c, n) => {
    const i = lookUp(sigmoid, pre(n, peep('i', n, c)));
    const f = lookUp(sigmoid, pre(hidden + n, peep('f', n, c)));
    const g = lookUp(tanh, pre(2 * hidden + n, 0));
    return saturate(mulr(f, c) + mulr(i, g), bits, saturations, 'cellState');
  });
  write(machine, instruction.cell, next);
  const outputs = next.map((c, n) =>
    mulr(lookUp(sigmoid, pre(3 * hidden + n, peep('o', n, c))), lookUp(tanh, c)),
  );
  write(machine, instruction.output, outputs);
}

/** Gates of H accumulators each with their biases, rounded, and after a table if there is one. */
function gruGates(
  machine: Machine,
  sums: readonly (Slice | readonly number[])[],
  biases: readonly (Slice | null)[],
  table: 'sigmoid' | 'tanh' | null,
): readonly (readonly number[])[] {
  const { format, saturations } = machine;
  const { bits, fractionBits } = format;
  return sums.map((sum, k) => {
    const values = 'vector' in sum ? read(machine, sum) : sum;
    const bias = biases[k];
    const constants = bias ? read(machine, bias) : values.map(() => 0);
    const pre = values.map((value, n) =>
      saturate(
        roundShift(value + constants[n] * 2 ** fractionBits, fractionBits),
        bits,
        saturations,
        'preActivation',
      ),
    );
    return table === null ? pre : pre.map((s) => lookUp(activationTable(table, format), s));
  });
}

function products({ format, saturations }: Machine, a: readonly number[], b: readonly number[]) {
  const { bits, fractionBits } = format;
  return a.map((value, n) => saturate(roundShift(value * b[n], fractionBits), bits, saturations, 'multiply'));
}

function gruCell(machine: Machine, instruction: Extract<Instruction, { op: 'gruCell' }>): void {
  const { fractionBits, bits, accumulatorBits } = machine.format;
  const { hidden, gates, overH, bias, output } = instruction;
  const h = read(machine, instruction.h);
  const part = (slice: Slice, k: number): Slice => {
    return { vector: slice.vector, from: slice.from + k * hidden, length: hidden };
  };
  const constant = (k: number) => bias && part(bias, k);
  const joined = (k: number) => {
    const [x, recurrent] = [read(machine, part(gates, k)), read(machine, part(overH!, k))];
    return x.map((sum, n) => wrap(sum + recurrent[n], accumulatorBits));
  };
  let z: readonly number[];
  let n: readonly number[];
  if (overH) {
    let r: readonly number[];
    [r, z] = gruGates(machine, [joined(0), joined(1)], [constant(0), constant(1)], 'sigmoid');
    const [a] = gruGates(machine, [part(overH, 2)], [constant(3)], null);
    const reset = products(machine, r, a);
    const sums = read(machine, part(gates, 2)).map((sum, k) => sum + reset[k] * 2 ** fractionBits);
    [n] = gruGates(machine, [sums], [constant(2)], 'tanh');
  } else {
    [z] = gruGates(machine, [part(gates, 0)], [constant(0)], 'sigmoid');
    [n] = gruGates(machine, [part(gates, 1)], [constant(1)], 'tanh');
  }
  const complements = z.map((value) => 2 ** fractionBits - value);
  const [fresh, kept] = [products(machine, complements, n), products(machine, z, h)];
  const next = fresh.map((value, k) => saturate(value + kept[k], bits, machine.saturations, 'cellState'));
  write(machine, output, next);
}

/** Gate matrices in their order, then the projection. */
function matrixOf({ layer }: Machine, index: number): StoredMatrix {
  return index < layer.gates.length ? layer.gates[index] : layer.projection!;
}

function rowProducts({ rowStart, columns, codes }: StoredMatrix, row: number, x: readonly number[]): number {
  let sum = 0;
  for (let e = rowStart[row]; e < rowStart[row + 1]; e++) sum += codes[e] * x[columns[e]];
  return sum;
}
