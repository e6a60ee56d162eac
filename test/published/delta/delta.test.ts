import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { storeEntries } from '../../../src/bbs/store.ts';
import { correlatedSequence } from '../../../src/lstm/correlated-sequence.ts';
import { gateMatrices } from '../../../src/lstm/gate-matrices.ts';
import { gruStep, type StoredGru } from '../../../src/lstm/gru.ts';
import { fixedStep } from '../../../src/lstm/reference-fixed.ts';
import { seededGru } from '../../../src/lstm/seeded-gru.ts';
import { seededModel } from '../../../src/lstm/seeded-model.ts';
import { storeLayer } from '../../../src/lstm/stored-layer.ts';
import { noSaturations } from '../../../src/num/fixed.ts';
import { sendDeltas } from '../../../src/published/delta/delta-unit.ts';
import { timeColumns } from '../../../src/published/delta/queues.ts';
import type { DeltaRnnConfig } from '../../../src/published/delta-rnn/parameters.ts';
import { denseCycles, runDeltaRnn, runDeltaRnnLstm } from '../../../src/published/delta-rnn/steps.ts';
import type { SpartusConfig } from '../../../src/published/spartus/parameters.ts';
import { runSpartus } from '../../../src/published/spartus/steps.ts';

const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };
/** Nothing between a comparison and the multipliers, and a cell a cycle in every lane. */
const neutral = {
  comparatorCycles: 0,
  idleScanCycles: 0,
  queueDepth: null,
  queueCycles: 1,
  memoryLatency: 0,
  outstandingColumns: null,
  unsentLastCycles: 0,
  activationOperations: 1,
};
const codes = (length: number) =>
  fc.array(fc.integer({ min: -32768, max: 32767 }), { minLength: length, maxLength: length });

describe('the delta unit', () => {
  it.each([
    ['a change of the threshold is not sent', 100, 0, []],
    ['one more is', 101, 1, [101]],
    ['downwards too', -101, 1, [-101]],
  ] as const)('%s', (_, change, sent, values) => {
    const held = new Int16Array(1);
    const delta = sendDeltas(Int16Array.of(change), held, 100);
    expect(delta.columns).toHaveLength(sent);
    expect([...delta.values]).toEqual(values);
    expect(held[0]).toBe(sent === 0 ? 0 : change);
  });

  it('measures from what was last sent, so that slow drift is sent at last', () => {
    const held = new Int16Array(1);
    const sent = [40, 80, 120, 160].map(
      (value) => sendDeltas(Int16Array.of(value), held, 100).columns.length,
    );
    expect(sent).toEqual([0, 0, 1, 0]);
  });

  it('is exact over the whole range: what was held plus what is sent is the vector', () => {
    fc.assert(
      fc.property(codes(6), codes(6), fc.integer({ min: 0, max: 65535 }), (from, to, threshold) => {
        const held = Int16Array.from(from);
        const { columns, values } = sendDeltas(Int16Array.from(to), held, threshold);
        for (const [i, column] of columns.entries()) expect(from[column] + values[i]).toBe(to[column]);
        for (const [n, value] of held.entries())
          expect(Math.abs(value - to[n])).toBeLessThanOrEqual(threshold);
      }),
    );
  });
});

describe('the columns of a step', () => {
  it.each([
    ['nothing to do: the comparison of 40 elements, 16 a cycle', [], 40, 1, 3],
    ['one column, found in the first cycle', [0], 40, 1, 3],
    ['columns follow each other', [0, 1, 2, 3, 4], 5, 1, 6],
    ['a column that is found late begins late', [39], 40, 1, 4],
    ['four arrays share them', [0, 1, 2, 3], 4, 4, 2],
    ['an array that has all of them is not helped', [0, 4, 8, 12], 16, 4, 5],
  ] as const)('%s', (_, active, columns, arrays, cycles) => {
    const step = { inputs: 1, hidden: columns - 1, columns: active, hasBias: false, wordsOf: () => 1 };
    expect(timeColumns(step, { ...neutral, arrays, scanLanes: 16 }).cycles).toBe(cycles);
  });
});

