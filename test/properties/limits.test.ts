import { describe, expect, it } from 'vitest';
import { type Case, cyclesOf, runCase } from './cases.ts';

/** Everything that is not of interest as quick as it gets. */
const quick = {
  banks: 2,
  timing: { mulLatency: 1, addLatency: 0, activationLatency: 0, ewMulLatency: 0 },
  ewop: { style: 'chained', lanes: 1 },
};
const layer = { kind: 'lstm' as const, projection: null, peepholes: false, biases: false };

/** Where "twice the PEs are never slower" ends: not faults of the model, but what such hardware does. */
describe('twice the PEs may be slower', () => {
  it('when they share one vector memory and fight for its banks', () => {
    const one: Case = {
      fields: { ...quick, kind: 'csr-shared', pes: 5 },
      layers: [{ ...layer, inputs: 9, hidden: 2, projection: 1 }],
      sparsity: 0.3,
      seed: 0,
    };
    expect(cyclesOf(runCase(one))).toBe(58);
    expect(cyclesOf(runCase(one, { pes: 10 }))).toBe(60);
  });

  it('when weights are streamed: a tile has a row of every PE, so its first fetch is longer and hides behind nothing', () => {
    const one: Case = {
      fields: {
        ...quick,
        kind: 'bbs',
        pes: 3,
        weights: 'streamed',
        weightMemory: { beatsPerPe: 32 },
        dram: { gbPerS: 0.3, latencyNs: 0, burstBytes: 1 },
      },
      layers: [
        { ...layer, inputs: 1, hidden: 1 },
        { ...layer, inputs: 1, hidden: 10 },
      ],
      sparsity: 0.75,
      seed: 0,
    };
    expect(cyclesOf(runCase(one))).toBe(315);
    expect(cyclesOf(runCase(one, { pes: 6 }))).toBe(316);
  });
});

describe('a second port may be slower', () => {
  it('when balanced rows are dealt to other tiles with it, of which the first fetch is longer', () => {
    const one: Case = {
      fields: {
        ...quick,
        kind: 'csr',
        pes: 1,
        rowOrder: 'balanced',
        weights: 'streamed',
        weightMemory: { beatsPerPe: 32 },
        dram: { gbPerS: 0.3, latencyNs: 0, burstBytes: 1, stream: 'image' },
        number: { accumulatorBits: 20 },
      },
      layers: [{ ...layer, inputs: 2, hidden: 3, biases: false }],
      sparsity: 0.3,
      seed: 0,
    };
    expect(cyclesOf(runCase(one))).toBe(107);
    expect(cyclesOf(runCase(one, { ports: 2 }))).toBe(108);
  });
});
