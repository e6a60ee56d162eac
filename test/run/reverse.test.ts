import { describe, expect, it } from 'vitest';
import { simulateLayers } from '../../src/cosim/simulate-layers.ts';
import { residentBeatsPerPe } from '../../src/hw/accounts/placed-layer.ts';
import { runWaveform } from '../../src/hw/trace/waveform.ts';
import { hasReverse, isBidirectional, outputsOf, passesByLayer, passesOf } from '../../src/lstm/passes.ts';
import type { LayerShape } from '../../src/lstm/shape.ts';
import { runTables } from '../../src/report/run/tables.ts';
import { knownOf } from '../../src/run/known-of-run.ts';
import { RunResultSchema } from '../../src/run/result.ts';
import { runModel } from '../../src/run/run-model.ts';
import type { FileValues } from '../../src/run/sequence.ts';
import { platformOf } from '../study/compare/designs.ts';
import { loadedNet, runOf } from './requests.ts';

const layer = (inputs: number, hidden: number, direction?: 'forward' | 'reverse'): LayerShape => ({
  ...{ kind: 'lstm', inputs, hidden, projection: null, peepholes: false, biases: true },
  ...(direction && { direction }),
});

const STEPS = 3;

/** Inputs of three steps, in the order that is asked for. */
function inputsIn(order: readonly number[], inputs: number): FileValues {
  const data = Float64Array.from(
    order.flatMap((t) => Array.from({ length: inputs }, (_, n) => Math.sin(7 * t + n))),
  );
  return { source: 'x.npy', array: { shape: [STEPS, inputs], dtype: 'float64', data } };
}

function run(
  layers: readonly LayerShape[],
  order = [0, 1, 2],
  fields: Readonly<Record<string, unknown>> = {},
) {
  const platform = platformOf({ kind: 'csr', pes: 4, banks: 4, ...fields });
  const files = { inputs: inputsIn(order, layers[0].inputs), h0: null, c0: null };
  return runModel(runOf(platform, loadedNet(layers, { steps: STEPS }), { files }));
}

/** The same weights and no direction: seeded tensors of a reverse pass have names of their own. */
function runForward(layers: readonly LayerShape[], order: readonly number[]) {
  const loaded = loadedNet(layers, { steps: STEPS });
  const model = {
    ...loaded.model,
    layers: loaded.model.layers.map((weights) => {
      const { direction: _, ...shape } = weights.shape;
      return { ...weights, shape } as typeof weights;
    }),
  };
  const files = { inputs: inputsIn(order, layers[0].inputs), h0: null, c0: null };
  const platform = platformOf({ kind: 'csr', pes: 4, banks: 4 });
  const forward = { ...model, shape: { layers: model.layers.map(({ shape }) => shape) } };
  return runModel(runOf(platform, { ...loaded, model: forward }, { files }));
}

