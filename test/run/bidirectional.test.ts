import { describe, expect, it } from 'vitest';
import { residentBeatsPerPe } from '../../src/hw/accounts/placed-layer.ts';
import { runWaveform } from '../../src/hw/trace/waveform.ts';
import { WorkloadSchema, workloadShape } from '../../src/lstm/workload.ts';
import { runTables } from '../../src/report/run/tables.ts';
import { RunResultSchema } from '../../src/run/result.ts';
import { runModel } from '../../src/run/run-model.ts';
import type { FileValues } from '../../src/run/sequence.ts';
import { platformOf } from '../study/compare/designs.ts';
import { readVcd } from '../vcd-reader.ts';
import { loadedNet, runOf } from './requests.ts';

/** A layer of 6 outputs each way, and one of a single pass above it. */
const shape = workloadShape(
  WorkloadSchema.parse({
    layers: [
      { inputs: 12, hidden: 8, projection: 6, bidirectional: true },
      { inputs: 12, hidden: 4 },
    ],
  }),
);

function run(
  fields: Readonly<Record<string, unknown>> = {},
  { layers = shape.layers, steps = 3, h0 = null as FileValues | null } = {},
) {
  const platform = platformOf({ kind: 'csr', pes: 4, banks: 4, ...fields });
  const files = h0 && { inputs: null, h0, c0: null };
  return runModel(runOf(platform, loadedNet(layers, { steps }), { files }));
}

describe('a bidirectional layer on one array', () => {
  const { finished, result } = run();

  it('is two passes in its result, one after the other in time', () => {
    expect(RunResultSchema.parse(result)).toEqual(result);
    expect(result.layers.map(({ layer, direction }) => [layer, direction])).toEqual([
      [0, 'forward'],
      [0, 'reverse'],
      [1, undefined],
    ]);
    const sum = result.layers.reduce((total, { cycles }) => total + cycles.total, 0);
    expect(result.cycles.total).toBe(sum);
    expect(Object.values(result.stalls).reduce((a, b) => a + b, 0)).toBe(sum);
    expect(result.layers[0].cycles.load).toBe(result.layers[1].cycles.load);
  });

  it('is named by its direction in the tables', () => {
    const phases = runTables(result).find(({ title }) => title === 'Cycles by phase');
    expect(phases?.rows.map(({ layer }) => layer)).toEqual(['0 forward', '0 reverse', '1', 'all']);
    expect(phases?.notes?.join()).toMatch(/that of a sequence over its steps/);
    expect(phases?.notes?.join()).not.toMatch(/two arrays/);
  });

  it('computes what the references do, bit for bit and nearly: all of both passes', () => {
    // Of each of three steps h and c: 6 and 8 elements of a pass of layer 0, twice; 4 and 4 of layer 1.
    expect(result.accuracy?.comparedValues).toBe(3 * (2 * (6 + 8) + 8));
    expect(result.accuracy?.maxAbsErrorH).toBeLessThan(0.02);
    expect(result.accuracy?.maxAbsErrorC).toBeLessThan(0.02);
  });

  it('has as outputs the forward ones, then the reverse ones', () => {
    const { finished: both } = run({}, { layers: shape.layers.slice(0, 2) });
    const { direction: _, ...single } = shape.layers[0];
    const { finished: alone } = run({}, { layers: [single] });
    const [h, forward] = [both, alone].map(({ values }) => values?.execution.h ?? []);
    expect(h.map((output) => output.subarray(0, 6))).toEqual(forward);
    expect(h.map(({ length }) => length)).toEqual([12, 12, 12]);
    expect(both.values?.execution.c.map(({ length }) => length)).toEqual([16, 16, 16]);
  });

  it('takes its state as PyTorch has it: a row for each pass', () => {
    const layers = shape.layers.slice(0, 2);
    const h0 = (rows: number): FileValues => ({
      source: 'state.npz, array h0',
      array: { dtype: 'float64', shape: [rows, 6], data: new Float64Array(rows * 6).fill(0.5) },
    });
    expect(run({}, { layers, h0: h0(2) }).result.accuracy?.comparedValues).toBe(3 * 28);
    expect(() => run({}, { layers, h0: h0(1) })).toThrow(/shape \[1, 6\], expected \[2, 6\]/);
  });

  it('is as long in its waveform: all steps of a pass, then those of the next', () => {
    const { layers } = finished.design;
    const step = result.cycles.total;
    const { lastCycle } = runWaveform(finished.design.array, layers, finished.timelines, 3);
    expect(lastCycle).toBe(3 * step + 1);
  });
});

