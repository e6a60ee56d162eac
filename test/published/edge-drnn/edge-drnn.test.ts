import { describe, expect, it } from 'vitest';
import { DeltaGruLayer } from '../../../src/published/edge-drnn/delta-gru.ts';
import { measureEdgeDrnn, simulateEdgeDrnn } from '../../../src/published/edge-drnn/edge-drnn.ts';
import { edgeDrnnTiming, timeLayerStep } from '../../../src/published/edge-drnn/layer-step.ts';
import {
  columnCount,
  denseProducts,
  parameterCount,
  runNetwork,
  seededWeights,
} from '../../../src/published/edge-drnn/network.ts';
import type { EdgeDrnnConfig, EdgeDrnnDesign } from '../../../src/published/edge-drnn/parameters.ts';
import { checkSums } from '../../../src/published/edge-drnn/sums-check.ts';
import { timeNetwork } from '../../../src/published/edge-drnn/times.ts';
import { loadDesign } from '../../../src/published/load-design.ts';
import { valuesOf } from '../../../src/published/parameter.ts';

const shipped = loadDesign('edge-drnn').config as unknown as EdgeDrnnDesign;
const config: EdgeDrnnConfig = {
  ...valuesOf(shipped.parameters),
  inputs: 8,
  hidden: 16,
  warmUpSteps: 2,
  measuredSteps: 10,
};
const sent = (inputs: readonly number[], states: readonly number[]) => ({
  inputs: Uint8Array.from(inputs),
  states: Uint8Array.from(states),
});

describe('a layer of EdgeDRNN', () => {
  it('takes the cycles of a step that is counted by hand', () => {
    const inputs = [0, 0, 1, 0, 0, 0, 0, 0];
    const states = [0, 1, 0, 0, 0, 0, 0, 0];
    const step = { scanStart: 1, hasBias: false, sent: sent(inputs, states), pes: 4 };
    // Input 2 is compared in 3 and stands at the output, its command with it, in 7; its 6 words in 8 to 13.
    // The last input, compared in 8, would stand there in 12: it does in 14, for that cycle.
    // State 1 is compared in 12, two idle cycles after the inputs: commanded in 16, words in 17 to 22.
    // The last state, compared in 18, would stand there in 22: in 23, and with it the products end.
    expect(timeLayerStep(step, edgeDrnnTiming)).toEqual({
      commandCycles: [7, 16],
      firstWord: 8,
      lastWord: 22,
      firstOutput: 23 + 4 + 5 * 2,
      lastOutput: 23 + 4 + 5 * 3,
    });
  });

  it('has a cycle of its own for the bias before the scan, in the first step', () => {
    const step = {
      scanStart: 3,
      hasBias: true,
      sent: sent(new Array(4).fill(0), new Array(4).fill(0)),
      pes: 4,
    };
    expect(timeLayerStep(step, edgeDrnnTiming)).toMatchObject({
      commandCycles: [6],
      firstWord: 7,
      lastWord: 9,
    });
  });

  it('of the shipped design is timed as the measured one, but for the memory', () => {
    const { memoryLatency, outstandingColumns, ...rules } = edgeDrnnTiming;
    expect(valuesOf(shipped.parameters)).toMatchObject(rules);
    for (const name of Object.keys(rules) as (keyof typeof rules)[])
      expect(shipped.parameters[name].from, name).toBe('open code');
    expect(shipped.parameters.memoryLatency.from).toBe('assumption');
    expect(shipped.parameters.outstandingColumns.from).toBe('assumption');
  });
});

