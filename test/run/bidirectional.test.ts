import { describe, expect, it } from 'vitest';
import { runWaveform } from '../../src/hw/trace/waveform.ts';
import { seededModel } from '../../src/lstm/seeded-model.ts';
import { WorkloadSchema, workloadShape } from '../../src/lstm/workload.ts';
import { runTables } from '../../src/report/run/tables.ts';
import { RunResultSchema } from '../../src/run/result.ts';
import { runModel } from '../../src/run/run-model.ts';
import type { FileValues } from '../../src/run/sequence.ts';
import { platformOf } from '../study/compare/designs.ts';

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
  return runModel({
    platform: platformOf({ kind: 'csr', pes: 4, banks: 4, ...fields }),
    loaded: {
      name: 'net',
      model: seededModel('net', { layers }, '1'),
      sparsity: 0.5,
      steps,
      hasMasks: false,
      inputs: { layers },
      remarks: [],
    },
    steps: null,
    sparsity: null,
    prunes: true,
    files: h0 && { inputs: null, h0, c0: null },
    hasValues: true,
    mustFit: false,
    seed: '1',
  });
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
