import { describe, expect, it } from 'vitest';
import { buildArray } from '../../src/hw/array/kinds/index.ts';
import { accelerator, storedMatrix } from '../hw/array/arrays.ts';
import { type Case, cyclesOf, runCase } from './cases.ts';

/** Everything that is not of interest as quick as it gets. */
const quick = {
  banks: 2,
  timing: { mulLatency: 1, addLatency: 0, activationLatency: 0, ewMulLatency: 0 },
  ewop: { style: 'chained', lanes: 1 },
};
const layer = { projection: null, peepholes: false, biases: false };

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

  it('when rows are dealt by their beats, and two with conflicts come together that were apart', () => {
    // Row 1 has three beats without a conflict; rows 0 and 6 have one beat
    // each, of four requests to one bank.
    const conflict = [0, 4, 8, 12];
    const rows = [conflict, Array.from({ length: 12 }, (_, c) => c), [0], [1], [2], [3], conflict];
    const cycles = (pes: number) => {
      const config = accelerator({ kind: 'csr', banks: 4, rowOrder: 'balanced', pes });
      const array = buildArray(config);
      const { beats } = array.encode(storedMatrix(16, rows));
      const timing = array.time(beats, beats.order);
      return { issue: Math.max(...timing.issueCycles), beats: Math.max(...timing.beats) };
    };
    expect(cycles(3)).toEqual({ issue: 6, beats: 3 });
    expect(cycles(6)).toEqual({ issue: 8, beats: 3 });
  });
});
