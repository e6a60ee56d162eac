import { describe, expect, it } from 'vitest';
import { runSummary, runTables } from '../../../src/report/run/tables.ts';
import { formatTable, type Table } from '../../../src/report/tables/table.ts';
import type { RunResult } from '../../../src/run/result.ts';
import { resourcesOver, runResult } from './results.ts';

function tableOf(start: string, result: RunResult = runResult()): Table {
  const found = runTables(result).find(({ title }) => title?.startsWith(start));
  if (!found) throw new Error(`no table "${start}"`);
  return found;
}

describe('the tables of a run', () => {
  it('are the same seven for every run, and printable', () => {
    const tables = runTables(runResult());
    expect(tables.map(({ title }) => title?.split(/[,:(]/)[0].trim())).toEqual([
      'csr on small',
      'Cycles by phase',
      'Cycles by category',
      'Matrices',
      'Storage of the same weights in every format',
      'Energy of one step',
      'Resources on a-device',
    ]);
    for (const table of tables) expect(formatTable(table, 'table')).toMatch(/─/);
  });

  it.each([
    {
      name: 'checked values',
      result: runResult(),
      says: '16 values equal the integer reference bit for bit',
    },
    { name: 'saturations', result: runResult(), says: 'saturations: 3 input, 2 wrapped accumulators.' },
    { name: 'timing only', result: runResult({ accuracy: null }), says: 'no values were computed' },
    { name: 'conflicts', result: runResult(), says: 'Conflict cycles: cycles of the step in which the PE' },
    {
      name: 'several steps',
      result: runResult({ steps: [0, 1, 2, 3].map((step) => ({ ...runResult().steps[0], step })) }),
      says: '4 steps take 2.00 us',
    },
    {
      name: 'an overflow',
      result: runResult({ resources: resourcesOver(1500) }),
      says: 'csr does not fit a-device: 1500 of 1000 ALM (50 % over).',
    },
  ])('say what a figure means or lacks: $name', ({ result, says }) => {
    expect(tableOf('csr on', result).notes?.join(' ')).toContain(says);
  });

  it('have a line for all layers only when there are several', () => {
    const { layers } = runResult();
    const two = runResult({ layers: [layers[0], { ...layers[0], layer: 1 }] });
    for (const start of ['Cycles by phase', 'Cycles by category']) {
      expect(tableOf(start).rows.map(({ layer }) => layer)).toEqual(['0']);
      expect(tableOf(start, two).rows.map(({ layer }) => layer)).toEqual(['0', '1', 'all']);
    }
  });

  it('show the storage of every format, and - for the one that cannot hold the weights', () => {
    const table = tableOf('Storage');
    expect(table.rows[0]).toEqual({
      format: 'CSB',
      valuesKib: null,
      indicesKib: null,
      pointersKib: null,
      totalKib: null,
      paddingZeros: null,
    });
    expect(table.rows[2]).toEqual({
      format: 'CSC',
      valuesKib: 5,
      indicesKib: 1,
      pointersKib: 1,
      totalKib: 7,
      paddingZeros: 3,
    });
    expect(table.notes).toContain('-: these weights are not bank-balanced, CSB cannot hold them.');
    expect(formatTable(table, 'table')).toMatch(/^CSB +- +- +- +- +-$/m);
  });

  it('say nothing of CSB when it holds the weights', () => {
    const [, csr] = runResult().detail.fpgaArray?.storageByFormat ?? [];
    const table = tableOf(
      'Storage',
      runResult({ detail: { fpgaArray: { storageByFormat: [{ ...csr, format: 'CSB' }] } } }),
    );
    expect(table.notes?.join(' ')).not.toContain('not bank-balanced');
  });

  it('share out the energy to 100 %', () => {
    expect(tableOf('Energy').rows.map(({ component, share }) => [component, share])).toEqual([
      ['multipliers', 25],
      ['static', 75],
      ['total', 100],
    ]);
  });

  it('show use and capacity of the device', () => {
    expect(tableOf('Resources').rows).toEqual([
      { unit: 'DSP block', used: 10, available: 40, percent: 25 },
      { unit: 'M20K', used: 30, available: 100, percent: 30 },
      { unit: 'ALM', used: 500, available: 1000, percent: 50 },
      { unit: 'flip-flops', used: 0, available: 2000, percent: 0 },
    ]);
  });
});

describe('the one line of a run', () => {
  it('names accelerator, workload and configuration, so that files can be joined', () => {
    const [head, line, ...rest] = formatTable(runSummary(runResult()), 'csv').split('\r\n');
    expect(head).toMatch(/^accelerator,workload,config,cycles,latency \[us\],/);
    expect(line).toMatch(/^csr,small,0123456789ab,100,0\.5,/);
    expect(rest).toEqual(['']);
  });
});
