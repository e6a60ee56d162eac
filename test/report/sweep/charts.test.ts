import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { frontRows } from '../../../src/explore/query/objective.ts';
import { columnsOf, type ResultColumn, type Row } from '../../../src/explore/query/results.ts';
import { stallCategories } from '../../../src/hw/accounts/stalls.ts';
import type { LinesSpec } from '../../../src/report/charts/spec.ts';
import {
  defaultAxes,
  defaultBars,
  defaultFamily,
  defaultSides,
  defaultX,
} from '../../../src/report/sweep/chart-defaults.ts';
import { parallelChart, paretoChart } from '../../../src/report/sweep/chart-designs.ts';
import { scaleFor, scaleOfLevels } from '../../../src/report/sweep/chart-quantities.ts';
import { stallsChart } from '../../../src/report/sweep/chart-stalls.ts';
import type { ChartedResults } from '../../../src/report/sweep/charted-results.ts';
import { heatChart, linesChart } from '../../../src/report/sweep/charts.ts';
import { storedMetrics as metrics } from '../../../src/run/metrics.ts';
import { clashes, configurationOf, drawn } from '../charts/drawn-texts.ts';

const columns = columnsOf(['pes', 'banks', 'ewop.style', 'ewop.chaining']);
const blank = Object.fromEntries(columns.map(({ name }) => [name, null]));

/** A simulated point, `fields` different from the usual. */
const point = (fields: Row): Row => ({
  ...blank,
  accelerator: 'bbs',
  workload: 'tiny',
  seed: '1',
  pes: 4,
  banks: 8,
  'ewop.style': 'chained',
  'ewop.chaining': false,
  status: 'ok',
  residency: 'resident',
  ...fields,
});
const misfit = (fields: Row): Row => point({ ...fields, status: 'infeasible' });

const pointsOf = (rows: readonly Row[], fields: Partial<ChartedResults> = {}): ChartedResults => ({
  manifest: { name: 'small', sweep: '0123456789ab', version: '1.2.3', spec: {} },
  columns,
  rows: rows.map((row, index) => ({ ...row, index })),
  where: null,
  ...fields,
});

const column = (name: string): ResultColumn => {
  const found = columns.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
};
const named = (...names: readonly string[]): ResultColumn[] => names.map(column);

