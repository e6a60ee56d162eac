import { describe, expect, it } from 'vitest';
import { inOrder } from '../../../src/lstm/program/element-steps.ts';
import { gruIssueOrder } from '../../../src/lstm/program/gru-issue-order.ts';
import { layOutGru } from '../../../src/lstm/program/gru-layout.ts';
import { gruSteps } from '../../../src/lstm/program/lower-instruction-gru.ts';
import { programOf } from '../../../src/lstm/program/program-layout.ts';
import type { GruLayerShape } from '../../../src/lstm/shape.ts';
import { singleMoves } from './orders.ts';
import { schedule } from './scoreboard-model.ts';
import { inUnits } from './units.ts';

/** A GRU in units of 64 elements (units.ts), `perBank` entries per bank and row in every matrix. */
const gru = (inputs: number, hidden: number, resetAfter: boolean): GruLayerShape => {
  return { kind: 'gru', inputs, hidden, resetAfter, biases: true, projection: null, peepholes: false };
};
const workloads = {
  timit: { inputs: 3, hidden: 16, perBank: { combined: 1, separate: 1 } },
  ptb: { inputs: 24, hidden: 24, perBank: { combined: 6, separate: 3 } },
} as const;

const forms = [
  { resetAfter: true, gateMatrix: 'separate', spmvSlices: 'matrix', timit: 374, ptb: 830 },
  { resetAfter: true, gateMatrix: 'separate', spmvSlices: 'gate', timit: 348, ptb: 681 },
  { resetAfter: false, gateMatrix: 'separate', spmvSlices: 'matrix', timit: 366, ptb: 779 },
  { resetAfter: false, gateMatrix: 'separate', spmvSlices: 'gate', timit: 318, ptb: 681 },
  { resetAfter: false, gateMatrix: 'combined', spmvSlices: 'matrix', timit: 265, ptb: 750 },
  { resetAfter: false, gateMatrix: 'combined', spmvSlices: 'gate', timit: 274, ptb: 634 },
] as const;

function stepsOf(name: 'timit' | 'ptb', { resetAfter, gateMatrix, spmvSlices }: (typeof forms)[number]) {
  const { inputs, hidden, perBank } = workloads[name];
  const operands = layOutGru(gru(inputs, hidden, resetAfter), gateMatrix, 0);
  const steps = gruSteps(operands, spmvSlices);
  const cycles = (order: readonly string[]) => {
    const program = { ...operands, c: null, peepholes: null };
    const timing = inUnits(perBank[gateMatrix]);
    return schedule(programOf('instruction', program, inOrder(steps, order)), timing).cycles;
  };
  return { operands, steps, cycles };
}

describe.each(forms)(
  'a GRU with resetAfter $resetAfter, $gateMatrix gates and an SpMV per $spmvSlices',
  (form) => {
    it(`takes $timit cycles on TIMIT and $ptb on PTB`, () => {
      const order = gruIssueOrder(form);
      expect(stepsOf('timit', form).cycles(order)).toBe(form.timit);
      expect(stepsOf('ptb', form).cycles(order)).toBe(form.ptb);
    });

    it('is not improved on PTB by any one step in another place', () => {
      const { operands, steps, cycles } = stepsOf('ptb', form);
      const chosen = gruIssueOrder(form);
      const alternatives = singleMoves(chosen, steps, operands.storage);
      expect(alternatives.length).toBeGreaterThan(15);
      expect(Math.min(...alternatives.map(cycles))).toBeGreaterThanOrEqual(cycles(chosen));
    });
  },
);

describe('the order in which the formulas are written', () => {
  it.each([
    {
      form: forms[0],
      textbook:
        'load.x load.h spmv.x spmv.h join.r add.r sigmoid.r join.z add.z sigmoid.z add.nh round.nh reset add.nx ' +
        'addReset tanh.n complement fresh kept output',
      more: 65,
    },
    {
      form: forms[4],
      textbook:
        'load.xh spmv.xh add.r sigmoid.r rh add.z sigmoid.z load.xrh spmv.xrh add.n tanh.n complement fresh kept ' +
        'output',
      more: 70,
    },
  ])('takes $more cycles more on PTB', ({ form, textbook, more }) => {
    const { cycles } = stepsOf('ptb', form);
    expect(cycles(textbook.split(' '))).toBe(form.ptb + more);
  });
});
