import { describe, expect, it } from 'vitest';
import { elementUnit } from '../../../src/hw/element-wise/element-unit.ts';
import { executeElement } from '../../../src/hw/element-wise/element-wise.ts';
import {
  accumulatorSlice,
  type RegisterFile,
  registerFile,
  wordSlice,
} from '../../../src/hw/element-wise/register-file.ts';
import type { ElementInstruction, Slice } from '../../../src/lstm/program/program.ts';
import { noSaturations } from '../../../src/num/fixed.ts';

const WORDS = [0, 1, 2] as const;
const SUMS = [3, 4] as const;

/**
 * Executes one operation on registers with 8-bit words of 4 fraction bits and 12-bit
 * accumulators; returns its destination.
 */
function execute(
  instruction: Pick<ElementInstruction, 'op' | 'sum'>,
  operands: readonly (readonly ['word' | 'sum', readonly number[]])[],
  destination: 'word' | 'sum',
) {
  const length = operands[0][1].length;
  const kinds = ['word', 'word', 'word', 'accumulator', 'accumulator'] as const;
  const registers: RegisterFile = registerFile(kinds.map((kind, i) => ({ name: `v${i}`, kind, length })));
  const slice = (vector: number): Slice => ({ vector, from: 0, length });
  const slices = operands.map(([kind, values], i) => {
    const at = slice(kind === 'word' ? WORDS[i] : SUMS[i]);
    if (kind === 'word') wordSlice(registers, at).set(values);
    else accumulatorSlice(registers, at).set(values);
    return at;
  });
  const saturations = noSaturations();
  const unit = elementUnit({ bits: 8, fractionBits: 4, accumulatorBits: 12 }, saturations);
  const out = slice(destination === 'word' ? WORDS[2] : SUMS[1]);
  executeElement(unit, registers, { phase: 'ewop', ...instruction, operands: slices, destination: out });
  const result = destination === 'word' ? wordSlice(registers, out) : accumulatorSlice(registers, out);
  const counted = Object.fromEntries(Object.entries(saturations).filter(([, n]) => n > 0));
  return { result: Array.from(result), saturations: counted };
}

describe('the element-wise unit', () => {
  it('multiplies words with rounding half up: mulr = sat((a*b + 2^(F-1)) >> F)', () => {
    const a = [16, 3, -3, 1, 127, -128];
    const b = [16, 8, 8, -8, 127, 127];
    const { result, saturations } = execute(
      { op: 'multiply' },
      [
        ['word', a],
        ['word', b],
      ],
      'word',
    );
    expect(result).toEqual([16, 2, -1, 0, 127, -128]);
    expect(saturations).toEqual({ multiply: 2 });
  });

  it('adds words and saturates', () => {
    const { result, saturations } = execute(
      { op: 'add', sum: 'saturate' },
      [
        ['word', [1, 100, -100]],
        ['word', [2, 28, -29]],
      ],
      'word',
    );
    expect(result).toEqual([3, 127, -128]);
    expect(saturations).toEqual({ cellState: 2 });
  });

  it('adds a word to an accumulator exactly in 2F fraction bits, beyond its bits', () => {
    const { result } = execute(
      { op: 'add', sum: 'exact' },
      [
        ['sum', [100, 2047]],
        ['word', [-3, 127]],
      ],
      'sum',
    );
    expect(result).toEqual([100 - 48, 2047 + 2032]);
  });

  it('joins two SpMV results with a wrap to the accumulator’s bits', () => {
    const { result } = execute(
      { op: 'add', sum: 'wrap' },
      [
        ['sum', [2000, -2048, 5]],
        ['sum', [100, -1, 6]],
      ],
      'sum',
    );
    expect(result).toEqual([2100 - 4096, 2047, 11]);
  });

  it('multiplies words into an accumulator without rounding', () => {
    const { result, saturations } = execute(
      { op: 'multiply' },
      [
        ['word', [-128, 3]],
        ['word', [-128, 5]],
      ],
      'sum',
    );
    expect(result).toEqual([16384, 15]);
    expect(saturations).toEqual({});
  });

  it('rounds and saturates an accumulator that it copies to a word', () => {
    const { result, saturations } = execute({ op: 'copy' }, [['sum', [8, 7, -8, -9, 2047, -2048]]], 'word');
    expect(result).toEqual([1, 0, 0, -1, 127, -128]);
    expect(saturations).toEqual({ projection: 1 });
  });

  it.each([
    // 64 segments of 1/4: T[32] is sigmoid(0) = 1/2, T[33] is sigmoid(1/4) = 0.562, code 9.
    { op: 'sigmoid', from: [0, 64, 32], to: [8, 9, 8] },
    { op: 'tanh', from: [0, 64, -64], to: [0, 4, -4] },
  ] as const)('rounds an accumulator before the table of $op', ({ op, from, to }) => {
    expect(execute({ op }, [['sum', from]], 'word').result).toEqual(to);
  });

  it('looks words up as they are, and counts a pre-activation that was cut', () => {
    expect(execute({ op: 'tanh' }, [['word', [127, -128]]], 'word')).toEqual({
      result: [16, -16],
      saturations: {},
    });
    expect(execute({ op: 'tanh' }, [['sum', [2047, -2048, 2032]]], 'word').saturations).toEqual({
      preActivation: 1,
    });
  });
});

describe('the register file', () => {
  const registers = registerFile([
    { name: 'h', kind: 'word', length: 4 },
    { name: 'gates', kind: 'accumulator', length: 8 },
  ]);

  it('refuses words of an accumulator vector, accumulators of a word vector, and elements beyond the end', () => {
    expect(() => wordSlice(registers, { vector: 1, from: 0, length: 4 })).toThrow(
      'vector 1 has no words 0 .. 3',
    );
    expect(() => accumulatorSlice(registers, { vector: 0, from: 0, length: 4 })).toThrow(
      'vector 0 has no accumulators 0 .. 3',
    );
    expect(() => wordSlice(registers, { vector: 0, from: 2, length: 3 })).toThrow(
      'vector 0 has no words 2 .. 4',
    );
    expect(() => accumulatorSlice(registers, { vector: 1, from: 8, length: 1 })).toThrow(
      'vector 1 has no accumulators 8 .. 8',
    );
  });
});