describe('a heat map of a sweep', () => {
  const rows = [
    point({ pes: 4, banks: 8, latency_us: 9, utilisation: 0.5 }),
    point({ pes: 4, banks: 8, latency_us: 5, utilisation: 0.7, accelerator: 'csr' }),
    point({ pes: 4, banks: 16, latency_us: 4, utilisation: 0.4 }),
    point({ pes: 8, banks: 8, latency_us: 3, utilisation: 0.3 }),
    misfit({ pes: 8, banks: 16, dsp: 9999 }),
  ];
  const heat = (of: 'best' | 'min' | 'max' | 'mean', value = 'latency_us', points = pointsOf(rows)) =>
    heatChart(points, { rows: named('pes'), columns: named('banks'), value: column(value), of });

  it.each([
    { of: 'best', value: 'latency_us', first: 5, says: 'best of up to 2 points per cell, over accelerator' },
    { of: 'best', value: 'utilisation', first: 0.7, says: 'best of up to 2' },
    { of: 'min', value: 'utilisation', first: 0.5, says: 'lowest of up to 2' },
    { of: 'max', value: 'latency_us', first: 9, says: 'highest of up to 2' },
    { of: 'mean', value: 'latency_us', first: 7, says: 'mean of up to 2' },
  ] as const)(
    'shows the $of of $value in a cell with two points, and says so',
    ({ of, value, first, says }) => {
      const { values, subtitle } = heat(of, value);
      expect(values[0]).toBeCloseTo(first, 12);
      expect(subtitle).toContain(says);
    },
  );

  it('says nothing of aggregation where every cell has one point', () => {
    const single = pointsOf(rows.filter(({ accelerator }) => accelerator === 'bbs'));
    expect(heat('best', 'latency_us', single).subtitle).toBe('Sweep small: tiny on bbs');
  });

  it('leaves cells without a simulated point empty, and names why', () => {
    const { values, missingName } = heat('best');
    expect(values).toEqual([5, 4, 3, null]);
    expect(missingName).toBe('does not fit');
  });

  it('does not say that a point does not fit which failed or is not in the sweep', () => {
    const gaps = pointsOf(rows.slice(0, 4));
    expect(heat('best', 'latency_us', gaps).missingName).toBe('no result');
    const failed = pointsOf([...rows.slice(0, 4), point({ pes: 8, banks: 16, status: 'failed' })]);
    expect(heat('best', 'latency_us', failed).missingName).toBe('no result');
    const mixed = pointsOf([...rows, point({ pes: 16, banks: 8, latency_us: 2 })]);
    expect(heat('best', 'latency_us', mixed).missingName).toBe('no result (1 of 2 cells: does not fit)');
  });

  it('has numbers in ascending order, units, the sweep in its footer and the condition in its subtitle', () => {
    const spec = heat('best', 'latency_us', pointsOf([...rows].reverse(), { where: 'pes < 9' }));
    expect(spec.rows).toEqual({ title: 'PEs', unit: '', names: ['4', '8'] });
    expect(spec.columns).toEqual({ title: 'banks of a PE', unit: '', names: ['8', '16'] });
    expect(spec.value).toEqual({ title: 'latency', unit: 'us', scale: 'linear' });
    expect(spec.subtitle).toMatch(/; where pes < 9$/);
    expect(spec).toMatchObject({ configHash: '0123456789ab', toolVersion: '1.2.3' });
  });

  it('reads several columns as one side', () => {
    const spec = heatChart(pointsOf(rows), {
      rows: named('pes', 'accelerator'),
      columns: named('banks'),
      value: column('latency_us'),
      of: 'best',
    });
    expect(spec.rows.names).toEqual(['4, bbs', '4, csr', '8, bbs']);
    expect(spec.title).toBe('Latency by PEs, accelerator and banks of a PE');
  });

  it('says how many designs stream their weights when only some do', () => {
    const streaming = pointsOf([
      ...rows,
      point({ pes: 8, banks: 16, latency_us: 90, residency: 'streamed' }),
    ]);
    expect(heat('best', 'latency_us', streaming).subtitle).toContain('1 of 5 designs stream their weights');
  });

  it('is refused when no point was simulated', () => {
    const none = pointsOf([misfit({})], { where: 'pes == 4' });
    expect(() => heat('best', 'latency_us', none)).toThrow(BadInput);
    expect(() => heat('best', 'latency_us', none)).toThrow(
      '--chart: nothing to draw, no ok point meets --where pes == 4 (of 1 points none was simulated)',
    );
    expect(() => heat('best', 'output_error')).toThrow('there is no ok point with output_error');
  });
});

