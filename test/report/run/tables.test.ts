import { describe, expect, it } from 'vitest';
import { runClockNote } from '../../../src/report/run/clock-tables.ts';
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
  it('are the same for every run, but for stages where none are known, and printable', () => {
    const tables = runTables(runResult());
    expect(tables.map(({ title }) => title?.split(/[,:(]/)[0].trim())).toEqual([
      'csr on small',
      'Cycles by phase',
      'Cycles by category',
      'Matrices',
      'Storage of the same weights in every format',
      'Energy of one step',
      'Resources on a-device',
      'Resources by block on a-device',
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
      says: 'csr does not fit a-device: 1500 of 1000 ALM (50 % over, the most in vector buffers).',
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
      ['= dynamic, on the chip', 25],
      ['= static', 75],
      ['= off-chip', 0],
      ['total', 100],
    ]);
    expect(tableOf('Energy').title).toBe(
      'Energy of one step: 4.00 (2.50 to 6.00) uJ, fpga-20nm, static power 5 W',
    );
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

describe('the table of blocks', () => {
  it('has those that take anything, and sums that are what the design takes', () => {
    const blocks = [
      ...runResult().resources.blocks,
      { block: 'crossbar', dsp: 0, ramBlocks: 0, logic: 0, flipFlops: 0 },
    ];
    const { rows, columns } = tableOf(
      'Resources by block',
      runResult({ resources: { ...runResult().resources, blocks } }),
    );
    expect(columns.map(({ title }) => title)).toEqual(['block', 'DSP block', 'M20K', 'ALM', 'flip-flops']);
    expect(rows.map(({ block }) => block)).toEqual(['multipliers', 'vector buffers', 'total']);
    expect(rows[2]).toEqual({ block: 'total', dsp: 10, ramBlocks: 30, logic: 500, flipFlops: 0 });
  });
});

describe('what is said of the clock', () => {
  const stage = (name: string, delayNs: number, register: { field: string; delayNs: number } | null) => ({
    ...{ stage: name, delayNs, lowNs: 0.9 * delayNs, highNs: 1.2 * delayNs, register },
  });
  const timed = (...stages: ReturnType<typeof stage>[]) => runResult({ detail: { fpgaArray: { stages } } });
  const noteOf = (result: RunResult) => runClockNote(result);

  it('is Fmax with its interval, what limits it, and how long a step then takes', () => {
    expect(noteOf(runResult())).toBe(
      '200 MHz meets timing: Fmax is 250 MHz (220 to 280), limited by adder tree, an estimate; at it a step takes 0.40 us.',
    );
  });

  it('is said of a clock that is too high, too', () => {
    const clock = { ...runResult().clock, fmaxMhz: 143.27, meetsTiming: false };
    expect(noteOf(runResult({ clock }))).toMatch(/^200 MHz does not meet timing: Fmax is 143\.2 MHz/);
  });

  it('says what one register more in the slowest stage buys, up to the next stage', () => {
    const cut = { field: 'timing.crossbarRegister', delayNs: 2 };
    expect(noteOf(timed(stage('arbiter', 4, cut), stage('adder tree', 1, null)))).toMatch(
      /One more of timing\.crossbarRegister would reach 500 MHz\.$/,
    );
    expect(noteOf(timed(stage('adder tree', 2.5, null), stage('arbiter', 4, cut)))).toMatch(
      /would reach 400 MHz, then limited by adder tree\.$/,
    );
    expect(noteOf(timed(stage('adder tree', 4, null), stage('arbiter', 4, cut)))).not.toMatch(/One more/);
    expect(noteOf(timed(stage('arbiter', 4, cut), stage('adder tree', 4, null)))).toMatch(
      /One more of timing\.crossbarRegister would buy nothing: adder tree is as slow\.$/,
    );
  });

  it('has a table of its stages, the slowest first', () => {
    const { rows, title } = tableOf(
      'Stages',
      timed(stage('adder tree', 2.5, null), stage('arbiter', 4, null)),
    );
    expect(title).toBe('Stages of the clock, at 200 MHz a period of 5.00 ns (estimate)');
    expect(rows[0]).toMatchObject({
      stage: 'arbiter',
      delayNs: 4,
      interval: '3.60 to 4.80',
      reachesMhz: 250,
    });
    expect(rows).toHaveLength(2);
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
