import { describe, expect, it } from 'vitest';
import type { ScatterSpec, StackedBarsSpec } from '../../../src/report/charts/spec.ts';
import { patternsView } from '../../../src/report/patterns/index.ts';
import { formatTable } from '../../../src/report/tables/table.ts';
import type { PatternRow } from '../../../src/study/patterns/patterns-result.ts';
import { PatternStudySchema } from '../../../src/study/patterns/patterns-result.ts';
import { clashes, drawn } from '../charts/drawn-texts.ts';
import { refusedRow, sixteen, studiedRow, studyOf } from './studied.ts';

const balanced = {
  pattern: 'bank-balanced',
  accelerator: 'bbs',
  latencyUs: 5,
  magnitude: 0.4,
  indexBits: 500,
};
const free = {
  pattern: 'unstructured',
  accelerator: 'csr-window',
  latencyUs: 9,
  magnitude: 0.5,
  indexBits: 900,
};
const slow = { pattern: 'block', accelerator: 'csr-window', latencyUs: 7, magnitude: 0.3, indexBits: 100 };
const three = [
  studiedRow({ ...balanced, isOnFront: true }),
  studiedRow({ ...free, isOnFront: true }),
  studiedRow({ ...slow, fits: false }),
];
const reason = 'tensor w: cannot keep 7 weights';

const shown = (rows: PatternRow[], more: Parameters<typeof studyOf>[1] = {}) => ({
  result: studyOf(rows, more),
  picture: null,
});
const chartsOf = (rows: PatternRow[]) => patternsView.charts(shown(rows));
const specOf = <Spec>(rows: PatternRow[], file: string): Spec =>
  chartsOf(rows).find((chart) => chart.file === file)?.spec as Spec;
const tablesOf = (rows: PatternRow[], more = {}) => patternsView.tables(shown(rows, more), 100);

