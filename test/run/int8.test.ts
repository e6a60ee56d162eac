import { describe, expect, it } from 'vitest';
import { acceleratorKinds } from '../../src/hw/array/kinds/index.ts';
import type { LayerShape } from '../../src/lstm/shape.ts';
import { WorkloadSchema, workloadShape } from '../../src/lstm/workload.ts';
import { SCALE_BITS } from '../../src/num/row-scale.ts';
import { checkStepped } from '../../src/run/check-clocked.ts';
import { modelOf } from '../../src/run/load-model.ts';
import { requantisedRemarks } from '../../src/run/requantised-remarks.ts';
import { RunResultSchema } from '../../src/run/result.ts';
import { runModel } from '../../src/run/run-model.ts';
import { runSpmv } from '../../src/run/spmv.ts';
import { writeNpz } from '../../src/tensors/npy/npz.ts';
import { randomCodes, randomMatrix, scaledMatrix } from '../hw/array/arrays.ts';
import { platformOf } from '../study/compare/designs.ts';
import { loadedNet, runOf } from './requests.ts';

const layersOf = (layers: unknown) => workloadShape(WorkloadSchema.parse({ layers })).layers;
const net = layersOf([
  { inputs: 12, hidden: 8, projection: 6, peepholes: true },
  { kind: 'gru', hidden: 10, resetAfter: false },
]);

type Loaded = Parameters<typeof runModel>[0]['loaded'];

function runLoaded(loaded: Loaded, fields: Readonly<Record<string, unknown>>, hasValues = true) {
  const platform = platformOf({ kind: 'csr', pes: 4, banks: 4, ...fields });
  return runModel(runOf(platform, loaded, { hasValues })).result;
}

function run(fields: Readonly<Record<string, unknown>>, layers: readonly LayerShape[] = net) {
  return runLoaded(loadedNet(layers, { steps: 2 }), fields);
}

const int8 = { weightBits: 8 };

describe.each(acceleratorKinds)('int8 weights on %s', (kind) => {
  it.each([
    { gateMatrix: 'combined', weightScale: 'row' },
    { gateMatrix: 'separate', weightScale: 'tensor' },
  ])('compute the bits of the reference, a rescale later than others: $gateMatrix, $weightScale', (form) => {
    const { gateMatrix, weightScale } = form;
    const [narrow, wide] = [{ weightBits: 8, weightScale }, {}].map((number) =>
      run({ kind, gateMatrix, number, weights: 'resident' }),
    );
    expect(RunResultSchema.parse(narrow)).toEqual(narrow);
    expect([narrow.weights.valueBits, wide.weights.valueBits]).toEqual([8, 16]);
    expect(narrow.weights.storage.valueBits).toBe(wide.weights.storage.valueBits / 2);
    // One SpMV each for gates, projection and candidate, or with two gate matrices five; mulLatency is 3.
    const spmvs = gateMatrix === 'combined' ? 4 : 6;
    expect(narrow.cycles.total - wide.cycles.total).toBe(3 * spmvs);
    expect(narrow.stalls.fill - wide.stalls.fill).toBe(3 * spmvs);
  });
});

describe('a product of int8 weights', () => {
  it.each(acceleratorKinds)('is the same register by register, on chip or streamed: %s', (kind) => {
    const matrix = randomMatrix({
      style: 'balanced',
      rows: 13,
      cols: 16,
      banks: 4,
      placement: 'even',
      seed: 3,
    });
    for (const weights of ['resident', 'streamed']) {
      const platform = platformOf({ kind, pes: 3, banks: 4, weights, number: int8 });
      const x = randomCodes(16, 5);
      const done = runSpmv(platform, scaledMatrix(matrix, kind), x, false);
      checkStepped(platform, done, x);
    }
  });

  it('fetches 21 bits for every row more than its 8-bit entries take', () => {
    const rows = 40;
    const matrix = randomMatrix({
      style: 'random',
      rows,
      cols: 32,
      banks: 4,
      placement: 'even',
      seed: 3,
    });
    const fetched = (number: object) => {
      const platform = platformOf({
        kind: 'csr',
        pes: 2,
        banks: 4,
        weights: 'streamed',
        number,
        dram: { burstBytes: 1 },
      });
      const stored = scaledMatrix(matrix, 1);
      return runSpmv(platform, stored, randomCodes(32, 5), false).job.dramBits;
    };
    const bytes = (bits: number) => 8 * Math.ceil(bits / 8);
    const entries = matrix.codes.length;
    // One tile: 5 bits of column, 41 pointers, 8 bits of value.
    const pointers = 41 * Math.ceil(Math.log2(entries + 1));
    expect(fetched(int8)).toBe(bytes(entries * (8 + 5) + pointers + rows * SCALE_BITS));
    expect(fetched({ ...int8, weightScale: 'tensor' })).toBe(bytes(entries * (8 + 5) + pointers));
  });
});

