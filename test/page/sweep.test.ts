import { describe, expect, it } from 'vitest';
import { chartAxis, ticksBetween } from '../../src/page/parts/sweep/chart-axis.ts';
import { csvOf } from '../../src/page/parts/sweep/csv.ts';
import { parseFilter } from '../../src/page/parts/sweep/filter.ts';
import { frontSteps, rowsOfFront } from '../../src/page/parts/sweep/front.ts';
import { bestOfCells, cellPlaces } from '../../src/page/parts/sweep/heat-cells.ts';
import { heatSides, reachingTo, withChange } from '../../src/page/parts/sweep/heat-option.ts';
import { paperInk } from '../../src/page/parts/sweep/ink.ts';
import { numberText } from '../../src/page/parts/sweep/number-text.ts';
import { orderedRows } from '../../src/page/parts/sweep/order.ts';
import { leastWidthPx } from '../../src/page/parts/sweep/parallel-option.ts';
import { pointTable, type SweptColumn } from '../../src/page/parts/sweep/points.ts';
import { FRONT_MARK, scatterOption } from '../../src/page/parts/sweep/scatter-option.ts';
import { markSelected, thinned } from '../../src/page/parts/sweep/selection.ts';
import { firstState, keptState, type ShownPoints } from '../../src/page/parts/sweep/state.ts';
import { sweptData, sweptResults } from './swept-points.ts';

const data = sweptData(sweptResults(400));
const points = pointTable(data);

function column(values: readonly number[], more: Partial<SweptColumn> = {}): SweptColumn {
  const said = { name: 'c', title: 'c', unit: '', role: 'metric', better: 'lower', scale: 'linear' } as const;
  return { ...said, words: null, values: Float64Array.from(values), ...more };
}

const all = (count: number) => new Uint8Array(count).fill(1);

/** Points of which some are selected and on the front, in the first view. */
const shownWith = (mask: Uint8Array, front: readonly number[]): ShownPoints => ({
  points,
  state: firstState(data),
  mask,
  selected: mask.filter((one) => one === 1).length,
  front,
  clickedRow: null,
  ink: paperInk,
});

describe('a condition on points', () => {
  const rowsOf = (text: string) => {
    const found = parseFilter(text, points.byName);
    if ('problem' in found) return found.problem;
    const mask = all(points.count);
    return markSelected(points, new Map(), found.test, mask);
  };

  it.each([
    ['pes >= 60', 168],
    ['pes >= 60 and banks == 8', 21 * 2],
    ['not pes < 60', 168],
    ['pes = 2 or pes = 4', 16],
    ['(pes = 2 or pes = 4) and accelerator == "csr"', 8],
    ["status == 'infeasible'", 40],
    ['status != infeasible AND point < 10', 9],
    ['latency_us > -1', 360],
    ['', 400],
  ])('%s selects %d', (text, count) => {
    expect(rowsOf(text)).toBe(count);
  });

  it.each([
    ['pes', 'Expected a comparison'],
    ['pes >=', 'Expected a number or a text behind pes >=, found the end.'],
    ['pes >= many', 'pes is a number, and “many” is none.'],
    ['accelerator < "bbs"', 'accelerator is a word: it can be == or != to one, and not <.'],
    ['pez == 2', 'There is no column “pez”'],
    ['constructor == 2', 'There is no column “constructor”'],
    ['(pes == 2', 'A bracket is not closed.'],
    ['pes == 2 banks == 8', 'Expected “and”, “or” or the end, found “banks”.'],
    ['pes == 2; alert(1)', '“; alert(1)” is no name'],
    ['('.repeat(5000), 'too many brackets'],
  ])('%s is told what is wrong with it', (text, says) => {
    expect(rowsOf(text)).toContain(says);
  });
});

describe('the front of two columns', () => {
  it('has the points that none beats in both, of those that are selected', () => {
    const [x, y] = [column([1, 2, 3, 2, 1]), column([9, 5, 1, 6, 9])];
    expect(rowsOfFront(x, y, all(5))).toEqual([0, 1, 2]);
    expect(rowsOfFront(x, y, Uint8Array.from([1, 0, 1, 1, 1]))).toEqual([0, 3, 2]);
  });

  it('takes the high end of what is better high, and leaves out points without a value', () => {
    const [x, y] = [column([1, 2, Number.NaN]), column([5, 9, 100], { better: 'higher' })];
    expect(rowsOfFront(x, y, all(3))).toEqual([0, 1]);
  });

  it('is drawn as steps through what is reached, and never beyond it', () => {
    const [x, y] = [column([1, 2]), column([9, 5])];
    expect(frontSteps(x, y, [0, 1])).toEqual([
      [1, 9],
      [2, 9],
      [2, 5],
    ]);
  });
});