describe('a Pareto chart of a sweep', () => {
  const rows = [
    point({ pes: 4, banks: 8, latency_us: 9, energy_uj: 1 }),
    point({ pes: 8, banks: 8, latency_us: 5, energy_uj: 2 }),
    point({ pes: 8, banks: 16, latency_us: 2, energy_uj: 7, accelerator: 'csr' }),
    point({ pes: 16, banks: 16, latency_us: 8, energy_uj: 8 }),
    misfit({ pes: 64, banks: 64 }),
  ];
  const pareto = (points: ChartedResults) =>
    paretoChart(points, {
      x: { column: column('latency_us'), better: 'lower' },
      y: { column: column('energy_uj'), better: 'lower' },
      front: frontRows(
        points.rows,
        ['latency_us', 'energy_uj'].map((name) => ({ name, isMaximised: false })),
      ),
    });

  it('marks the front, and labels it with what differs along it', () => {
    const spec = pareto(pointsOf(rows));
    expect(spec.points.map(({ isOnFront }) => isOnFront)).toEqual([true, true, true, false]);
    expect(spec.points.map(({ label }) => label)).toEqual(['4 x 8', '8 x 8', '8 x 16', undefined]);
    expect(spec.subtitle).toBe('Sweep small: tiny on bbs and csr; labels: PEs x banks of a PE');
  });

  it('has a series for each accelerator, for each workload when there is one accelerator, else none', () => {
    const spec = pareto(pointsOf(rows));
    expect(spec.series).toEqual(['bbs', 'csr']);
    expect(spec.points.map(({ series }) => series)).toEqual([0, 0, 1, 0]);
    const bbs = rows.filter(({ accelerator }) => accelerator === 'bbs');
    expect(pareto(pointsOf(bbs)).series).toBeUndefined();
    const workloads = bbs.map((row, i) => ({ ...row, workload: i === 0 ? 'timit' : 'tiny' }));
    expect(pareto(pointsOf(workloads)).series).toEqual(['timit', 'tiny']);
  });

  it('names what the whole front has in common, and what its labels leave out', () => {
    const bbs = rows.filter(({ accelerator }) => accelerator === 'bbs');
    expect(pareto(pointsOf(bbs)).subtitle).toContain('labels: PEs; the whole front: 8 banks');
    const many = rows.slice(0, 3).map((row, i) => ({
      ...row,
      accelerator: 'bbs',
      seed: String(i > 0),
      'ewop.style': ['a', 'b', 'c'][i],
    }));
    expect(pareto(pointsOf(many)).subtitle).toContain(
      'labels: PEs x banks of a PE x element-wise unit; not in the labels: seed',
    );
    expect(pareto(pointsOf(many)).points[0].label).toBe('4, 8, a');
  });

  it('labels a front of one design with what differs in the sweep', () => {
    const spec = pareto(pointsOf([rows[1], rows[3]]));
    expect(spec.points.map(({ label }) => label)).toEqual(['8 x 8', undefined]);
  });
});

describe('lines of a sweep', () => {
  const rows = [4, 8, 16].flatMap((banks) => [
    point({ banks, latency_us: 64 / banks }),
    point({ banks, pes: 8, latency_us: 32 / banks }),
    banks === 8
      ? misfit({ banks, accelerator: 'csr' })
      : point({ banks, accelerator: 'csr', latency_us: 100 / banks }),
  ]);
  const lines = (family: readonly string[], points = pointsOf(rows)) =>
    linesChart(points, {
      x: column('banks'),
      value: column('latency_us'),
      family: named(...family),
      of: 'best',
    });

  it('have a line for each level of the family, best points, and a gap where none was simulated', () => {
    const { series, subtitle } = lines(['accelerator']);
    expect(series).toEqual([
      {
        name: 'bbs',
        place: 0,
        points: [
          { x: 4, y: 8 },
          { x: 8, y: 4 },
          { x: 16, y: 2 },
        ],
      },
      {
        name: 'csr',
        place: 1,
        points: [
          { x: 4, y: 25, isPartial: true },
          { x: 8, y: null },
          { x: 16, y: 6.25, isPartial: true },
        ],
      },
    ]);
    expect(subtitle).toContain('best of up to 2 points per marker, over PEs');
  });

  it('are one line without a family, and name numbers of a family by what they are', () => {
    expect(lines([]).series.map(({ name }) => name)).toEqual(['latency']);
    expect(lines(['pes', 'accelerator']).series.map(({ name }) => name)).toEqual([
      '4 PEs, bbs',
      '4 PEs, csr',
      '8 PEs, bbs',
    ]);
  });

  it('leave out lines without any point, and say which', () => {
    const none = pointsOf([...rows, misfit({ pes: 64, banks: 4 })]);
    const { series, subtitle } = lines(['pes'], none);
    expect(series).toHaveLength(2);
    expect(subtitle).toContain('without any result: 64 PEs');
  });

  it('have a log axis for powers of two, and ticks at each of them', async () => {
    const spec = lines(['accelerator']);
    expect(spec.x).toEqual({ title: 'banks of a PE', unit: '', scale: 'log' });
    const { texts } = await drawn(spec);
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['4', '8', '16']));
    expect(clashes(texts)).toEqual([]);
  });

  it('are refused when they are too many to follow', () => {
    const many = Array.from({ length: 25 }, (_, i) => point({ pes: i, latency_us: 1 }));
    expect(() => lines(['pes'], pointsOf(many))).toThrow(
      '--family: PEs would be 25 lines, expected at most 20',
    );
  });
});

