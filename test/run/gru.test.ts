import { describe, expect, it } from 'vitest';
import { openFootprint } from '../../src/hw/accounts/placed-layer.ts';
import { acceleratorKinds, buildArray } from '../../src/hw/array/kinds/index.ts';
import { runWaveform } from '../../src/hw/trace/waveform.ts';
import type { LayerShape } from '../../src/lstm/shape.ts';
import { WorkloadSchema, workloadShape } from '../../src/lstm/workload.ts';
import { RunResultSchema } from '../../src/run/result.ts';
import { runModel } from '../../src/run/run-model.ts';
import { platformOf } from '../study/compare/designs.ts';
import { loadedNet, runOf } from './requests.ts';

const layersOf = (layers: unknown) => workloadShape(WorkloadSchema.parse({ layers })).layers;

function run(layers: readonly LayerShape[], fields: Readonly<Record<string, unknown>> = {}) {
  const platform = platformOf({ kind: 'csr', pes: 4, banks: 4, ...fields });
  return runModel(runOf(platform, loadedNet(layers, { steps: 2 })));
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** An LSTM, and above it a GRU of each reset rule. */
const mixed = layersOf([
  { inputs: 12, hidden: 8, projection: 6, peepholes: true },
  { kind: 'gru', hidden: 10, resetAfter: false },
  { kind: 'gru', hidden: 7 },
]);

describe.each(acceleratorKinds)('a stack of an LSTM and two GRUs on %s', (kind) => {
  it.each([
    { style: 'chained', gateMatrix: 'combined', spmvSlices: 'matrix' },
    { style: 'chained', gateMatrix: 'separate', spmvSlices: 'matrix' },
    { style: 'instruction', gateMatrix: 'combined', spmvSlices: 'gate' },
    { style: 'instruction', gateMatrix: 'separate', spmvSlices: 'matrix' },
  ])('computes the bits of the reference, and every cycle has a cause: $style, $gateMatrix', (form) => {
    const { style, gateMatrix, spmvSlices } = form;
    const { result } = run(mixed, { kind, ewop: { style }, gateMatrix, program: { spmvSlices } });
    // Of two steps h of every layer, and c of the LSTM.
    expect(result.accuracy?.comparedValues).toBe(2 * (6 + 8 + 10 + 7));
    expect(result.cells).toEqual(['lstm', 'gru']);
    expect(RunResultSchema.parse(result)).toEqual(result);
    expect(sum(Object.values(result.stalls))).toBe(result.cycles.total);
    for (const { cycles, stalls } of result.layers) expect(sum(Object.values(stalls))).toBe(cycles.total);
  });
});

describe('what a GRU asks of a device', () => {
  const footprintOf = (layers: readonly LayerShape[], fields: Readonly<Record<string, unknown>> = {}) => {
    const { design } = run(layers, fields).finished;
    return openFootprint(buildArray(design.array.config), design.layers);
  };
  const lstm = layersOf({ inputs: 12, hidden: 8 });
  const after = layersOf({ kind: 'gru', inputs: 12, hidden: 8 });
  const before = layersOf({ kind: 'gru', inputs: 12, hidden: 8, resetAfter: false });

  it('is a buffer for x and one for h, or for [x, h] and [x, r h]; layers of a stack take turns in them', () => {
    const words = (layers: readonly LayerShape[], gateMatrix: string) =>
      footprintOf(layers, { gateMatrix }).regionWords;
    expect(words(after, 'combined')).toEqual([3, 2]);
    expect(words(before, 'combined')).toEqual([5, 5]);
    expect(words(before, 'separate')).toEqual([3, 2, 2]);
    expect(words(mixed, 'combined')).toEqual([5, 4]);
    expect(words(mixed, 'separate')).toEqual([3, 3, 3]);
  });

  it('is registers: h and biases that stay, and two vectors of sums where products over x and h stay apart', () => {
    const bits = (layers: readonly LayerShape[], fields = {}) => footprintOf(layers, fields).registerFileBits;
    // h, 4 biases, x; r, z, n over x and over h.
    expect(bits(after)).toBe(16 * (8 + 4 * 8 + 12) + 48 * 6 * 8);
    // h, 3 biases, x, r h; r, z, n.
    expect(bits(before)).toBe(16 * (8 + 3 * 8 + 12 + 8) + 48 * 3 * 8);
    const vectors = ['r', 'z', 'nh', 'reset', 'n', '1-z', 'fresh', 'kept'];
    expect(bits(after, { ewop: { style: 'instruction' } })).toBe(bits(after) + 16 * 8 * vectors.length);
  });

  it('of a stack is the state and constants of all layers, and the temporaries of the one that has most', () => {
    // h, c, biases and peepholes of the LSTM; h and biases of both GRUs.
    const kept = 16 * (6 + 8 + 32 + 24 + (10 + 30) + (7 + 28));
    // x, h before its projection, sums of gates and projection.
    const ofLstm = 16 * (12 + 8) + 48 * (32 + 6);
    expect(footprintOf(mixed).registerFileBits).toBe(kept + ofLstm);
    // Without the LSTM x is the input of the first GRU, whose r h and sums are fewer than those of
    // the second.
    const grus = layersOf([
      { kind: 'gru', inputs: 6, hidden: 10, resetAfter: false },
      { kind: 'gru', hidden: 7 },
    ]);
    const ofSecond = 48 * 2 * 3 * 7;
    expect(ofSecond).toBeGreaterThan(16 * (6 + 10) + 48 * 3 * 10);
    expect(footprintOf(grus).registerFileBits).toBe(16 * (10 + 30 + 7 + 28) + ofSecond);
  });

  it('is lanes of the cells that it has', () => {
    expect(footprintOf(lstm).cells).toEqual(['lstm']);
    expect(footprintOf(after).cells).toEqual(['gru']);
    expect(footprintOf(mixed).cells).toEqual(['lstm', 'gru']);
    const dsp = (layers: readonly LayerShape[]) => run(layers).result.resources.dsp?.used ?? 0;
    // Of 64 lanes, two multipliers a block: three products, and three or five interpolations.
    expect(dsp(lstm) - dsp(after)).toBe(64);
  });
});

describe('the result of a network of LSTMs', () => {
  it('says nothing of its cells', () => {
    const { result } = run(layersOf({ inputs: 12, hidden: 8 }));
    expect(result).not.toHaveProperty('cells');
  });
});

describe('the waveform of a GRU', () => {
  it('is as long as its steps, with the element-wise unit busy twice where r h is loaded in between', () => {
    const { finished, result } = run(layersOf({ kind: 'gru', inputs: 12, hidden: 8, resetAfter: false }));
    const { array, layers } = finished.design;
    const wave = runWaveform(array, layers, finished.timelines, finished.steps);
    expect(wave.lastCycle).toBe(2 * result.cycles.total + 1);
    const text = [...wave.text({ from: 0, to: result.cycles.total })].join('');
    const id = /\$scope module ewop \$end\n\$var wire 1 (\S+) busy/.exec(text)?.[1] ?? '';
    const rises = text.split('\n').filter((line) => line === `1${id}`);
    expect(rises.length).toBe(2);
  });
});
