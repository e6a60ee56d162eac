import { operandsOf } from '../hw/sequencer/operands.ts';
import type {
  ElementInstruction,
  Instruction,
  Program,
  Slice,
  SpmvInstruction,
} from '../lstm/program/program.ts';
import { HexWord } from './bench/hex-word.ts';

/** Bits of an instruction in rtl/controller.sv: seven fields of 32. */
const INSTRUCTION_BITS = 224;
const operations = {
  load: 0,
  spmv: 1,
  add: 2,
  multiply: 3,
  sigmoid: 4,
  tanh: 5,
  copy: 6,
  cell: 7,
  writeBack: 8,
  complement: 9,
  gruReset: 10,
  gruCell: 11,
} as const;
const sumKinds = { wrap: 0, exact: 1, saturate: 2 } as const;

/**
 * First element of every vector, and behind them of every region, in the one address space of the
 * RTL. The last entry is their end.
 */
export function elementBases({ vectors, regions }: Program): number[] {
  const bases = [0];
  for (const { length } of [...vectors, ...regions]) bases.push(bases[bases.length - 1] + length);
  return bases;
}

/** First word of every region in the banks: regions one after the other, each at least one word deep. */
export function regionWords({ regions }: Program, banks: number): number[] {
  const words = [0];
  for (const { length } of regions)
    words.push(words[words.length - 1] + Math.max(1, Math.ceil(length / banks)));
  return words;
}

/** The SPMV instructions of a program, in order: SPMV k uses descriptor k. */
export function productsOf({ instructions }: Program): SpmvInstruction[] {
  return instructions.filter((instruction) => instruction.op === 'spmv');
}

/** The program as words of rtl/controller.sv. */
export function programImage(program: Program): string[] {
  const bases = elementBases(program);
  let product = 0;
  return program.instructions.map((instruction) => {
    const word = new HexWord(INSTRUCTION_BITS);
    word.put(0, 4, operations[instruction.op]);
    word.put(4, 5, flagsOf(program, instruction));
    if (instruction.op === 'load') word.put(16, 8, instruction.region);
    if (instruction.op === 'spmv') word.put(16, 8, product++);
    const { reads, writes } = operandsOf(program, instruction);
    const [to, ...others] = writes;
    if (others.length > 0 && instruction.op !== 'cell')
      throw new RangeError(`${instruction.op} with two destinations`);
    putRange(word, 32, bases, to);
    // A chained cell finds its operands by parameters.
    if (['cell', 'gruReset', 'gruCell'].includes(instruction.op)) return word.toString();
    reads.slice(0, 2).forEach((slice, k) => {
      putRange(word, 96 + 64 * k, bases, slice);
    });
    return word.toString();
  });
}

function flagsOf(program: Program, instruction: Instruction): number {
  if (instruction.op === 'spmv') return instruction.accumulate ? 1 : 0;
  if (!isElementwise(instruction)) return 0;
  const isSum = (slice: Slice | undefined) =>
    slice !== undefined && program.vectors[slice.vector].kind === 'accumulator';
  const [a, b] = instruction.operands;
  const flags = (isSum(instruction.destination) ? 1 : 0) + (isSum(a) ? 2 : 0) + (isSum(b) ? 4 : 0);
  return flags + 8 * sumKinds[instruction.sum ?? 'wrap'];
}

/** Whether an instruction is an operation of the element-wise unit in the instruction style. */
export function isElementwise(instruction: Instruction): instruction is ElementInstruction {
  return !['load', 'spmv', 'cell', 'gruReset', 'gruCell', 'writeBack'].includes(instruction.op);
}

function putRange(word: HexWord, from: number, bases: readonly number[], slice: Slice): void {
  word.put(from, 32, bases[slice.vector] + slice.from);
  word.put(from + 32, 32, slice.length);
}