describe('the stalls of a sweep', () => {
  const stallMetrics = metrics.filter(({ name }) => name.startsWith('stall_'));
  const withStalls = (fields: Row, each: number): Row =>
    point({
      ...fields,
      cycles_total: stallMetrics.reduce((sum, _metric, i) => sum + each * i, 0),
      ...Object.fromEntries(stallMetrics.map(({ name }, i) => [name, each * i])),
    });
  const rows = [
    withStalls({ pes: 4, banks: 8, latency_us: 9 }, 3),
    withStalls({ pes: 4, banks: 16, latency_us: 7 }, 2),
    withStalls({ pes: 8, banks: 8, latency_us: 5 }, 1),
    misfit({ pes: 16 }),
  ];

  it('add up to the cycles of each point, in every category', () => {
    expect(stallMetrics).toHaveLength(stallCategories.length);
    const { bars, categories } = stallsChart(pointsOf(rows), named('pes', 'banks'));
    expect(categories).toHaveLength(stallCategories.length);
    for (const [i, { values }] of bars.entries()) {
      expect(values.reduce((sum, value) => sum + value, 0)).toBe(rows[i].cycles_total);
      expect(values[1]).toBe(rows[i].stall_conflict_cycles);
    }
  });

  it('are of the one point of a level, else of its fastest, which is named', () => {
    const single = stallsChart(pointsOf([rows[0], rows[2]]), named('pes'));
    expect(single.bars.map(({ name }) => name)).toEqual(['4 PEs', '8 PEs']);
    expect(single.subtitle).not.toContain('fastest');
    const { bars, subtitle } = stallsChart(pointsOf(rows), named('pes'));
    expect(bars.map(({ name }) => name)).toEqual(['4 PEs (16)', '8 PEs (8)']);
    expect(bars[0].values[1]).toBe(2);
    expect(subtitle).toBe(
      'Sweep small: tiny on bbs; the fastest of up to 2 points per bar; in brackets: banks of a PE; without any result: 16 PEs',
    );
  });
});

describe('parallel coordinates of a sweep', () => {
  it('have numbers on scales, names as categories, and the front of two metrics', async () => {
    const rows = [
      point({ latency_us: 9, energy_uj: 3 }),
      point({ latency_us: 1, energy_uj: 2, 'ewop.style': 'instruction', 'ewop.chaining': true }),
      misfit({ pes: 128 }),
    ];
    const points = pointsOf(rows);
    const spec = parallelChart(points, {
      x: { column: column('latency_us'), better: 'lower' },
      y: { column: column('energy_uj'), better: 'lower' },
      front: [points.rows[1]],
      columns: named('ewop.style', 'latency_us', 'energy_uj', 'output_error'),
      colour: column('latency_us'),
    });
    expect(spec.axes.map(({ scale }) => scale)).toEqual(['categorical', 'linear', 'linear', 'linear']);
    expect(spec.lines).toEqual([
      { values: [0, 9, 3, null], isOnFront: false },
      { values: [1, 1, 2, null], isOnFront: true },
    ]);
    expect(spec.colourAxis).toBe(1);
    expect(spec.frontName).toBe('Pareto front of low latency and low energy');
    expect(clashes((await drawn(spec)).texts)).toEqual([]);
  });
});