describe('the chart of two figures', () => {
  const { series, legend } = scatterOption(shownWith(all(points.count), [5])) as {
    series: { id?: string; name?: string; symbol?: string; symbolSize?: number; data: unknown[] }[];
    legend: { data: (string | { name: string })[] };
  };

  it('marks the points of a front, also one by itself, of which there is no line', () => {
    const marks = series.find(({ id }) => id === 'points of the front');
    const value = (name: string) => points.byName.get(name)?.values[5];
    const { x, y } = firstState(data);
    expect(marks).toMatchObject({ data: [[value(x), value(y)]], symbolSize: FRONT_MARK.sizePx });
  });

  it('has points as they are painted on a screen, and their like in its legend', () => {
    const named = legend.data.map((one) => (typeof one === 'string' ? one : one.name));
    const symbols = series.filter(({ name }) => named.includes(name ?? '')).map(({ symbol }) => symbol);
    expect(symbols.length).toBe(points.seriesNames.length + 1);
    expect(new Set(symbols)).toEqual(new Set(['rect']));
  });
});

describe('parallel axes', () => {
  it('keep room for their names: more of them take more, whatever the screen has', () => {
    expect(leastWidthPx(6)).toBeGreaterThan(500);
    expect(leastWidthPx(7) - leastWidthPx(6)).toBeGreaterThanOrEqual(14 * 6);
  });
});

describe('the cells of a map', () => {
  it('have the row with the best of the selected values', () => {
    const [rows, columns] = [cellPlaces(column([1, 1, 2, 2])), cellPlaces(column([5, 5, 5, 6]))];
    const value = column([7, 3, 4, Number.NaN]);
    expect([...bestOfCells(rows, columns, value, all(4))]).toEqual([1, -1, 2, -1]);
    expect([...bestOfCells(rows, columns, value, Uint8Array.from([1, 0, 0, 1]))]).toEqual([0, -1, -1, -1]);
    expect(bestOfCells(rows, columns, { ...value, better: 'higher' }, all(4))[0]).toBe(0);
  });

  it('have a scale that their values fill, and that reaches to worse ones of a selection, round', () => {
    const [rows, columns] = [column([0, 0, 0, 1]), column([0, 0, 0, 0])];
    const [value, at] = [column([1, 30, 170, 4]), { rows: 'r', columns: 'c', value: 'v' }];
    const byName = new Map([
      ['r', rows],
      ['c', columns],
      ['v', value],
    ]);
    const shown = { ...shownWith(all(4), []), points: { ...points, byName } };
    const sides = heatSides({ ...shown, state: { ...firstState(data), heat: at } });
    if (sides === null) throw new Error('expected the sides of a map');
    expect(sides.extent).toEqual([1, 4]);
    expect(reachingTo(sides, Uint8Array.from([1, 1, 0, 1]))).toBe(sides);
    expect(reachingTo(sides, Uint8Array.from([0, 1, 1, 1])).extent).toEqual([1, 50]);
    // Never beyond all values.
    expect(reachingTo(sides, Uint8Array.from([0, 0, 1, 0])).extent).toEqual([1, 170]);
    expect(reachingTo(sides, new Uint8Array(4))).toBe(sides);
  });

  it('have two sides: where one becomes the other, they change places', () => {
    const heat = { rows: 'pes', columns: 'banks', value: 'latency_us' };
    const turned = { rows: 'banks', columns: 'pes', value: 'latency_us' };
    expect(withChange(heat, { rows: 'banks' })).toEqual(turned);
    expect(withChange(heat, { columns: 'pes' })).toEqual(turned);
    expect(withChange(heat, { rows: 'seed' })).toEqual({ ...heat, rows: 'seed' });
  });

  it('put values together where there are too many, each in one part', () => {
    const places = cellPlaces(column(Array.from({ length: 100 }, (_, i) => i)));
    expect(places.names).toHaveLength(20);
    expect(places.places[0]).toBe(0);
    expect(places.places[99]).toBe(19);
    expect(new Set(places.places).size).toBe(20);
  });
});

