import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { crowdIn } from '../../../src/report/charts/crowd.ts';
import { stepsOf } from '../../../src/report/charts/scatter-layout.ts';
import type { ChartSize, ScatterSpec } from '../../../src/report/charts/spec.ts';
import { designScatter, spread } from '../sweep/chart-examples.ts';
import { clashes, drawn } from './drawn-texts.ts';

const some = designScatter(200, 12);
const small: ChartSize = { widthPx: 640, heightPx: 420 };
const linear: ScatterSpec = {
  ...some,
  x: { ...some.x, scale: 'linear', better: 'higher' },
  y: { ...some.y, scale: 'linear' },
};
const at = (x: number, y: number, label: string) => ({ x, y, label, isOnFront: true });

describe('the texts of a scatter chart', () => {
  it.each<{ name: string; spec: ScatterSpec }>([
    { name: 'twelve on the front', spec: some },
    { name: 'linear axes', spec: linear },
    { name: 'one point', spec: designScatter(1, 1) },
    { name: 'two points', spec: designScatter(2, 2) },
    { name: 'no front', spec: designScatter(50, 0) },
    { name: 'identical points', spec: { ...some, points: [at(5, 5, 'a'), at(5, 5, 'b'), at(5, 5, 'b')] } },
    { name: 'forty of 20,000 on the front', spec: designScatter(20_000, 40) },
    { name: 'identical zeros', spec: { ...linear, points: [at(0, 0, 'a'), at(0, 0, 'a')] } },
    { name: 'millions', spec: { ...some, points: some.points.map((p) => ({ ...p, x: p.x * 1e6 })) } },
    {
      name: 'long labels',
      spec: {
        ...some,
        points: some.points.map((p) => ({ ...p, label: `${p.label} array with ${'many '.repeat(20)}banks` })),
      },
    },
  ])('neither overlap nor leave the picture: $name', async ({ spec }) => {
    for (const size of [{ widthPx: 1200, heightPx: 700 }, small]) {
      const { texts } = await drawn(spec, size);
      expect(texts.length).toBeGreaterThan(5);
      expect(clashes(texts, size)).toEqual([]);
    }
  });

  it('name the points on the front, the series and the front, and say which direction is better', async () => {
    const texts = (await drawn(designScatter(60, 5))).texts.map(({ text }) => text);
    const expected = ['8 x 8', '128 x 8', 'BBS', 'CSR cyclic', 'Pareto front', 'other points'];
    expect(texts).toEqual(
      expect.arrayContaining([...expected, 'Latency per step [us], log scale, lower is better']),
    );
    expect(texts.join()).not.toContain('left out');
  });

  it('are not repeated for points that coincide, and say how many labels found no room', async () => {
    const same = { ...some, points: [at(5, 5, 'twice'), at(5, 5, 'twice')] };
    const texts = (await drawn(same)).texts.map(({ text }) => text);
    expect(texts.filter((text) => text === 'twice')).toHaveLength(1);
    const points = Array.from({ length: 200 }, (_unused, i) => at(5, 5, `design number ${i}`));
    const crowded = (await drawn({ ...some, points })).texts.map(({ text }) => text);
    const shown = crowded.filter((text) => text.startsWith('design number')).length;
    expect(shown).toBeGreaterThan(5);
    expect(crowded).toContain(`${200 - shown} labels left out`);
  });
});

describe('the steps of a front', () => {
  const spots = [
    { x: 10, y: 10 },
    { x: 20, y: 30 },
    { x: 15, y: 5 },
  ];

  it('keep the better value until the next design, and pass designs that are on the front for another reason', () => {
    expect(stepsOf(some, spots, [0, 1, 2])).toEqual([
      { from: spots[0], to: { x: 20, y: 10 } },
      { from: { x: 20, y: 10 }, to: spots[1] },
    ]);
  });

  it('begin at the best x, whatever is better', () => {
    const highest: ScatterSpec = {
      ...some,
      x: { ...some.x, better: 'higher' },
      y: { ...some.y, better: 'higher' },
    };
    expect(stepsOf(highest, spots, [0, 1, 2])).toEqual([
      { from: spots[1], to: { x: 15, y: 30 } },
      { from: { x: 15, y: 30 }, to: spots[2] },
    ]);
    expect(stepsOf(some, spots, [1])).toEqual([]);
  });
});

it('the crowd in a box is the number of points in it, to a cell', () => {
  const next = spread(7);
  const spots = Array.from({ length: 500 }, () => ({ x: 600 * next(), y: 300 * next() }));
  const crowd = crowdIn({ left: 0, top: 0, right: 600, bottom: 300 }, spots);
  const inside = (left: number, top: number, right: number, bottom: number) =>
    spots.filter(({ x, y }) => x > left && x <= right && y > top && y <= bottom).length;
  expect(crowd({ left: 60, top: 30, right: 300, bottom: 240 })).toBe(inside(60, 30, 300, 240));
  expect(crowd({ left: 0, top: 0, right: 600, bottom: 300 })).toBe(500);
  expect(crowd({ left: 301, top: 1, right: 302, bottom: 299 })).toBeLessThan(20);
});

describe('a scatter chart', () => {
  it.each<{ change: Partial<ScatterSpec>; message: string }>([
    { change: { points: [] }, message: 'at least one point' },
    { change: { points: [at(0, 1, 'a')] }, message: 'Latency per step 0 cannot be shown on a log scale' },
    { change: { points: [at(1, -2, 'a')] }, message: 'Energy per step -2 cannot be shown on a log scale' },
    { change: { points: [at(Number.NaN, 1, 'a')] }, message: 'Latency per step NaN' },
    { change: { points: [{ ...at(1, 1, 'a'), series: 3 }] }, message: 'there is no series 3 among 3' },
  ])('is refused with "$message"', async ({ change, message }) => {
    const failure = await drawn({ ...some, ...change }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RangeError);
    expect((failure as RangeError).message).toContain(message);
  });

  it('is refused on a sheet that is too low for its legend', async () => {
    const series = Array.from({ length: 150 }, (_unused, i) => `accelerator ${i}`);
    const points = series.map((_name, i) => ({ ...at(1 + i, 1, ''), series: i }));
    await expect(drawn({ ...some, series, points }, small)).rejects.toThrow(BadInput);
  });
});