describe('what a chart shows by default', () => {
  const axes = [{ field: 'pes' }, { fields: ['ewop.style', 'ewop.chaining'] }, { field: 'banks' }];
  const manifest = { name: 'small', sweep: '0123456789ab', version: '1', spec: { axes } };
  const rows = [4, 8].flatMap((pes) =>
    [false, true].flatMap((chaining) =>
      ['bbs', 'csr'].map((accelerator) =>
        point({
          pes,
          'ewop.chaining': chaining,
          'ewop.style': chaining ? 'chained' : 'instruction',
          accelerator,
          latency_us: pes,
        }),
      ),
    ),
  );
  const points = pointsOf(rows, { manifest });
  const joint = named('ewop.style', 'ewop.chaining');

  it('are the first two axes that differ, those of one list together', () => {
    expect(defaultSides(points, { rows: null, columns: null })).toEqual({
      rows: named('pes'),
      columns: joint,
    });
    expect(defaultSides(points, { rows: null, columns: named('ewop.style') })).toEqual({
      rows: named('pes'),
      columns: named('ewop.style'),
    });
    expect(() => defaultSides(pointsOf(rows.slice(0, 1)), { rows: null, columns: null })).toThrow(
      'expected two axes with more than one level',
    );
  });

  it('are lines along the first axis of numbers, for accelerators and the next axis', () => {
    expect(defaultX(points)).toBe(column('pes'));
    expect(defaultFamily(points, column('pes'))).toEqual([column('accelerator'), ...joint]);
    expect(() => defaultX(pointsOf(rows.slice(0, 4)))).toThrow('--x names a column');
  });

  it('are bars of the first axis and the accelerators, of accelerators alone when nothing differs', () => {
    expect(defaultBars(points)).toEqual(named('pes', 'accelerator'));
    expect(defaultBars(pointsOf(rows.slice(0, 1)))).toEqual(named('accelerator'));
  });

  it('are all that differs and the main metrics on parallel axes', () => {
    expect(defaultAxes(points).map(({ name }) => name)).toEqual([
      'accelerator',
      'pes',
      'ewop.style',
      'ewop.chaining',
      'latency_us',
      'energy_uj',
      'dsp',
      'bram_blocks',
    ]);
  });

  it('is a log scale for levels that grow by a factor, and for values that differ tenfold', () => {
    expect(scaleOfLevels([8, 16, 32])).toBe('log');
    expect(scaleOfLevels([100, 150, 200])).toBe('linear');
    expect(scaleOfLevels([0, 1, 100])).toBe('linear');
    expect(scaleFor([1, 9])).toBe('linear');
    expect(scaleFor([1, 10])).toBe('log');
    expect(scaleFor([0, 10])).toBe('linear');
    expect(scaleFor([])).toBe('linear');
  });
});

describe('a log x axis of lines', () => {
  const spec = (xs: readonly number[], change: Partial<LinesSpec> = {}): LinesSpec => ({
    title: 'a',
    subtitle: 'b',
    configHash: 'c',
    toolVersion: 'd',
    kind: 'lines',
    x: { title: 'banks', unit: '', scale: 'log' },
    y: { title: 'latency', unit: 'us', scale: 'linear' },
    series: [{ name: 'BBS', points: xs.map((x) => ({ x, y: 7.5 })) }],
    ...change,
  });
  const wide = Array.from({ length: 60 }, (_, i) => 3 + i);

  it('has a tick at every value, round ticks where the values have no room, and a gap is a place too', async () => {
    const texts = async (one: LinesSpec) => (await drawn(one)).texts.map(({ text }) => text);
    expect(await texts(spec([2.4, 153.6, 1024]))).toEqual(expect.arrayContaining(['2.4', '153.6', '1,024']));
    const crowded = await texts(spec(wide));
    expect(crowded).toEqual(expect.arrayContaining(['5', '10', '20', '50']));
    expect(crowded).not.toContain('61');
    expect((await configurationOf(spec([7]))).options?.scales?.x).toMatchObject({ type: 'logarithmic' });
  });

  it('keeps the name of a mark at its right end beside the line', async () => {
    const marks = [{ x: 64, label: 'the largest number of banks' }];
    const { texts } = await drawn(spec([4, 64], { marks }));
    const [name, tick] = ['the largest number of banks', '64'].map((text) =>
      texts.find((one) => one.text === text),
    );
    expect(name?.right).toBeLessThan(((tick?.left ?? 0) + (tick?.right ?? 0)) / 2);
    expect(clashes(texts)).toEqual([]);
  });

  it('is refused for values and marks that have no place on it', async () => {
    await expect(drawn(spec([0, 4]))).rejects.toThrow(
      "series 'BBS': banks 0, latency 7.5 cannot be shown on a log axis",
    );
    await expect(drawn(spec([4], { marks: [{ x: 0, label: 'none' }] }))).rejects.toThrow(
      "mark 'none': banks 0 cannot be shown on a log axis",
    );
  });
});
