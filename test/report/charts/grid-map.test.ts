import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { scaleColour } from '../../../src/report/charts/colour-map.ts';
import { inkOn, relativeLuminance } from '../../../src/report/charts/palette.ts';
import type { ChartSize, GridMapSpec } from '../../../src/report/charts/spec.ts';
import { arrayMap } from '../sweep/chart-examples.ts';
import { clashes, drawn } from './drawn-texts.ts';

const sizes: readonly ChartSize[] = [
  { widthPx: 1200, heightPx: 700 },
  { widthPx: 640, heightPx: 420 },
];
const four: GridMapSpec = {
  ...arrayMap(2, 2),
  values: [1, 10, null, 100],
};
const named = (count: number) =>
  Array.from({ length: count }, (_unused, i) => `a design with a long name, ${i}`);
const longNames: GridMapSpec = {
  ...arrayMap(6, 12),
  rows: { title: 'Memory', unit: '', names: named(6) },
  columns: { title: 'Accelerator', unit: 'kind', names: named(12) },
};

describe('the texts of a grid map', () => {
  it.each<{ name: string; spec: GridMapSpec }>([
    { name: '8 x 8', spec: arrayMap(8, 8) },
    { name: '24 x 40', spec: arrayMap(24, 40, 'linear') },
    { name: '100 x 100', spec: arrayMap(60, 100, 'linear') },
    { name: '1 x 1', spec: arrayMap(1, 1) },
    { name: '1 x 12', spec: arrayMap(1, 12) },
    { name: '12 x 1', spec: arrayMap(12, 1) },
    { name: 'long names', spec: longNames },
    { name: 'nothing at all', spec: { ...four, values: [null, null, null, null] } },
    { name: 'the same everywhere', spec: { ...four, values: [7, 7, 7, 7] } },
    { name: 'millions', spec: { ...four, values: [1e6, 12_345_678, 3, 0.0001] } },
  ])('neither overlap nor leave the picture: $name', async ({ spec }) => {
    for (const size of sizes) {
      const { texts } = await drawn(spec, size);
      expect(clashes(texts, size)).toEqual([]);
    }
  });

  it('are the values, in ink that can be read on their colours, the names, and what is missing', async () => {
    const texts = (await drawn(four)).texts.map(({ text }) => text);
    const expected = [
      '1',
      '10',
      '100',
      '2',
      '4',
      'PE rows',
      'PE columns',
      'Latency per step',
      '[us], log scale',
    ];
    expect(texts).toEqual(expect.arrayContaining([...expected, 'does not fit on the device']));
    for (const part of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
      const [ground, ink] = [scaleColour(part), inkOn(scaleColour(part))].map(relativeLuminance);
      const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
      expect(contrast).toBeGreaterThan(4.5);
    }
  });

  it('leave out the values where they do not fit, and the legend where nothing is missing', async () => {
    const many = (await drawn(arrayMap(24, 40, 'linear'))).texts.map(({ text }) => text);
    expect(many.length).toBeLessThan(100);
    const all = (await drawn({ ...four, values: [1, 2, 3, 4] })).texts.map(({ text }) => text);
    expect(all).not.toContain('does not fit on the device');
  });
});

describe('a grid map', () => {
  const cells = async (spec: GridMapSpec) =>
    (await drawn(spec)).rects
      .filter(({ width, height }) => width > 300 && height > 100 && width < 1000)
      .map(({ colour }) => colour.toLowerCase());

  it('has the colours of a log scale: a tenth is as far as the next tenth', async () => {
    expect(await cells(four)).toEqual([scaleColour(0), scaleColour(0.5), '#d4d4d4', scaleColour(1)]);
  });

  it('has the colours of a common range, linear, below zero too', async () => {
    const value = { ...four.value, scale: 'linear' as const };
    const spec = { ...four, value, values: [-1, 0, 1, null], range: { min: -1, max: 3 } };
    expect(await cells(spec)).toEqual([scaleColour(0), scaleColour(0.25), scaleColour(0.5), '#d4d4d4']);
  });

  it.each<{ change: Partial<GridMapSpec>; message: string }>([
    { change: { values: [1] }, message: 'grid map of 2 x 2 has 1 values' },
    { change: { values: [1, 2, 3, 0] }, message: 'Latency per step 0 cannot be shown on a log scale' },
    { change: { values: [1, 2, 3, Number.NaN] }, message: 'Latency per step NaN' },
    { change: { range: { min: 2, max: 200 } }, message: 'Latency per step is not between 2 and 200' },
    { change: { range: { min: 0, max: 200 } }, message: 'Latency per step 0 cannot be shown' },
    { change: { rows: { ...four.rows, names: [] }, values: [] }, message: 'grid map of 0 x 2' },
  ])('is refused with "$message"', async ({ change, message }) => {
    const failure = await drawn({ ...four, ...change }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RangeError);
    expect((failure as RangeError).message).toContain(message);
  });

  it('is refused on a sheet that is too small for its cells, with the height that is enough', async () => {
    const failure = await drawn(arrayMap(300, 3), sizes[1]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BadInput);
    const heightPx = Number(/(\d+) px are enough$/.exec((failure as BadInput).message)?.[1]);
    await expect(drawn(arrayMap(300, 3), { ...sizes[1], heightPx })).resolves.toBeDefined();
    await expect(drawn(arrayMap(3, 400), sizes[1])).rejects.toThrow('no room for 400 columns');
  });
});
