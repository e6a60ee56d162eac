import { describe, expect, it } from 'vitest';
import { compareTable } from '../../../src/report/compare/table.ts';
import { formatTable } from '../../../src/report/tables/table.ts';
import { compareResult, resourcesOver, runResult } from '../run/results.ts';

const dense = runResult({
  accelerator: 'dense',
  config: { kind: 'dense' },
  weights: { ...runResult().weights, kept: 128, achievedSparsity: 0, residency: 'streamed' },
});
const fast = runResult({ accelerator: 'bbs', config: { kind: 'bbs' }, latencyUs: 0.25 });
const csr = runResult({ resources: resourcesOver(6720) });

describe('the table of a comparison', () => {
  const table = compareTable(compareResult([dense, fast, csr]));
  const rowOf = (name: string) => table.rows.find(({ accelerator }) => accelerator === name);

  it('names workload, requested sparsity, version and configuration', () => {
    expect(table.title).toBe(
      'small: one LSTM step, 75.0 % sparsity requested (bbsim 1.2.3, config ba9876543210)',
    );
  });

  it('has what an architect compares by, a row per design', () => {
    expect(rowOf('bbs')).toMatchObject({
      cycles: 100,
      latencyUs: 0.25,
      speedUp: 2,
      conflictCycles: 15,
      loadImbalance: 1.25,
      keptWeights: 32,
      achievedSparsityPercent: 75,
      paddingPercent: 20,
      storageKib: 7,
      energyUj: 4,
      maxAbsError: 0.002,
    });
    expect(rowOf('bbs')?.utilisationPercent).toBeCloseTo(35, 9);
    expect(rowOf('bbs')?.occupancyPercent).toBeCloseTo(55, 9);
  });

  it('says where the weights are', () => {
    expect(rowOf('dense')?.weights).toBe('streamed');
    expect(rowOf('bbs')?.weights).toBe('resident');
  });

  it.each([
    { name: 'a design that fits', resources: fast.resources, fits: 'yes' },
    { name: 'one resource', resources: resourcesOver(6720), fits: 'no (ALM 572 % over)' },
    {
      name: 'two resources',
      resources: resourcesOver(1500, 106),
      fits: 'no (M20K 6 % and ALM 50 % over)',
    },
    { name: 'a hair', resources: resourcesOver(1001), fits: 'no (ALM < 1 % over)' },
  ])('says what is over: $name', ({ resources, fits }) => {
    const { rows } = compareTable(compareResult([runResult({ resources })]));
    expect(rows[0].fits).toBe(fits);
  });

  it('says what conflict cycles count', () => {
    expect(table.notes?.join(' ')).toMatch(
      /Conflict cycles: cycles of the step in which the PE that finishes/,
    );
  });

  it('has a value for every column of every row, in every format', () => {
    for (const format of ['table', 'csv', 'markdown', 'json'] as const) {
      expect(formatTable(table, format)).toContain('streamed');
    }
  });
});

describe('the notes of a comparison', () => {
  const notesOf = (...runs: Parameters<typeof compareResult>[0]) =>
    compareTable(compareResult(runs)).notes ?? [];

  it('say once what several designs lack alike', () => {
    const named = (accelerator: string, logic: number) =>
      runResult({ accelerator, resources: resourcesOver(logic) });
    const notes = notesOf(fast, named('a', 1500), named('b', 3000), named('c', 1500), named('d', 1500));
    expect(notes.filter((note) => note.includes('not fit'))).toEqual([
      'a, c and d do not fit a-device: 1500 of 1000 ALM (50 % over).',
      'b does not fit a-device: 3000 of 1000 ALM (200 % over).',
    ]);
  });

  it('say that a crossbar would not reach the clock, where there is one', () => {
    expect(notesOf(fast, csr).join(' ')).toContain('All designs are taken at 200 MHz');
    expect(notesOf(fast, dense).join(' ')).not.toContain('MHz');
    expect(notesOf(fast, runResult({ clockMhz: 150 })).join(' ')).not.toContain('MHz');
  });

  it.each([
    { kept: [32, 32], says: 'Every pruned row keeps as many weights as the bank-balanced pattern.' },
    {
      kept: [32, 128],
      says: 'Every pruned row keeps as many weights as the bank-balanced pattern; the others',
    },
    { kept: [32, 30], says: 'or as near as their pattern comes.' },
    { kept: [128, 128], says: 'No row prunes' },
  ])('say whether the rows keep as many weights: $kept', ({ kept, says }) => {
    const runs = kept.map((count) => runResult({ weights: { ...runResult().weights, kept: count } }));
    expect(notesOf(...runs)[0]).toContain(says);
  });
});
