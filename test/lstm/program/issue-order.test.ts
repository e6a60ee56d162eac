import { describe, expect, it } from 'vitest';
import { issueOrder, type SpmvSlices } from '../../../src/lstm/program/issue-order.ts';
import { lowerLayer } from '../../../src/lstm/program/lower.ts';
import { inOrder, type NamedInstructions } from '../../../src/lstm/program/element-steps.ts';
import { cellSteps, projectionSteps } from '../../../src/lstm/program/lower-instruction.ts';
import type { Instruction, Program, Slice } from '../../../src/lstm/program/program.ts';
import { layOut, programOf } from '../../../src/lstm/program/program-layout.ts';
import type { GateMatrix, LayerShape } from '../../../src/lstm/shape.ts';
import { type ScoreboardTiming, schedule } from './scoreboard-model.ts';

const fill = 4 + 3 + 6;

/** M = N = 64 with `perBank` entries per bank and row in every matrix. */
function timing(lanes: number, perBank: number, chaining = false): ScoreboardTiming {
  return {
    banks: 64,
    lanes,
    addLatency: 1,
    activationLatency: 2,
    ewMulLatency: 3,
    chaining,
    spmvCycles: (_matrix, _rowFrom, rows) => Math.ceil(rows / 64) * perBank + fill,
  };
}

const timit: LayerShape = {
  kind: 'lstm',
  inputs: 153,
  hidden: 1024,
  projection: 512,
  peepholes: true,
  biases: true,
};

describe('TIMIT (153 inputs, 1024 cells, projection 512, peepholes) with M = N = 64 and one entry per bank', () => {
  const cycles = (gateMatrix: GateMatrix, spmvSlices: SpmvSlices, lanes: number, chaining: boolean) => {
    const program = lowerLayer(timit, { style: 'instruction', gateMatrix, spmvSlices });
    return schedule(program, timing(lanes, 1, chaining)).cycles;
  };

  it.each([
    { gateMatrix: 'combined', spmvSlices: 'matrix', off: [678, 393, 269], on: [639, 370, 254] },
    { gateMatrix: 'combined', spmvSlices: 'gate', off: [677, 365, 260], on: [638, 342, 245] },
    { gateMatrix: 'separate', spmvSlices: 'matrix', off: [838, 526, 370], on: [801, 505, 357] },
    { gateMatrix: 'separate', spmvSlices: 'gate', off: [822, 449, 372], on: [767, 421, 359] },
  ] as const)(
    '$gateMatrix gates, an SpMV per $spmvSlices: $off cycles on 32, 64, 128 lanes, chained $on',
    ({ gateMatrix, spmvSlices, off, on }) => {
      for (const [k, lanes] of [32, 64, 128].entries()) {
        expect(cycles(gateMatrix, spmvSlices, lanes, false)).toBe(off[k]);
        expect(cycles(gateMatrix, spmvSlices, lanes, true)).toBe(on[k]);
      }
    },
  );
});

/**
 * The same machine and layers in units of 64 elements: M = N = E = 1 and every length divided by 64 and
 * rounded up. All occupancies are the same, and a schedule is found 64 times faster.
 */
const inUnits = (perBank: number): ScoreboardTiming => ({
  ...timing(1, perBank),
  banks: 1,
  spmvCycles: (_matrix, _rowFrom, rows) => rows * perBank + fill,
});
const workloads = {
  timit: {
    shape: { kind: 'lstm' as const, inputs: 3, hidden: 16, projection: 8, peepholes: true, biases: true },
    perBank: { combined: 1, separate: 1 },
  },
  ptb: {
    shape: {
      kind: 'lstm' as const,
      inputs: 24,
      hidden: 24,
      projection: null,
      peepholes: false,
      biases: true,
    },
    perBank: { combined: 6, separate: 3 },
  },
} as const;