describe('the tables of a study of patterns', () => {
  it('are what is kept and stored, one step on an array, and the arrays that were tried', () => {
    const [kept, step, tried] = tablesOf(three);
    expect(kept.columns.map(({ title, unit }) => [title, unit ?? ''].join(' ').trim())).toEqual([
      'pattern',
      'sparsity %',
      'kept w^2 %',
      'overlap %',
      'format',
      'storage KiB',
      'of dense %',
      'index bits per weight',
    ]);
    expect(step.columns.map(({ title, unit }) => [title, unit ?? ''].join(' ').trim())).toEqual([
      'pattern',
      'array',
      'cycles',
      'conflict stalls',
      'latency us',
      'energy uJ',
      'front',
      'DSPs',
      'RAM blocks',
      'logic',
      'flip-flops',
      'fits',
    ]);
    expect(tried.columns.map(({ title }) => title)).toEqual(['pattern', 'bbs', 'replicated', 'csr-window']);
  });

  it('end with the unpruned model, where its array holds it, which is no pattern of the front', () => {
    const [, step] = tablesOf(three);
    expect(step.rows.map(({ pattern, isOnFront }) => [pattern, isOnFront])).toEqual([
      ['bank-balanced', true],
      ['unstructured', true],
      ['block', false],
      ['dense', null],
    ]);
    expect(tablesOf(three, { dense: null })[1].rows).toHaveLength(3);
  });

  it('have index bits with pointers, over the kept weights, and storage in KiB', () => {
    const [{ rows }] = tablesOf(three);
    expect(rows[0]).toMatchObject({ indexBitsPerWeight: (500 + 320) / 1000, storageKib: 16_820 / 8192 });
    expect(rows[0].ofDensePercent).toBeCloseTo((100 * 16_820) / 128_000, 12);
  });

  it('say what wins where, and what the weights cannot have', () => {
    const rows = [...three, refusedRow('n-m', reason)];
    const [kept, step] = tablesOf(rows);
    expect(step.notes).toContain('Fastest: bank-balanced on bbs.');
    expect(kept.notes).toContain(`n-m: ${reason}`);
    expect(formatTable(kept, 'table')).toMatch(/^n-m +- +- +- +- +- +- +-$/m);
  });

  it('say that no array fits where none does', () => {
    const over = (which: string) =>
      `No array of ${which} fits a-device with these weights: the fastest is shown.`;
    expect(tablesOf(three)[1].notes).toContain(over('block'));
    expect(tablesOf(three.slice(0, 2))[1].notes?.join()).not.toContain('No array');
    expect(tablesOf([studiedRow({ ...slow, fits: false })])[1].notes).toContain(over('any pattern'));
  });

  it('say of what the front is, of what overlap is where positions share values, and what was searched', () => {
    const notes = (more: Partial<PatternRow>, fields = {}) => {
      const [kept, step] = tablesOf([{ ...three[0], ...more }, ...three.slice(1)], fields);
      return [...(kept.notes ?? []), ...(step.notes ?? [])].join('\n');
    };
    expect(notes({})).toContain('is as fast and keeps more of w^2, or faster and keeps as much.');
    expect(notes({})).not.toMatch(/Overlap of|Where no preset/);
    expect(notes({}, { frontAxis: 'storageBits' })).toContain(
      'is as fast and takes fewer bits, or faster and takes as few.',
    );
    expect(notes({ positions: 8000 })).toContain(
      'Overlap of bank-balanced: of all positions, several of which share a value.',
    );
    const searched =
      'Where the fastest preset does not fit a-device: the fastest design of their kinds that does, in PEs x banks';
    expect(notes({ design: '8 x 16' })).toContain(`${searched}.`);
    expect(notes({ design: '8 x 16' }, { residency: 'streamed' })).toContain(
      `${searched}, of the 50 that promise most.`,
    );
  });

  it('mark arrays that do not fit, and say which refuse the weights and why', () => {
    const [first, ...others] = three;
    const unknown = { energyUj: null, logic: null, fits: null };
    const refused = {
      accelerator: 'bbs',
      design: null,
      cycles: null,
      latencyUs: null,
      ...unknown,
      problem: 'no lanes',
    };
    const tried = tablesOf([{ ...first, arrays: [...first.arrays.slice(1), refused] }, ...others])[2];
    expect(tried.rows[0]).toMatchObject({ bbs: 'refused', replicated: '1,500 *', 'csr-window': null });
    expect(tried.notes).toEqual(['*: does not fit a-device.', 'bank-balanced on bbs: no lanes']);
  });

  it('are read whole on 80 columns, with a line for every pattern', () => {
    for (const table of tablesOf(sixteen)) {
      const lines = formatTable(table, 'table', { widthColumns: 80 }).split('\n');
      expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
      expect(lines.filter((line) => line.startsWith('one-by-n ')).length).toBeLessThanOrEqual(2);
    }
  });

  it.each([9_999, 123_456])('tell what is kept in one table on 80 columns, up to %i KiB', (kib) => {
    const rows = sixteen.map(
      (row): PatternRow => ({ ...row, format: 'block bitmaps', storageBits: kib * 8192, kept: kib * 512 }),
    );
    const lines = formatTable(tablesOf(rows, { denseBits: kib * 8192, dense: null })[0], 'table', {
      widthColumns: 80,
    }).split('\n');
    expect(lines.filter((line) => line.startsWith('column-balanced '))).toHaveLength(1);
  });

  it('are of a result that keeps its schema', () => {
    expect(PatternStudySchema.parse(studyOf(three)).rows).toHaveLength(3);
    expect(JSON.parse([...patternsView.json(shown(three))].join(''))).toMatchObject({ study: 'patterns' });
  });
});

describe('the CSV of a study of patterns', () => {
  it('has a row per pattern and one for the unpruned model, with every figure', () => {
    const [table] = patternsView.csv(shown([...three, refusedRow('n-m', reason)]));
    expect(table.rows).toHaveLength(5);
    expect(table.columns.map(({ key }) => key)).toEqual([
      'pattern',
      'options',
      'equal',
      'accelerator',
      'sparsityPercent',
      'keptMagnitudePercent',
      'overlapPercent',
      'kept',
      'positions',
      'format',
      'storageKib',
      'ofDensePercent',
      'indexBitsPerWeight',
      'storageBits',
      'indexBits',
      'pointerBits',
      'design',
      'cycles',
      'conflictStallCycles',
      'latencyUs',
      'energyUj',
      'isOnFront',
      'dsp',
      'ramBlocks',
      'logic',
      'flipFlops',
      'fits',
      'conflictCycles',
      'cycles.bbs',
      'cycles.replicated',
      'cycles.csr-window',
      'problem',
    ]);
    expect(table.rows[1]).toMatchObject({
      pattern: 'unstructured',
      equal: 'kept',
      'cycles.replicated': 2700,
    });
    expect(table.rows[3]).toMatchObject({ pattern: 'n-m', cycles: null, problem: reason });
  });
});

