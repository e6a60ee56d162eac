import { describe, expect, it } from 'vitest';
import { compareRows, compareTable } from '../../../src/report/compare/table.ts';
import { formatTable } from '../../../src/report/tables/table.ts';
import type { CompareResult } from '../../../src/run/result.ts';
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
      'small: one LSTM step, 75.0 % sparsity requested, at equal kept weights (bbsim 1.2.3, config ba9876543210)',
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
      'a, c and d do not fit a-device: 1500 of 1000 ALM (50 % over, the most in vector buffers).',
      'b does not fit a-device: 3000 of 1000 ALM (200 % over, the most in vector buffers).',
    ]);
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
    const runs = kept.map((count, i) =>
      runResult({ accelerator: `a${i}`, weights: { ...runResult().weights, kept: count } }),
    );
    expect(notesOf(...runs)[0]).toContain(says);
  });
});

describe('the sentence on what bank-balanced sparsity saves', () => {
  const savings = {
    design: 'bbs',
    baseline: 'best',
    cyclesPercent: 26.77,
    latencyPercent: 26.77,
    energyPercent: -3.21,
    area: [
      { resource: 'dsp', unit: 'DSP block', percent: 0.04 },
      { resource: 'ramBlocks', unit: 'M20K', percent: 9.2 },
      { resource: 'logic', unit: 'ALM', percent: -12 },
    ],
  };
  const first = (given: object, ...runs: Parameters<typeof compareResult>[0]) =>
    compareTable({ ...compareResult(runs.length === 0 ? [fast, csr] : runs), ...given }).notes?.[0];

  it('names both designs and every figure, and says more where it is more', () => {
    expect(first({ savings })).toBe(
      'Against best, the fastest baseline that fits, bbs takes 26.8 % fewer cycles, 3.2 % more energy, ' +
        'as many DSP blocks, 9.2 % fewer M20K and 12.0 % more ALM.',
    );
  });

  it('tells the time where it is not that of the cycles', () => {
    const slower = { ...savings, cyclesPercent: -5, latencyPercent: -110, area: [] };
    expect(first({ savings: slower })).toBe(
      'Against best, the fastest baseline that fits, bbs takes 5.0 % more cycles, 110.0 % more time and 3.2 % more energy.',
    );
  });

  it('tells the time of each at its own clock where that is another saving', () => {
    const told = { ...savings, energyPercent: 50, area: [] };
    expect(first({ savings: { ...told, latencyAtFmaxPercent: 88.84 } })).toBe(
      'Against best, the fastest baseline that fits, bbs takes 26.8 % fewer cycles, ' +
        '88.8 % less time where each is at its own Fmax and 50.0 % less energy.',
    );
    expect(first({ savings: { ...told, latencyAtFmaxPercent: 26.9 } })).not.toContain('Fmax');
  });

  it('tells which baseline is the fastest at its own clock where that is another one', () => {
    const fastestAtFmax = { baseline: 'even better', latencyPercent: -4.61 };
    expect(first({ savings: { ...savings, area: [], fastestAtFmax } })).toBe(
      'Against best, the fastest baseline that fits, bbs takes 26.8 % fewer cycles and 3.2 % more energy; ' +
        'where each is at its own Fmax the fastest is even better, against which bbs takes 4.6 % more time.',
    );
  });

  it('says that bank-balanced does not fit, that no baseline does, and nothing without such a design', () => {
    const over = runResult({ accelerator: 'bbs', resources: resourcesOver(6720) });
    expect(first({ savings }, over, csr)).toContain('bbs (which does not fit) takes');
    expect(first({ savings: { design: 'bbs', baseline: null } })).toBe(
      'No baseline here fits its device: there is none to measure bbs against.',
    );
    expect(first({ savings: null })).toMatch(/^Speed-up is over/);
  });
});

describe('the sentence on the clock that all designs have', () => {
  const at = (accelerator: string, fmaxMhz: number, latencyUs = 2, latencyAtFmaxUs = 1) => {
    const [lowMhz, highMhz, meetsTiming] = [fmaxMhz - 10, fmaxMhz + 10, fmaxMhz >= 200];
    const clock = { fmaxMhz, lowMhz, highMhz, limitedBy: 'arbiter', meetsTiming };
    return runResult({ accelerator, clock, latencyUs, latencyAtFmaxUs });
  };
  const [bbs, window, rows] = [at('bbs', 400), at('csr-window', 50, 3, 12), at('csr', 80, 4, 10)];
  const last = (runs: Parameters<typeof compareResult>[0], savings: CompareResult['savings'] = null) =>
    compareTable({ ...compareResult(runs), savings }).notes?.at(-1);

  it('names what is too slow for it, and how far bank-balanced leads there and at clocks of their own', () => {
    expect(last([bbs, window, rows], { design: 'bbs', baseline: 'csr-window' })).toBe(
      'At 200 MHz csr-window (Fmax 50.0 MHz) and csr (80.0) do not meet timing; at their own clocks csr-window ' +
        'takes 12.00x the time of bbs, at the common one 1.50x.',
    );
  });

  it('compares nothing where no baseline fits, and where there is no bank-balanced design', () => {
    const alone = 'At 200 MHz csr (Fmax 80.0 MHz) does not meet timing.';
    expect(last([bbs, rows], { design: 'bbs', baseline: null })).toBe(alone);
    expect(last([rows])).toBe(alone);
  });

  it('is not there where all meet timing, and where designs have several clocks', () => {
    expect(last([bbs, at('csr', 240)])).not.toContain('timing;');
    expect(last([bbs, { ...rows, clockMhz: 80 }])).not.toContain('Fmax 80');
  });
});

describe('what is equal', () => {
  const noteOf = (given: object) => compareTable({ ...compareResult([fast, csr]), ...given }).notes?.[0];

  it('is told in the title, and in every line of CSV', () => {
    const result = { ...compareResult([fast, csr]), equal: 'requested' as const };
    expect(compareTable(result).title).toContain('at equal requested sparsity');
    expect(compareRows(result).rows.map(({ equal }) => equal)).toEqual(['requested', 'requested']);
  });

  it('at equal sparsity has the weights that each row keeps', () => {
    expect(noteOf({ equal: 'requested' })).toContain(
      'Every pattern prunes to the requested sparsity itself. Kept weights, and the sparsity that they are: 32 (75.0 %) by bbs and csr.',
    );
  });

  it('at equal area has what the first row takes, and what is not within it', () => {
    expect(noteOf({ equal: 'area', leftOut: ['dense', 'csr'] })).toMatch(
      /Every other row is the fastest of its kind within what bbs takes: .*\d+ ALM.*\. Of dense and csr nothing is within that\./,
    );
  });

  it('explains a sparsity that banks of few columns do not reach, with the numbers of the run', () => {
    const [layer] = fast.layers;
    const matrix = {
      ...layer.matrices[0],
      rows: 8,
      cols: 12,
      kept: 64,
      entriesPerBank: 1,
      achievedSparsity: 1 / 3,
    };
    const config = { kind: 'bbs', pattern: { kind: 'bank-balanced', banks: 8 } };
    const run = { ...fast, config, layers: [{ ...layer, matrices: [matrix] }] };
    const { notes } = compareTable({ ...compareResult([fast]), rows: [{ label: 'bbs', speedUp: 1, run }] });
    expect(notes?.[0]).toContain(
      'A bank keeps whole weights of a row, at least one: of 12 columns in 8 banks 33.3 % are pruned, not 75.0 %.',
    );
  });
});