const gruConfig = {
  ...neutral,
  clockMhz: 125,
  inputs: 5,
  hidden: 8,
  macs: 12,
  scanLanes: 4,
  macFillCycles: 5,
  activationLanes: 4,
  activationFillCycles: 12,
} as DeltaRnnConfig;

function gru(seed: string): StoredGru {
  const { inputGates, recurrentGates, biases } = seededGru(5, 8, seed);
  const every = (matrix: typeof inputGates) =>
    storeEntries(matrix, new Uint8Array(matrix.values.length).fill(1), format, noSaturations());
  const vector = (values: Float64Array) => Int16Array.from(values, (value) => Math.round(value * 4096));
  return {
    inputs: 5,
    hidden: 8,
    inputGates: every(inputGates),
    recurrentGates: every(recurrentGates),
    biases: { r: vector(biases.r), z: vector(biases.z), nx: vector(biases.nx), nh: vector(biases.nh) },
  };
}

describe('DeltaRNN', () => {
  it('computes, bit by bit, the GRU of what was sent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.constantFrom(0, 0.05, 0.3), (seed, threshold) => {
        const layer = gru(String(seed));
        const inputs = correlatedSequence(5, 12, { correlation: 0.9, deviation: 1 }, 12, seed);
        let h: Int16Array = new Int16Array(8);
        for (const step of runDeltaRnn({ ...gruConfig, threshold }, layer, format, inputs, noSaturations())) {
          h = gruStep(layer, format, step.sentInput, step.sentState, h, noSaturations());
          expect(step.h).toEqual(h);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is the plain GRU when the threshold is 0', () => {
    const layer = gru('plain');
    const inputs = correlatedSequence(5, 12, { correlation: 0.5, deviation: 1 }, 12, 'plain');
    const steps = runDeltaRnn({ ...gruConfig, threshold: 0 }, layer, format, inputs, noSaturations());
    let h: Int16Array = new Int16Array(8);
    steps.forEach((step, t) => {
      h = gruStep(layer, format, inputs[t], h, h, noSaturations());
      expect(step.h).toEqual(h);
    });
  });

  it('takes as long as the dense network when everything is sent, and less when less is', () => {
    const layer = gru('time');
    const inputs = correlatedSequence(5, 20, { correlation: 0.9, deviation: 1 }, 12, 'time');
    const cyclesAt = (threshold: number) =>
      runDeltaRnn({ ...gruConfig, threshold }, layer, format, inputs, noSaturations()).map(
        ({ cycles }) => cycles,
      );
    // 13 columns of two cycles each from cycle 1 on, then 5 + 2 + 12.
    expect(denseCycles(gruConfig)).toBe(1 + 13 * 2 + 19);
    expect(Math.max(...cyclesAt(0))).toBe(denseCycles(gruConfig));
    const sum = (all: number[]) => all.reduce((total, cycles) => total + cycles, 0);
    expect(sum(cyclesAt(0.3))).toBeLessThan(sum(cyclesAt(0.05)));
    expect(new Set(cyclesAt(0.3)).size).toBeGreaterThan(1);
  });

  it('runs an LSTM too: bit by bit what was sent, a column of four gates in two cycles', () => {
    const shape = {
      kind: 'lstm' as const,
      inputs: 5,
      hidden: 8,
      projection: null,
      peepholes: false,
      biases: true,
    };
    const weights = seededModel('lstm', { layers: [shape] }, 1).layers[0];
    const every = [new Uint8Array(4 * 8 * 13).fill(1)];
    const layer = storeLayer(
      weights,
      'combined',
      { gates: every, projection: null },
      format,
      noSaturations(),
    );
    const inputs = correlatedSequence(5, 12, { correlation: 0.9, deviation: 1 }, 12, 'lstm');
    const config = { ...gruConfig, macs: 16, threshold: 0.1 };
    let c: Int16Array = new Int16Array(8);
    for (const step of runDeltaRnnLstm(config, layer, format, inputs, noSaturations())) {
      const expected = fixedStep(layer, format, step.sentInput, { h: step.sentState, c }, noSaturations());
      expect(step.h).toEqual(expected.h);
      expect(step.c).toEqual(expected.c);
      expect(step.columns.busyCycles[0]).toBe(2 * step.columns.activeColumns);
      c = expected.c;
    }
  });

  it('agrees with PyTorch on the equations: a step in doubles, within the steps of the tables', () => {
    const layer = gru('equations');
    const x = correlatedSequence(5, 1, { correlation: 0, deviation: 1 }, 12, 'x')[0];
    const h = correlatedSequence(8, 1, { correlation: 0, deviation: 0.3 }, 12, 'h')[0];
    const dot = (matrix: StoredGru['inputGates'], row: number, of: Int16Array) => {
      let sum = 0;
      for (let e = matrix.rowStart[row]; e < matrix.rowStart[row + 1]; e++) {
        sum += (matrix.codes[e] / 4096) * (of[matrix.columns[e]] / 4096);
      }
      return sum;
    };
    const sigmoid = (s: number) => 1 / (1 + Math.exp(-s));
    const found = gruStep(layer, format, x, h, h, noSaturations());
    for (let n = 0; n < 8; n++) {
      const { biases, inputGates, recurrentGates } = layer;
      const r = sigmoid(dot(inputGates, n, x) + dot(recurrentGates, n, h) + biases.r[n] / 4096);
      const z = sigmoid(dot(inputGates, 8 + n, x) + dot(recurrentGates, 8 + n, h) + biases.z[n] / 4096);
      const candidate = Math.tanh(
        dot(inputGates, 16 + n, x) +
          biases.nx[n] / 4096 +
          r * (dot(recurrentGates, 16 + n, h) + biases.nh[n] / 4096),
      );
      const expected = (1 - z) * candidate + z * (h[n] / 4096);
      expect(Math.abs(found[n] / 4096 - expected)).toBeLessThan(0.01);
    }
  });
});

