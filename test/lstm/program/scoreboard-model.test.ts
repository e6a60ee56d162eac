import { describe, expect, it } from 'vitest';
import type { ElementInstruction, Instruction, Program, Slice } from '../../../src/lstm/program/program.ts';
import { type ScoreboardTiming, schedule } from './scoreboard-model.ts';

const timing: ScoreboardTiming = {
  banks: 4,
  lanes: 4,
  addLatency: 1,
  activationLatency: 2,
  ewMulLatency: 3,
  chaining: false,
  spmvCycles: (_matrix, _rowFrom, rows) => rows,
};

/** Vectors 0 .. 5 of 16 elements, and one region of 8 that a matrix reads. */
function program(...instructions: Instruction[]): Program {
  const word = (name: string) => ({ name, kind: 'word', length: 16 }) as const;
  return {
    style: 'instruction',
    vectors: ['a', 'b', 'c', 'd', 'e', 'f'].map(word),
    regions: [{ name: 'x', length: 8 }],
    matrices: [{ role: 'gates', tensor: 'w', rows: 16, region: 0 }],
    instructions,
    x: 0,
    h: 1,
    c: 2,
    constants: { bias: null, peepholes: null },
  };
}

const slice = (vector: number, from = 0, length = 16): Slice => ({ vector, from, length });
const op = (name: ElementInstruction['op'], destination: Slice, ...operands: Slice[]): ElementInstruction => {
  return { op: name, phase: 'ewop', operands, destination };
};
const load: Instruction = { op: 'load', phase: 'load', sources: [slice(0, 0, 8)], region: 0, from: 0 };
const spmv = (destination: Slice): Instruction => {
  return {
    op: 'spmv',
    phase: 'spmv',
    matrix: 0,
    rowFrom: 0,
    rows: destination.length,
    destination,
    accumulate: false,
  };
};
const issues = (of: Program, more: Partial<ScoreboardTiming> = {}) =>
  schedule(of, { ...timing, ...more }).instructions.map(({ issue }) => issue);

describe('the scoreboard of docs/timing.md section 5', () => {
  it('issues the first instruction in cycle 1 and writes n/E cycles and the latency later', () => {
    const { instructions, cycles } = schedule(program(op('multiply', slice(1), slice(0), slice(2))), timing);
    expect(instructions).toEqual([{ unit: 'ewop', issue: 1, unitFree: 5, written: 8 }]);
    expect(cycles).toBe(8);
  });

  it('(a) issues one instruction per cycle', () => {
    const short = op('copy', slice(1, 0, 1), slice(2, 0, 1));
    expect(issues(program(load, short, spmv(slice(3))))).toEqual([1, 2, 4]);
  });

  it('(b) waits for the unit', () => {
    expect(issues(program(op('copy', slice(1), slice(0)), op('copy', slice(3), slice(2))))).toEqual([1, 5]);
  });

  it('(c) reads an element in the cycle after it was written', () => {
    expect(issues(program(op('sigmoid', slice(1), slice(0)), op('copy', slice(2), slice(1))))).toEqual([
      1, 8,
    ]);
    expect(issues(program(load, spmv(slice(1)), op('tanh', slice(2), slice(1))))).toEqual([1, 4, 4 + 18 + 1]);
  });

  it('(c) does not make one half of a vector wait for the other', () => {
    const halves = (from: number) =>
      issues(
        program(op('sigmoid', slice(1, 0, 8), slice(0, 0, 8)), op('copy', slice(2, 0, 8), slice(1, from, 8))),
      );
    expect(halves(8)).toEqual([1, 3]);
    expect(halves(0)).toEqual([1, 6]);
    expect(halves(7)).toEqual([1, 6]);
  });

  it('(d) writes what is still being read only when the reader has left its unit', () => {
    const reader = { ...load, sources: [slice(0, 0, 16)], region: 0 } as const;
    const long = { ...program(reader, op('copy', slice(0), slice(1))), regions: [{ name: 'x', length: 16 }] };
    expect(issues(long)).toEqual([1, 5]);
  });

  it('(e) writes twice in order', () => {
    expect(issues(program(spmv(slice(1, 0, 8)), op('copy', slice(1), slice(2))))).toEqual([1, 1 + 10 + 1]);
  });

  it('chaining starts a consumer one cycle after the first element has left the pipeline', () => {
    const short = { chaining: true, lanes: 16 };
    const chain = program(op('multiply', slice(1), slice(0), slice(2)), op('copy', slice(3), slice(1)));
    expect(issues(chain, { chaining: true })).toEqual([1, 5]);
    expect(issues(chain, short)).toEqual([1, 5]);
    expect(issues(chain, { lanes: 16 })).toEqual([1, 6]);
  });

  it('chaining waits for the later of two producers', () => {
    const producers = [op('multiply', slice(1), slice(0)), op('add', slice(2), slice(0))];
    const chain = program(...producers, op('add', slice(3), slice(1), slice(2)));
    expect(issues(chain, { chaining: true, lanes: 16 })).toEqual([1, 2, 5]);
  });

  it('chaining helps neither a consumer of an SpMV nor a second write', () => {
    const on = { chaining: true };
    expect(issues(program(spmv(slice(1)), op('copy', slice(2), slice(1))), on)).toEqual([1, 20]);
    const twice = program(op('multiply', slice(1), slice(0)), op('copy', slice(1), slice(2)));
    expect(issues(twice, on)).toEqual([1, 9]);
  });
});