it('a step reads a scale for each of its rows, and is charged for a rescale of each by its widths', () => {
  const count = (number: object, name: string) => {
    const result = run({ gateMatrix: 'combined', weights: 'resident', number });
    return result.actions.find((action) => action.name === name)?.count ?? 0;
  };
  // Gates and projection of the LSTM, two gates and the candidate of the GRU.
  const rows = [32, 6, 20, 10];
  const all = rows.reduce((sum, n) => sum + n, 0);
  const perMatrix = { ...int8, weightScale: 'tensor' };
  expect(count(int8, 'weightReadBits') - count(perMatrix, 'weightReadBits')).toBe(SCALE_BITS * all);
  // Sums over 18, 8, 16 and 16 columns: 24 bits and 5, 3, 4 and 4, by 17 bits; a product has 8 x 16.
  const [gates, projection, rz, n] = [29, 27, 28, 28].map((bits, m) => (rows[m] * bits * 17) / 128);
  expect(count(int8, 'multiplies') - count({}, 'multiplies')).toBeCloseTo(gates + projection + rz + n, 6);
});

describe('int8 codes of a file', () => {
  const scales = Float32Array.from({ length: 8 }, (_, row) => (row + 1) / 256);
  const matrix = (cols: number, seed: number) =>
    Int8Array.from(randomCodes(8 * cols, seed, 8), (code) => Math.max(-127, code));
  const bytes = writeNpz([
    { name: 'weight_ih_l0', shape: [8, 3], data: matrix(3, 1) },
    { name: 'weight_ih_l0_scale', shape: [8], data: scales },
    { name: 'weight_ih_l0_mask', shape: [8, 3], data: new Uint8Array(24).fill(1) },
    { name: 'weight_hh_l0', shape: [8, 2], data: matrix(2, 2) },
    { name: 'weight_hh_l0_scale', shape: [], data: Float32Array.of(1 / 128) },
    { name: 'weight_hh_l0_mask', shape: [8, 2], data: new Uint8Array(16).fill(1) },
  ]);
  const loaded = modelOf({ workload: null, weights: { path: 'm.npz', bytes }, prefix: null, seed: '1' });

  it('are kept by two matrices with a scale for each row, and nothing is said', () => {
    const result = runLoaded(loaded, { gateMatrix: 'separate', number: int8 });
    expect(result.weights).toMatchObject({ valueBits: 8, requantised: 0 });
    expect(requantisedRemarks([result])).toEqual([]);
  });

  it('are brought to one scale by a combined matrix, which is counted and said', () => {
    const result = runLoaded(loaded, { gateMatrix: 'combined', number: int8 });
    const { requantised, kept } = result.weights;
    expect(kept).toBe(40);
    expect(requantised).toBeGreaterThan(10);
    expect(requantisedRemarks([result])).toEqual([
      `int8 codes of the file were brought to another scale: ${result.accelerator} has ${requantised} of 40 (gateMatrix: separate and number.weightScale: row keep them)`,
    ]);
  });

  it('run as weights of 16 bits, too: the floats that they stand for', () => {
    const result = runLoaded(loaded, { number: { weightBits: 16 } });
    expect(result.weights.valueBits).toBe(16);
    expect(result.weights).not.toHaveProperty('requantised');
    expect(requantisedRemarks([result])).toEqual([]);
  });
});

it('what is known without values: int8 sums that cannot wrap, and that a large scale may', () => {
  const wraps = (accumulatorBits: number) =>
    runLoaded(loadedNet(net), { number: { ...int8, accumulatorBits } }, false).accuracy?.saturations
      .wrappedAccumulators;
  expect([wraps(48), wraps(24)]).toEqual([0, null]);
});
