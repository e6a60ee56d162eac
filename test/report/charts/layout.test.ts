import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import type { ChartSize, ChartSpec } from '../../../src/report/charts/spec.ts';
import { clashes, drawn } from './drawn-texts.ts';
import { CATEGORIES, conflictMap, latencyLines, stallBars } from './examples.ts';

const longName = (name: string) =>
  `${name} with a description that is far too long for any axis, rowOrder balanced, instruction style`;
const fourteen = Array.from({ length: 14 }, (_unused, i) => {
  const { name, values } = stallBars.bars[i % 8];
  return { name: longName(`${i} ${name}`), values: values.map((value) => value * (i + 1)) };
});
const small: ChartSize = { widthPx: 640, heightPx: 400 };
const large: ChartSize = { widthPx: 2400, heightPx: 1400 };
const manyComponents = {
  ...stallBars,
  value: { title: 'Energy per step', unit: 'µJ' },
  digits: 2,
  categories: [...CATEGORIES, 'crossbar', 'registers', 'static'],
  bars: stallBars.bars.map(({ name, values }) => ({ name, values: [...values, 77.1, 33.3, 250] })),
};

const cases: readonly { name: string; spec: ChartSpec; size?: ChartSize }[] = [
  { name: 'eight accelerators', spec: stallBars },
  { name: 'eight accelerators, small', spec: stallBars, size: small },
  { name: 'eight accelerators, large', spec: stallBars, size: large },
  { name: 'one accelerator', spec: { ...stallBars, bars: stallBars.bars.slice(0, 1) } },
  { name: 'fourteen accelerators with long names', spec: { ...stallBars, bars: fourteen } },
  {
    name: 'fourteen accelerators with long names, small',
    spec: { ...stallBars, bars: fourteen },
    size: small,
  },
  { name: 'thirteen components', spec: manyComponents },
  {
    name: 'long title and subtitle',
    spec: { ...stallBars, title: longName('A title'), subtitle: longName(longName('A subtitle')) },
  },
  { name: '64 x 64 map', spec: conflictMap(64, 64) },
  { name: '64 x 64 map, small', spec: conflictMap(64, 64), size: small },
  { name: '16 x 759 map', spec: conflictMap(16, 759) },
  { name: '759 x 16 map', spec: conflictMap(759, 16) },
  { name: '4 x 4 map', spec: conflictMap(4, 4) },
  { name: 'map without conflicts', spec: conflictMap(64, 64, () => 0) },
  { name: 'map of one PE and two banks', spec: conflictMap(1, 2) },
  { name: 'map of millions', spec: conflictMap(64, 64, (pe, bank) => 12_345_678 + pe * bank) },
  { name: 'six lines', spec: latencyLines(6, 'linear') },
  { name: 'fourteen lines on a log axis', spec: latencyLines(14, 'log') },
  { name: 'lines, small', spec: latencyLines(6, 'log'), size: small },
  {
    name: 'marks at both ends and in a crowd',
    spec: {
      ...latencyLines(2, 'linear'),
      marks: [50, 50.5, 51, 94, 94.5, 95].map((x) => ({ x, label: `a marked place at ${x} %` })),
    },
  },
];

describe('the texts of a chart', () => {
  it.each(cases)('neither overlap nor leave the picture: $name', async ({ spec, size }) => {
    const { texts } = await drawn(spec, size);
    expect(texts.length).toBeGreaterThan(5);
    expect(clashes(texts, size)).toEqual([]);
  });

  it('say what it shows, in which unit, and what it was made from', async () => {
    const texts = (await drawn(manyComponents)).texts.map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        stallBars.title,
        stallBars.subtitle,
        'Energy per step [µJ]',
        'bbsim 0.1.0, configuration 9f2c1e7ab04d55c3',
      ]),
    );
    expect(texts).toEqual(expect.arrayContaining(stallBars.bars.map(({ name }) => name)));
  });
});

describe('a sheet', () => {
  it.each([
    { widthPx: 100, heightPx: 700 },
    { widthPx: 1200, heightPx: 100 },
    { widthPx: 1200.5, heightPx: 700 },
    { widthPx: 1200, heightPx: 100_000 },
  ])('of $widthPx x $heightPx pixels is refused', async (size) => {
    await expect(drawn(stallBars, size)).rejects.toThrow(`chart size ${size.widthPx} x ${size.heightPx} px`);
  });

  it('that is too low for its bars, or its legend, is refused with the height that is enough', async () => {
    const bars = Array.from({ length: 60 }, (_unused, i) => ({
      name: `design ${i}`,
      values: stallBars.bars[0].values,
    }));
    await expectNeededHeight({ ...stallBars, bars }, { widthPx: 1200, heightPx: 700 });
    const series = Array.from({ length: 100 }, (_unused, i) => ({
      name: `a design with number ${i}`,
      points: [{ x: 1, y: 1 }],
    }));
    await expectNeededHeight({ ...latencyLines(1, 'log'), series }, { widthPx: 1200, heightPx: 400 });
  });
});

async function expectNeededHeight(spec: ChartSpec, size: ChartSize): Promise<void> {
  const failure = await drawn(spec, size).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(BadInput);
  const needed = Number(/(\d+) px are enough$/.exec((failure as BadInput).message)?.[1]);
  expect(needed).toBeGreaterThan(size.heightPx);
  await expect(drawn(spec, { ...size, heightPx: needed })).resolves.toBeDefined();
}