describe('a layer that runs in reverse alone', () => {
  const alone = [layer(6, 5, 'reverse')];
  const { result, finished } = run(alone);

  it('is one pass, of a network that is not bidirectional', () => {
    expect(passesByLayer(alone)).toEqual([[0]]);
    expect(passesOf(alone)).toEqual([{ layer: 0, direction: 'reverse' }]);
    expect([isBidirectional(alone), hasReverse(alone), outputsOf(alone)]).toEqual([false, true, 5]);
    expect(knownOf('resident', alone).isBidirectional).toBe(false);
  });

  it('computes what it would forward on the sequence backwards, and has its outputs in order of time', () => {
    const forward = runForward(alone, [2, 1, 0]);
    expect(finished.values?.execution.h).toEqual(forward.finished.values?.execution.h.toReversed());
    expect(finished.values?.execution.c).toEqual(forward.finished.values?.execution.c.toReversed());
    expect(result.accuracy?.comparedValues).toBe(STEPS * 10);
    expect(result.accuracy?.maxAbsErrorH).toBeLessThan(0.02);
  });

  it('takes as long as forward, and says its direction in result and tables', () => {
    expect(RunResultSchema.parse(result)).toEqual(result);
    expect(result.cycles).toEqual(runForward(alone, [0, 1, 2]).result.cycles);
    expect(result.layers).toMatchObject([{ layer: 0, direction: 'reverse' }]);
    const phases = runTables(result).find(({ title }) => title === 'Cycles by phase');
    expect(phases?.rows.map(({ layer: name }) => name)).toEqual(['0 reverse']);
    expect(phases?.notes?.join()).toMatch(/A layer that runs in reverse needs all steps of the layer below/);
  });

  it('gains nothing by a second array, of which there is none', () => {
    const parallel = run(alone, [0, 1, 2], { directions: 'parallel' });
    expect(parallel.result.cycles).toEqual(result.cycles);
    expect(parallel.result.resources).toEqual(result.resources);
    const phases = runTables(parallel.result).find(({ title }) => title === 'Cycles by phase');
    expect(phases?.notes?.join()).not.toMatch(/two arrays/);
  });

  it('is driven backwards in the cases for the RTL, which has one order of time', () => {
    const { design, prepared, values } = finished;
    const inputs = values?.sequence.inputs.map(({ codes }) => codes) ?? [];
    const states = values?.sequence.state.map(({ h, c }) => ({ h: h.codes, c: c.codes })) ?? [];
    const simulated = simulateLayers(design.array, design.layers, prepared.layers, inputs, states);
    expect(simulated.map(({ inputs: driven }) => driven)).toEqual([inputs.toReversed()]);
    expect(simulated[0].states.map(({ h }) => h).toReversed()).toEqual(values?.execution.h);
  });
});

describe('a stack of a bidirectional layer, one in reverse and one forward', () => {
  const stack = [layer(6, 5, 'forward'), layer(6, 5, 'reverse'), layer(10, 4, 'reverse'), layer(4, 3)];

  it('joins the two passes of the first layer alone', () => {
    expect(passesByLayer(stack)).toEqual([[0, 1], [2], [3]]);
    expect([isBidirectional(stack), outputsOf(stack), outputsOf(stack.slice(0, 3))]).toEqual([true, 3, 4]);
  });

  it('computes what the references do, and its waveform is as long as its steps', () => {
    const { result, finished } = run(stack);
    expect(result.accuracy?.comparedValues).toBe(STEPS * 2 * (5 + 5 + 4 + 3));
    const { layers, array } = finished.design;
    expect(runWaveform(array, layers, finished.timelines, STEPS).lastCycle).toBe(
      STEPS * result.cycles.total + 1,
    );
    expect(result.layers.map(({ layer: l, direction }) => [l, direction])).toEqual([
      [0, 'forward'],
      [0, 'reverse'],
      [1, 'reverse'],
      [2, undefined],
    ]);
  });

  it('has on a second array the reverse pass of two alone', () => {
    const [one, two] = ['sequential', 'parallel'].map((directions) => run(stack, [0, 1, 2], { directions }));
    const cycles = two.result.layers.map(({ cycles: { total } }) => total);
    expect(one.result.cycles.total).toBe(cycles[0] + cycles[1] + cycles[2] + cycles[3]);
    expect(two.result.cycles.total).toBe(Math.max(cycles[0], cycles[1]) + cycles[2] + cycles[3]);
    const { layers, array } = two.finished.design;
    const ofPasses = (...passes: number[]) =>
      residentBeatsPerPe(
        passes.map((pass) => layers[pass]),
        { ...array.config, directions: 'sequential' },
      );
    expect(residentBeatsPerPe(layers, array.config)).toBe(Math.max(ofPasses(0, 2, 3), ofPasses(1)));
  });

  it('shares off-chip bandwidth between the two passes that run at once, and no others', () => {
    const slow = { weights: 'streamed', dram: { gbPerS: 0.05, latencyNs: 0 } };
    const [one, two] = ['sequential', 'parallel'].map((directions) =>
      run(stack, [0, 1, 2], { ...slow, directions }).result.layers.map(({ cycles: { total } }) => total),
    );
    expect(two.slice(2)).toEqual(one.slice(2));
    expect(two[0]).toBeGreaterThan(one[0]);
  });
});