describe('the charts of a study of patterns', () => {
  it('have a named point per pattern in the colour of its array, hollow where that does not fit', () => {
    const { series, points, x, y } = specOf<ScatterSpec>(three, 'magnitude-by-latency');
    expect(series).toEqual(['bbs', 'csr-window']);
    expect(points).toEqual([
      { x: 5, y: 40, series: 0, label: 'bank-balanced', isOnFront: true, isHollow: false },
      { x: 9, y: 50, series: 1, label: 'unstructured', isOnFront: true, isHollow: false },
      { x: 7, y: 30, series: 1, label: 'block', isOnFront: false, isHollow: true },
    ]);
    expect([x.better, x.scale, y.better]).toEqual(['lower', 'linear', 'higher']);
    const far = [...three, studiedRow({ ...slow, pattern: 'n-m', latencyUs: 50 })];
    expect(specOf<ScatterSpec>(far, 'magnitude-by-latency').x.scale).toBe('log');
  });

  it('set storage against latency where all keep as much, and say that designs were searched', () => {
    const rows = [{ ...three[0], design: '8 x 16, rows balanced' }, ...three.slice(1)];
    const charts = patternsView.charts(shown(rows, { equal: 'magnitude', frontAxis: 'storageBits' }));
    expect(charts.map(({ file }) => file)).toEqual([
      'storage-by-latency',
      'storage-by-pattern',
      'cycles-by-pattern',
      'energy-by-pattern',
    ]);
    const { y, points } = charts[0].spec as ScatterSpec;
    expect(y).toMatchObject({ unit: 'KiB', better: 'lower' });
    expect(points[0]).toMatchObject({ x: 5, y: 16_820 / 8192, isOnFront: true });
    const says = charts.map(({ spec }) =>
      (spec as ScatterSpec).subtitle.includes('Where the fastest preset does not fit'),
    );
    expect(says).toEqual([true, false, true, true]);
  });

  it('name all sixteen patterns, none over another one, and the front', async () => {
    const spec = specOf<ScatterSpec>(sixteen, 'magnitude-by-latency');
    for (const size of [
      { widthPx: 1200, heightPx: 700 },
      { widthPx: 700, heightPx: 480 },
    ]) {
      const { texts } = await drawn(spec, size);
      const said = texts.map(({ text }) => text);
      // N:M lies where bank-balanced does.
      const names = sixteen.map(({ pattern }) => pattern as string).filter((name) => name !== 'n-m');
      expect(said).toEqual(expect.arrayContaining(['bank-balanced, n-m', ...names.slice(1)]));
      expect(said).toEqual(expect.arrayContaining(['Pareto front', 'does not fit']));
      expect(clashes(texts, size)).toEqual([]);
    }
  });

  it('tell patterns in one place apart by the subtitle, where a label has no room for all', () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map((letter) =>
      studiedRow({ ...balanced, pattern: `pattern-${letter}`, magnitude: 1 }),
    );
    const { points, subtitle, y } = specOf<ScatterSpec>(all, 'magnitude-by-latency');
    expect(points.map(({ label }) => label)).toEqual(['pattern-a and 4 others', ...Array(4).fill(undefined)]);
    expect(subtitle).toMatch(/\. In one place: pattern-a, pattern-b, pattern-c, pattern-d, pattern-e$/);
    expect(y.most).toBe(100);
  });

  it('stack values, indices and pointers to the storage, the least first, in the format of each', () => {
    const { categories, bars, subtitle, isOneScale } = specOf<StackedBarsSpec>(three, 'storage-by-pattern');
    expect(categories).toEqual(['values', 'indices', 'pointers']);
    expect(isOneScale).toBe(true);
    expect(bars.map(({ name }) => name)).toEqual([
      'block (CSR)',
      'bank-balanced (CSR)',
      'unstructured (CSR)',
    ]);
    expect(bars[0].values.map((kib) => 8192 * kib)).toEqual([16_000, 100, 320]);
    expect(subtitle).toContain('dense weights: 15.6 KiB');
  });

  it('set conflict stalls apart, the fastest first, and say what does not fit', () => {
    const { bars } = specOf<StackedBarsSpec>(three, 'cycles-by-pattern');
    expect(bars).toEqual([
      { name: 'bank-balanced on bbs', values: [1000, 0] },
      { name: 'block on csr-window (does not fit)', values: [1380, 20] },
      { name: 'unstructured on csr-window', values: [1780, 20] },
    ]);
    expect(specOf<StackedBarsSpec>(three, 'energy-by-pattern').bars.map(({ values }) => values)).toEqual([
      [10],
      [14],
      [18],
    ]);
  });

  it('leave out what the weights cannot have, and say so; there are none of nothing', () => {
    const rows = [...three, refusedRow('n-m', reason)];
    for (const { spec } of chartsOf(rows)) expect(spec.subtitle).toContain('These weights cannot have n-m');
    expect(specOf<ScatterSpec>(rows, 'magnitude-by-latency').points).toHaveLength(3);
    expect(chartsOf([refusedRow('n-m', reason)])).toEqual([]);
  });
});