describe('a network on EdgeDRNN', () => {
  it('of two layers of 768 cells has the published 5 M weights', () => {
    const shape = { layers: 2, inputs: 40, hidden: 768 };
    expect(columnCount(shape)).toBe(40 + 768 + 768 + 768);
    expect(denseProducts(shape)).toBe(3 * 768 * (40 + 3 * 768));
    expect(parameterCount(shape)).toBe(3 * 768 * (1 + 40 + 768 + 1 + 768 + 768));
    expect(seededWeights({ ...shape, hidden: 8 }, '1').map(({ length }) => length)).toEqual([49, 17]);
  });

  it('has the sums of all products in its accumulators, and a sum that is 1 off is found', () => {
    const weights = seededWeights(config, '1');
    let layers: readonly DeltaGruLayer[] = [];
    runNetwork(config, weights, '1', (all) => {
      layers = all;
    });
    for (const layer of layers) expect(checkSums(layer, 'here')).toBe(4 * 16);
    layers[1].sums.ofStates[3]++;
    expect(() => checkSums(layers[1], 'layer 1')).toThrow(
      /layer 1, ofStates\[3\]: accumulated -?\d+, all products/,
    );
  });

  it('sends what has moved by the threshold, not only what has moved by more', () => {
    const columns = Array.from({ length: 3 }, () => new Int8Array(3));
    const moved = (by: number) =>
      new DeltaGruLayer(columns, 1, 1, { input: 64, state: 64 }).step(Int16Array.of(by)).inputs[0];
    expect([moved(63), moved(64), moved(-64)]).toEqual([0, 1, 1]);
  });

  it('takes the sum of its layers: one begins in the cycle after the other, the first at once', () => {
    const ofLayers = runNetwork(config, seededWeights(config, '1'), '1');
    const times = timeNetwork(config, ofLayers);
    const cycles = ofLayers.slice(2).map((ofStep) => {
      const [first, second] = ofStep.map((ofLayer, layer) => {
        const step = { scanStart: layer, hasBias: false, sent: ofLayer, pes: 8 };
        return timeLayerStep(step, config).lastOutput + 1;
      });
      return first + second;
    });
    expect(times.steps).toEqual(cycles);
    expect(times.cycles).toBeCloseTo(cycles.reduce((sum, of) => sum + of, 0) / 10, 9);
  });
});

describe('the design', () => {
  const parameters = Object.fromEntries(
    Object.entries(shipped.parameters).map(([name, one]) => [
      name,
      { ...one, value: config[name as keyof EdgeDrnnConfig] },
    ]),
  );
  const variations = [
    ...shipped.variations.filter((variation) => !('hidden' in variation)),
    { hidden: 8, layers: 1 },
  ];
  const design = { ...shipped, parameters, variations } as unknown as EdgeDrnnDesign;
  const simulated = simulateEdgeDrnn(design, '1');

  it('has with another seed what a measurement with it has', () => {
    const { figures, nullFigures } = measureEdgeDrnn(design, '1');
    expect([figures, nullFigures]).toEqual([simulated.figures, simulated.nullFigures]);
    expect(measureEdgeDrnn(design, '2').figures).not.toEqual(figures);
  });

  it('is slower than its null model by what its layers do besides multiplying', () => {
    const layers = simulated.details.find(({ id }) => id === 'layers')?.rows ?? [];
    const sum = (key: string) => layers.reduce((total, row) => total + Number(row[key]), 0);
    expect(layers).toHaveLength(2);
    expect(sum('other')).toBeGreaterThan(0);
    expect(simulated.figures.get('latency-us')).toBeCloseTo(sum('cycles') / 125, 9);
    expect(simulated.nullFigures.get('latency-us')).toBeCloseTo(sum('multiplying') / 125, 9);
  });

  it('shows what every variation does, run anew where it changes what is sent', () => {
    const rows = simulated.details.find(({ id }) => id === 'sensitivity')?.rows ?? [];
    expect(rows).toHaveLength(1 + variations.length);
    const gopsOf = (changed: Partial<EdgeDrnnConfig>) => {
      const other = Object.fromEntries(
        Object.entries(parameters).map(([name, one]) => [name, { ...one, ...valueIn(changed, name) }]),
      );
      return measureEdgeDrnn({ ...design, parameters: other } as never, '1').figures.get('effective-gops');
    };
    const valueIn = (changed: object, name: string) =>
      name in changed ? { value: changed[name as keyof typeof changed] } : {};
    const rowOf = (names: string, changed: string) =>
      rows.find((row) => row.parameter === names && row.changed === changed)?.gops;
    expect(rowOf('threshold', '0.5')).toBe(gopsOf({ threshold: 0.5 }));
    expect(rowOf('hidden, layers', '8, 1')).toBe(gopsOf({ hidden: 8, layers: 1 }));
    expect(rowOf('outstandingColumns', '1')).toBe(gopsOf({ outstandingColumns: 1 }));
    expect(rowOf('outstandingColumns', 'no bound')).toBe(gopsOf({ outstandingColumns: null }));
    expect(rowOf('activationOperations', '1')).toBe(gopsOf({ activationOperations: 1 }));
  });
});
