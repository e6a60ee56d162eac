import { describe, expect, it } from 'vitest';
import { conflictParts, timelinePart } from '../../../src/report/page/step-parts.ts';
import { stepCharts } from '../../../src/report/run/step-charts.ts';
import type { RunStep } from '../../../src/run/step-schema.ts';
import { runResult } from '../run/results.ts';

const waits = [
  [1, 2],
  [3, 4],
];
const result = runResult({ detail: { fpgaArray: { bankWaitCycles: waits } } });
const step: RunStep = {
  ...{ schemaVersion: 2, version: '1.2.3', command: 'run', configHash: result.configHash },
  timeline: {
    cycles: 100,
    tracks: [{ name: 'controller', group: 'units' }],
    categories: ['issue'],
    names: ['spmv gates[0..31]'],
    slices: { track: [0], from: [1], cycles: [100], category: [0], name: [0] },
  },
  peStates: true,
  conflicts: {
    binCycles: 50,
    waits: [
      [0, 4],
      [5, 1],
    ],
  },
  leftOut: null,
  bounds: { computeCycles: 50, bankCycles: 60, bandwidthCycles: 0, dependencyCycles: 40 },
  roofline: {
    ...{ peakOpsPerCycle: 16, memoryBytesPerCycle: 32, offChipBytesPerCycle: null },
    ...{ opsPerByte: 1, opsPerCycle: 4 },
  },
  advice: null,
};
const subtitle = 'csr on small, a-device, 200 MHz, weights resident, 75.0 % sparsity';
const facts = { configHash: '0123456789ab', toolVersion: '1.2.3', inputDate: '2019-02-24' };

describe('the parts of a page that a step makes', () => {
  it('are a timeline under the words of the charts', () => {
    expect(timelinePart(result, step, '2019-02-24')).toEqual({
      part: 'timeline',
      title: 'One LSTM step, cycle by cycle',
      subtitle,
      ...facts,
      clockMhz: 200,
      ...step.timeline,
    });
  });

  it('say of a timeline that has no states of PEs so', () => {
    const { subtitle: text } = timelinePart(result, { ...step, peStates: false }, null);
    expect(text).toBe(`${subtitle}, each PE busy as a whole`);
  });

  it('are maps of conflicts, by PE and by cycle, with the same sum', () => {
    const [byPe, byCycle] = conflictParts(result, step, '2019-02-24');
    expect(byPe).toMatchObject({ part: 'heat', subtitle, ...facts, values: [1, 2, 3, 4] });
    expect(byPe.rows).toEqual({ title: 'PE', count: 2, first: 0, step: 1 });
    expect(byCycle).toMatchObject({
      ...{ part: 'heat', title: 'Bank conflicts by bank and cycle', values: [0, 4, 5, 1] },
      value: { title: 'cycles in which requests waited, of all PEs', unit: 'cycles per 50 cycles' },
      rows: { title: 'bank', count: 2, first: 0, step: 1 },
      columns: { title: 'cycle of the step', count: 2, first: 1, step: 50 },
    });
  });

  it('are no maps of what was not recorded, or cannot be', () => {
    const titles = (of: typeof result, recorded: RunStep | null) =>
      conflictParts(of, recorded, null).map(({ title }) => title);
    expect(titles(result, null)).toEqual(['Bank conflicts by PE and bank']);
    expect(titles(result, { ...step, conflicts: null })).toEqual(['Bank conflicts by PE and bank']);
    expect(titles(runResult({ detail: { fpgaArray: { bankWaitCycles: null } } }), null)).toEqual([]);
  });
});

describe('the charts of a step', () => {
  it('are the roofs and the bounds that explain draws, under the words of a run', () => {
    const [roofline, bounds] = stepCharts(result, step);
    expect([roofline.file, bounds.file]).toEqual(['roofline', 'bounds']);
    expect(roofline.spec).toMatchObject({ title: 'Roofline of one LSTM step', subtitle, kind: 'lines' });
    expect(bounds.spec).toMatchObject({
      ...{ title: 'What bounds one LSTM step', subtitle, kind: 'compared-bars' },
      line: { value: 100, name: 'the step: 100 cycles' },
      bars: [{ value: 50 }, { value: 60 }, { value: 0 }, { value: 40 }],
    });
  });
});