describe('Spartus', () => {
  const shape = {
    kind: 'lstm' as const,
    inputs: 6,
    hidden: 16,
    projection: null,
    peepholes: false,
    biases: true,
  };
  const config = {
    ...neutral,
    arrays: 2,
    pesPerArray: 8,
    scanLanes: 4,
    macFillCycles: 5,
    activationLanes: 8,
    activationFillCycles: 12,
  } as SpartusConfig;
  const weights = seededModel('spartus', { layers: [shape] }, 3).layers[0];
  const { mask } = prune(
    gateMatrices(weights, 'combined')[0],
    { kind: 'column-balanced', pes: 8 },
    { sparsity: 0.75 },
  );
  const layer = storeLayer(weights, 'combined', { gates: [mask], projection: null }, format, noSaturations());

  it.each([0, 0.05, 0.3])('computes, bit by bit, the LSTM of what was sent (threshold %s)', (threshold) => {
    const inputs = correlatedSequence(6, 20, { correlation: 0.9, deviation: 1 }, 12, 'spartus');
    let c: Int16Array = new Int16Array(16);
    for (const step of runSpartus({ ...config, threshold }, layer, format, inputs, noSaturations())) {
      const expected = fixedStep(layer, format, step.sentInput, { h: step.sentState, c }, noSaturations());
      expect(step.h).toEqual(expected.h);
      expect(step.c).toEqual(expected.c);
      c = expected.c;
    }
  });

  it('spends two cycles on every column: 64 rows on 8 multipliers, a quarter of them kept', () => {
    const inputs = correlatedSequence(6, 1, { correlation: 0, deviation: 1 }, 12, 'once');
    const [step] = runSpartus({ ...config, threshold: 0 }, layer, format, inputs, noSaturations());
    expect(step.columns.activeColumns).toBe(6);
    expect([...step.columns.busyCycles]).toEqual([6, 6]);
    expect(step.products).toBe(6 * 2 * 8);
    expect(step.cycles).toBe(7 + 5 + 2 + 12);
  });
});