describe.each([
  { gateMatrix: 'combined', spmvSlices: 'matrix' },
  { gateMatrix: 'combined', spmvSlices: 'gate' },
  { gateMatrix: 'separate', spmvSlices: 'matrix' },
  { gateMatrix: 'separate', spmvSlices: 'gate' },
] as const)('the order of $gateMatrix gates with an SpMV per $spmvSlices', ({ gateMatrix, spmvSlices }) => {
  it.each(['timit', 'ptb'] as const)('is not improved on %s by any one step in another place', (name) => {
    const { shape, perBank } = workloads[name];
    const operands = layOut(shape, gateMatrix, 0);
    const steps = cellSteps(operands, spmvSlices);
    const projection = projectionSteps(operands);
    const cycles = (order: readonly string[]) => {
      const program = programOf('instruction', operands, [...inOrder(steps, order), ...projection]);
      return schedule(program, inUnits(perBank[gateMatrix])).cycles;
    };
    const chosen = issueOrder({ gateMatrix, spmvSlices, peepholes: shape.peepholes }).filter((step) =>
      steps.has(step),
    );
    const alternatives = singleMoves(chosen, steps, operands.storage);
    expect(alternatives.length).toBeGreaterThan(30);
    expect(Math.min(...alternatives.map(cycles))).toBeGreaterThanOrEqual(cycles(chosen));
  });
});

describe('the order in which the formulas are written, one gate after another', () => {
  it('takes 50 cycles more on TIMIT than the chosen order', () => {
    const { shape, perBank } = workloads.timit;
    const operands = layOut(shape, 'combined', 0);
    const textbook =
      'load.xh spmv peep.i peepBias.i add.i sigmoid.i peep.f peepBias.f add.f sigmoid.f add.g tanh.g fc ig cell ' +
      'peep.o add.o addPeep.o sigmoid.o tanh.c output';
    const instructions = [
      ...inOrder(cellSteps(operands, 'matrix'), textbook.split(' ')),
      ...projectionSteps(operands),
    ];
    expect(schedule(programOf('instruction', operands, instructions), inUnits(perBank.combined)).cycles).toBe(
      393 + 50,
    );
  });
});

function singleMoves(
  order: readonly string[],
  steps: NamedInstructions,
  storage: Pick<Program, 'matrices' | 'regions'>,
): (readonly string[])[] {
  const moves: string[][] = [];
  for (const [at, name] of order.entries()) {
    const others = order.filter((step) => step !== name);
    const blocks = (other: string) => depends(steps.get(name)!, steps.get(other)!, storage);
    const first = others.findLastIndex((other, k) => k < at && blocks(other)) + 1;
    const after = others.findIndex((other, k) => k >= at && blocks(other));
    const last = after < 0 ? others.length : after;
    for (let to = first; to <= last; to++) if (to !== at) moves.push(others.toSpliced(to, 0, name));
  }
  return moves;
}

/** Whether two steps must stay in their order: one writes what the other reads or writes. */
function depends(a: Instruction, b: Instruction, storage: Pick<Program, 'matrices' | 'regions'>): boolean {
  const [x, y] = [accesses(a, storage), accesses(b, storage)];
  return overlap(x.writes, y.reads) || overlap(x.reads, y.writes) || overlap(x.writes, y.writes);
}

function accesses(
  instruction: Instruction,
  { matrices }: Pick<Program, 'matrices'>,
): { reads: string[]; writes: string[] } {
  const elements = ({ vector, from, length }: Slice) =>
    Array.from({ length }, (_, k) => `${vector}:${from + k}`);
  switch (instruction.op) {
    case 'load':
      return { reads: instruction.sources.flatMap(elements), writes: [`region ${instruction.region}`] };
    case 'spmv':
      return {
        reads: [`region ${matrices[instruction.matrix].region}`],
        writes: elements(instruction.destination),
      };
    case 'cell':
    case 'gruReset':
    case 'gruCell':
    case 'writeBack':
      throw new Error('not of this style');
    default:
      return { reads: instruction.operands.flatMap(elements), writes: elements(instruction.destination) };
  }
}

function overlap(some: readonly string[], others: readonly string[]): boolean {
  const set = new Set(others);
  return some.some((element) => set.has(element));
}