describe('the ticks of an axis', () => {
  const axisOf = (values: readonly number[], more: Partial<SweptColumn> = {}) => {
    const { min, max, axisLabel } = chartAxis(column(values, more), paperInk, 0);
    return { min, max, ticks: axisLabel.customValues };
  };

  it('lie evenly, the last of them beyond the values and 0 the first where it is near', () => {
    expect(axisOf([4.6, 31.4])).toEqual({ min: 0, max: 40, ticks: [0, 10, 20, 30, 40] });
    expect(axisOf([20, 31.4])).toEqual({ min: 15, max: 35, ticks: [15, 20, 25, 30, 35] });
    expect(axisOf([-3, 5])).toEqual({ min: -4, max: 6, ticks: [-4, -2, 0, 2, 4, 6] });
  });

  it('are round between the ends of a scale of factors', () => {
    expect(axisOf([0.75, 40], { scale: 'log' })).toMatchObject({ min: 0.68, ticks: [1, 2, 5, 10, 20] });
    expect(axisOf([20, 3000], { scale: 'log' })).toMatchObject({ max: 3300, ticks: [100, 1000] });
  });

  it('are the levels of an axis of the sweep, where they are few', () => {
    expect(axisOf([2, 3, 7], { role: 'axis' }).ticks).toEqual([2, 3, 7]);
    const many = Array.from({ length: 9 }, (_, at) => at);
    expect(axisOf(many, { role: 'axis' }).ticks).toEqual([0, 2, 4, 6, 8, 10]);
  });

  it('are both ends and what keeps a part of the length from them', () => {
    const ticks = (values: readonly number[], least: number, more: Partial<SweptColumn> = {}) =>
      ticksBetween(column(values, more), [Math.min(...values), Math.max(...values)], least).customValues;
    expect(ticks([0.655, 4.74], 0.06)).toEqual([0.655, 4.74, 1, 2, 3, 4]);
    expect(ticks([0.655, 4.74], 0.1)).toEqual([0.655, 4.74, 2, 3, 4]);
    expect(ticks([0.0544, 0.801], 0.06, { scale: 'log' })).toEqual([0.0544, 0.801, 0.1, 0.2, 0.5]);
    expect(ticks([0, 1], 0.06, { words: ['a', 'b'] })).toBeUndefined();
  });
});

describe('the rows of a table', () => {
  it('are in order, those without a value last either way, and of equal ones the first first', () => {
    const values = column([3, Number.NaN, 1, 3]);
    expect([...orderedRows(values, false, all(4))]).toEqual([2, 0, 3, 1]);
    expect([...orderedRows(values, true, all(4))]).toEqual([0, 3, 2, 1]);
  });

  it('are saved as CSV with quotes where they are needed', () => {
    const marked = new Uint8Array(points.count);
    marked[9] = 1;
    const [head, row, end] = csvOf(points, marked).split('\r\n');
    expect(head).toMatch(/^index,accelerator,pes,banks,workload.sparsity,latency_us,/);
    expect(row).toMatch(/^9,bbs,20,8,0.72,,.*infeasible,bbs: needs 20 DSP blocks$/);
    expect(end).toBe('');
  });
});

it('lines that are left out leave others evenly over all', () => {
  const rows = thinned(all(1000), 1000, 10);
  expect(rows).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  expect(thinned(Uint8Array.from([0, 1, 0, 1]), 2, 10)).toEqual([1, 3]);
});

it('numbers are shown alike in every browser', () => {
  expect([0, 1234567, 1234.5678, 0.00123456, 1.5e-9, -1234].map(numberText)).toEqual([
    '0',
    '1,234,567',
    '1,234.6',
    '0.0012346',
    '1.50e-9',
    '-1,234',
  ]);
});

it('other data keep what the reader has chosen, as far as they have it', () => {
  const state = firstState(data);
  state.intervals.set('pes', [2, 8]);
  state.intervals.set('gone', [1, 2]);
  const chosen = {
    ...state,
    clicked: 7,
    filter: 'pes > 2',
    x: 'power_w',
    sort: { column: 'gone', isDescending: true },
  };
  const kept = keptState(chosen, sweptData(sweptResults(500)));
  expect(kept).toMatchObject({ clicked: 7, filter: 'pes > 2', x: 'power_w', sort: { column: 'index' } });
  expect([...kept.intervals]).toEqual([['pes', [2, 8]]]);
});
