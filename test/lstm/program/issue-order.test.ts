import { describe, expect, it } from 'vitest';
import { lowerLayer } from '../../../src/lstm/lower-layer.ts';
import { inOrder } from '../../../src/lstm/program/element-steps.ts';
import { issueOrder, type SpmvSlices } from '../../../src/lstm/program/issue-order.ts';
import { cellSteps, projectionSteps } from '../../../src/lstm/program/lower-instruction.ts';
import { layOut, programOf } from '../../../src/lstm/program/program-layout.ts';
import type { GateMatrix, LayerShape } from '../../../src/lstm/shape.ts';
import { singleMoves } from './orders.ts';
import { schedule } from './scoreboard-model.ts';
import { inUnits, timing } from './units.ts';

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
