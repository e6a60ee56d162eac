import { describe, expect, it } from 'vitest';
import type { WaterfallSpec } from '../../../src/report/charts/spec.ts';
import { waterfallBars } from '../../../src/report/charts/waterfall-bars.ts';
import { drawn } from './drawn-texts.ts';

const cycles: WaterfallSpec = {
  kind: 'waterfall',
  title: 'Where the cycles of a step went',
  subtitle: 'a, b',
  configHash: 'abc',
  toolVersion: '1.0.0',
  value: { title: 'cycles of one step', unit: '' },
  digits: 0,
  from: { name: 'a: bbs', value: 457 },
  to: { name: 'b: csr', value: 1318 },
  parts: [
    { name: 'issue', from: 144, to: 375 },
    { name: 'bank conflict', from: 0, to: 604 },
    { name: 'load', from: 175, to: 201 },
    { name: 'element-wise', from: 138, to: 138 },
  ],
  moreName: 'more in b',
  lessName: 'less in b',
};

const flipped: WaterfallSpec = {
  ...cycles,
  from: cycles.to,
  to: cycles.from,
  parts: cycles.parts.map(({ name, from, to }) => ({ name, from: to, to: from })),
};

describe('a waterfall', () => {
  it('goes from one total to the other, every change where the one before it ended, the largest first', () => {
    expect(waterfallBars(cycles)).toEqual([
      { name: 'a: bbs', kind: 'total', from: 0, to: 457 },
      { name: 'bank conflict', kind: 'more', from: 457, to: 1061 },
      { name: 'issue', kind: 'more', from: 1061, to: 1292 },
      { name: 'load', kind: 'more', from: 1292, to: 1318 },
      { name: 'b: csr', kind: 'total', from: 0, to: 1318 },
    ]);
    expect(waterfallBars(flipped).map(({ kind }) => kind)).toEqual([
      'total',
      'less',
      'less',
      'less',
      'total',
    ]);
  });

  it('has one bar for the smallest of many changes, and still ends at the second total', () => {
    const parts = Array.from({ length: 40 }, (_, place) => ({
      name: `part ${place}`,
      from: 1,
      to: place + 2,
    }));
    const to = parts.reduce((sum, part) => sum + part.to, 0);
    const bars = waterfallBars({
      ...cycles,
      from: { name: 'a', value: 40 },
      to: { name: 'b', value: to },
      parts,
    });
    expect(bars).toHaveLength(14);
    expect(bars.at(-2)).toMatchObject({ name: '29 others', to });
  });

  it('refuses parts that do not sum to a total, and values that no bar has', () => {
    expect(() => waterfallBars({ ...cycles, to: { name: 'b', value: 1319 } })).toThrow(
      "the parts of 'b' sum to 1318, not to 1319",
    );
    const parts = [{ name: 'issue', from: 457, to: Number.NaN }];
    expect(() => waterfallBars({ ...cycles, parts })).toThrow("'issue' is NaN");
  });

  it('writes totals as they are and changes with their signs', async () => {
    const written = async (spec: WaterfallSpec) => (await drawn(spec)).texts.map(({ text }) => text);
    expect(await written(cycles)).toEqual(
      expect.arrayContaining(['457', '+604', '+231', '+26', '1,318', 'more in b']),
    );
    expect(await written(flipped)).toEqual(expect.arrayContaining(['-604', '-26', 'less in b']));
    expect(await written(flipped)).not.toContain('more in b');
  });

  const manyParts = Array.from({ length: 12 }, (_, place) => ({
    name: `a component with a name of several words, number ${place}`,
    from: place % 2 === 0 ? 1000 : 1000 + 7 ** (place / 3),
    to: place % 2 === 0 ? 1000 + 5 ** (place / 3) : 1000,
  }));
  const sum = (end: 'from' | 'to') => manyParts.reduce((total, part) => total + part[end], 0);
  const many: WaterfallSpec = {
    ...cycles,
    digits: 3,
    parts: manyParts,
    from: { name: 'a', value: sum('from') },
    to: { name: 'b', value: sum('to') },
  };

  it.each([
    ['few changes', cycles, { widthPx: 1200, heightPx: 700 }],
    ['many small changes', many, { widthPx: 1200, heightPx: 700 }],
    ['many small changes on a small sheet', many, { widthPx: 700, heightPx: 480 }],
  ])('has no text over another one, and none outside, with %s', async (_, spec, size) => {
    const { texts } = await drawn(spec, size);
    for (const [place, one] of texts.entries()) {
      expect(one.left).toBeGreaterThanOrEqual(0);
      expect(one.right).toBeLessThanOrEqual(size.widthPx);
      for (const other of texts.slice(place + 1)) {
        const apart =
          one.right <= other.left ||
          other.right <= one.left ||
          one.bottom <= other.top ||
          other.bottom <= one.top;
        expect([one.text, other.text, apart]).toEqual([one.text, other.text, true]);
      }
    }
  });

  it('begins above 0, and says so, where changes are too small to be seen from 0', async () => {
    const texts = (await drawn(many)).texts.map(({ text }) => text);
    expect(texts).toContain('cycles of one step; the axis does not begin at 0');
    expect((await drawn(cycles)).texts.map(({ text }) => text)).toContain('cycles of one step');
  });

  it('draws two totals alone where nothing changed', async () => {
    const same = { ...cycles, to: { name: 'b', value: 0 }, from: { name: 'a', value: 0 }, parts: [] };
    expect((await drawn(same)).texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['a', 'b', '0']),
    );
  });
});