describe('a bidirectional layer on two arrays', () => {
  const one = run();
  const two = run({ directions: 'parallel' });

  it('takes as long as the longer of its passes, and a layer of one pass what it takes alone', () => {
    const [forward, reverse, above] = two.result.layers.map(({ cycles }) => cycles.total);
    expect(two.result.layers).toEqual(one.result.layers);
    expect(one.result.cycles.total).toBe(forward + reverse + above);
    expect(two.result.cycles.total).toBe(Math.max(forward, reverse) + above);
  });

  it('has its cycles follow the longer pass, phase by phase and cause by cause', () => {
    const { layers, stalls, cycles } = two.result;
    const longer = layers[0].cycles.total >= layers[1].cycles.total ? 0 : 1;
    expect(Object.values(stalls).reduce((a, b) => a + b, 0)).toBe(cycles.total);
    for (const [name, count] of Object.entries(stalls))
      expect(count).toBe(layers[longer].stalls[name] + layers[2].stalls[name]);
    expect(cycles.spmv).toBe(layers[longer].cycles.spmv + layers[2].cycles.spmv);
  });

  it('has twice the PEs, of which the reverse ones wait while another layer runs', () => {
    const { pes, cycles, layers, weights } = two.result;
    expect(pes.busyCycles).toHaveLength(8);
    pes.busyCycles.forEach((busy, pe) => {
      expect(busy + pes.imbalanceCycles[pe] + pes.waitingCycles[pe]).toBe(cycles.total);
      if (pe >= 4) expect(pes.waitingCycles[pe]).toBeGreaterThan(layers[2].cycles.total);
    });
    const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
    expect(sum(pes.busyCycles)).toBe(sum(one.result.pes.busyCycles));
    expect(pes.utilisation).toBeCloseTo(weights.kept / (8 * 4 * cycles.total), 12);
  });

  it('does the same work on the same values, with less static energy', () => {
    const work = ({ actions }: typeof one.result) => actions.map(({ name, count }) => [name, count]);
    expect(work(two.result)).toEqual(work(one.result));
    expect(two.result.accuracy).toEqual(one.result.accuracy);
    const staticOf = ({ energy }: typeof one.result) =>
      energy.components.find(({ component }) => component === 'static')?.energyUj ?? 0;
    const [before, after] = [one.result, two.result].map(staticOf);
    expect(after / before).toBeCloseTo(two.result.cycles.total / one.result.cycles.total, 12);
  });

  it('takes twice the multipliers, and a line of its own in the resources', () => {
    const [alone, both] = [one, two].map(({ finished }) => finished.design.fit.resources);
    const line = both.breakdown.find(({ component }) => component === 'second array');
    expect(line).toMatchObject({ dsp: alone.dsp.used, flipFlops: both.flipFlops.used / 2 });
    expect(both.dsp.used).toBe(2 * alone.dsp.used);
    // Each has weight memories for its own passes alone, and both are as deep.
    const [deep, shallower] = [one, two].map(({ finished: { design } }) =>
      residentBeatsPerPe(design.layers, design.array.config),
    );
    expect(shallower).toBeLessThan(deep);
    expect(both.ramBlocks.used).toBe(2 * (line?.ramBlocks ?? 0));
    expect(both.logic.used).toBeGreaterThan(1.9 * alone.logic.used);
    expect(alone.breakdown.map(({ component }) => component)).not.toContain('second array');
  });

  it('is one array where no layer has two directions', () => {
    const layers = [shape.layers[2]];
    const [sequential, parallel] = ['sequential', 'parallel'].map(
      (directions) => run({ directions }, { layers }).result,
    );
    expect(parallel.cycles).toEqual(sequential.cycles);
    expect(parallel.resources).toEqual(sequential.resources);
    expect(parallel.pes).toEqual(sequential.pes);
  });

  it('shares the off-chip bandwidth: no faster than one array where nothing but fetches counts', () => {
    const layers = shape.layers.slice(0, 2);
    const slow = { weights: 'streamed', dram: { gbPerS: 0.01, latencyNs: 0 } };
    const [sequential, parallel] = ['sequential', 'parallel'].map(
      (directions) => run({ ...slow, directions }, { layers }).result,
    );
    expect(parallel.weights.fetchedBits).toBe(sequential.weights.fetchedBits);
    expect(parallel.cycles.total / sequential.cycles.total).toBeGreaterThan(0.95);
    const fetches = ({ stalls }: typeof sequential) => stalls.weightFetch;
    expect(fetches(parallel) / fetches(sequential)).toBeCloseTo(1, 1);
  });

  it('shows both in its waveform, which ends with the longer pass of every step', () => {
    const { array, layers } = two.finished.design;
    const waveform = runWaveform(array, layers, two.finished.timelines, 3);
    expect(waveform.lastCycle).toBe(3 * two.result.cycles.total + 1);
    const signals = readVcd([...waveform.text({ from: 0, to: waveform.lastCycle })].join(''));
    const busy = (scope: string) =>
      signals.get(`${scope}.controller.running`)?.changes.filter(([, value]) => value === '1') ?? [];
    // Both begin at once; then the first array goes on with the layer above.
    expect(busy('bbsim.reverse')[0]).toEqual(busy('bbsim')[0]);
    expect(signals.has('bbsim.reverse.array.pe[3].state')).toBe(true);
  });
});
