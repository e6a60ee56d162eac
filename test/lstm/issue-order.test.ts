import { describe, expect, it } from 'vitest';
import { type SpmvSlices } from '../../src/lstm/issue-order.ts';
import { lowerLayer } from '../../src/lstm/lower.ts';
import type { GateMatrix } from '../../src/lstm/shape.ts';
import { schedule } from './scoreboard-model.ts';
const T = { inputs: 153, hidden: 1024, projection: 512, peepholes: true, biases: true };
const P = { inputs: 1500, hidden: 1500, projection: null, peepholes: false, biases: true };
const cyc = (shape: any, k: number, gateMatrix: GateMatrix, spmvSlices: SpmvSlices, lanes: number, chaining: boolean) => {
  const p = lowerLayer(shape, { style: 'instruction', gateMatrix, spmvSlices });
  return schedule(p, { banks: 64, lanes, addLatency: 1, activationLatency: 2, ewMulLatency: 3, chaining, spmvCycles: (_m, _r, rows) => Math.ceil(rows / 64) * k + 13 }).cycles;
};
describe('x', () => {
  it('y', () => {
    for (const [n, s, ks] of [['timit', T, [1, 1]], ['ptb', P, [6, 3]]] as const)
      for (const g of ['combined', 'separate'] as const) for (const sl of ['matrix', 'gate'] as const)
        console.log(n, g, sl, [32, 64, 128].map((e) => `${cyc(s, ks[g === 'combined' ? 0 : 1], g, sl, e, false)}/${cyc(s, ks[g === 'combined' ? 0 : 1], g, sl, e, true)}`).join(' '));
  });
});
