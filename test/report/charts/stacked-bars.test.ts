import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paletteColour } from '../../../src/report/charts/palette.ts';
import { panelsOf, zoomEnd } from '../../../src/report/charts/panels.ts';
import type { StackedBarsSpec } from '../../../src/report/charts/spec.ts';
import { drawn } from './drawn-texts.ts';
import { stallBars } from './examples.ts';

describe('bars of very different lengths', () => {
  it.each([
    { totals: [], end: null },
    { totals: [560], end: null },
    { totals: [0, 0], end: null },
    { totals: [560, 2240], end: null },
    { totals: [560, 2241], end: 560 },
    { totals: [0, 560, 28_000], end: 560 },
    { totals: [28_000, 560, 620, 971, 1665, 3471, 9667], end: 3471 },
  ])('$totals are zoomed up to $end', ({ totals, end }) => {
    expect(zoomEnd(totals)).toBe(end);
  });

  it('are each at least as long in their better panel as with any other end of the zoom', () => {
    const totals = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(totals, (bars) => {
        const end = zoomEnd(bars);
        const longest = Math.max(...bars);
        const shortestShown = (zoom: number) =>
          Math.min(...bars.map((bar) => (bar <= zoom ? bar / zoom : bar / longest)));
        if (end === null) expect(Math.min(...bars)).toBeGreaterThanOrEqual(longest / 4);
        else
          for (const other of bars) expect(shortestShown(end)).toBeGreaterThanOrEqual(shortestShown(other));
      }),
    );
  });

  it('share one panel when they are alike', () => {
    expect(panelsOf([[1000], [3000]])).toEqual([{ axis: 'all', end: 3000, zoomed: false, without: [] }]);
  });
});

it('bars are drawn on one scale where that is asked for, however short some are', async () => {
  const bars = [
    { name: 'long', values: [90_000, 10] },
    { name: 'short', values: [0, 1] },
  ];
  const spec: StackedBarsSpec = { ...stallBars, categories: ['values', 'indices'], bars };
  const arrows = async (isOneScale: boolean) =>
    (await drawn({ ...spec, isOneScale })).texts.filter(({ text }) => text.endsWith('→')).length;
  expect(await arrows(false)).toBeGreaterThan(0);
  expect(await arrows(true)).toBe(0);
});

it('bars of a single category have no legend, and each value once', async () => {
  const bars = [{ name: 'one', values: [1234] }];
  const { texts } = await drawn({ ...stallBars, categories: ['energy'], bars });
  expect(texts.filter(({ text }) => text === '1,234')).toHaveLength(1);
  expect(texts.map(({ text }) => text)).not.toContain('energy');
});

describe('a chart of stall categories', () => {
  const textsOf = async (spec: StackedBarsSpec) => (await drawn(spec)).texts.map(({ text }) => text);

  /** Bars of very different lengths, in none of which one category dwarfs the others. */
  const unlike = { ...stallBars, bars: stallBars.bars.filter(({ name }) => name !== 'shared-memory CSR') };

  it('writes every total, and an arrow where the zoomed panel breaks a bar', async () => {
    const texts = await textsOf(unlike);
    expect(texts.filter((text) => text === '560')).toHaveLength(4);
    expect(texts).toEqual(expect.arrayContaining(['9,667', '9,667 →', '3,473', '3,473 →', '1,665']));
    expect(texts).toContain('Cycles per step, zoomed on 0 to 1,665');
    expect(texts).not.toContain('1,665 →');
  });

  it('shows what a bar is made of beside the one category that dwarfs it, as a fetch of weights does', async () => {
    const streamed = [300, 0, 40, 117, 20, 30, 128, 8, 9000, 0];
    const bars = [
      { name: 'streamed', values: streamed },
      { name: 'resident', values: [417, 0, 0, 13, 4, 24, 29, 73, 0, 0] },
    ];
    const texts = await textsOf({ ...stallBars, bars });
    expect(texts).toContain('Cycles per step, without weight fetch');
    expect(texts).toEqual(expect.arrayContaining(['9,643', '643', '300', '117', '128']));
    expect(texts.filter((text) => text === '560')).toHaveLength(2);
    expect(texts.join(' ')).not.toContain('zoomed');
    const panels = panelsOf(bars.map(({ values }) => values));
    expect(panels.map(({ end, without }) => [end, without])).toEqual([
      [9643, []],
      [643, [8]],
    ]);
    // Of energies, the static one and that of the off-chip memory: the others are small beside both.
    const energies = panelsOf([[0.06, 0.02, 0.03, 1.9, 20]]);
    expect(energies.map(({ without }) => without)).toEqual([[], [4, 3]]);
  });

  it('writes a value in a segment that has room, but not in one that is broken', async () => {
    const texts = await textsOf(unlike);
    expect(texts.filter((text) => text === '960')).toHaveLength(2);
    expect(texts.filter((text) => text === '6,100')).toHaveLength(1);
  });

  it('draws segments as long as their values, one after the other', async () => {
    const spec = { ...stallBars, categories: ['a', 'b'], bars: [{ name: 'x', values: [300, 100] }] };
    const { rects } = await drawn(spec);
    const [a, b] = [0, 1].map((place) =>
      rects.find(({ colour, width }) => colour.toUpperCase() === paletteColour(place) && width > 20),
    );
    expect(Number(a?.width) / Number(b?.width)).toBeCloseTo(3, 1);
    expect(Math.abs(Number(a?.x) + Number(a?.width) - Number(b?.x))).toBeLessThan(1.5);
  });

  it('leaves categories that nobody spends a cycle in out of the legend, without moving the colours of the others', async () => {
    const bbs = { ...stallBars, bars: stallBars.bars.slice(0, 2) };
    const texts = await textsOf(bbs);
    expect(texts).not.toContain('conflict');
    expect(texts).toContain('projection write-back');
  });

  it('of nothing but zeros has one tick and no zoom', async () => {
    const bars = [{ name: 'idle', values: stallBars.categories.map(() => 0) }];
    const texts = await textsOf({ ...stallBars, bars });
    expect(texts.filter((text) => /^[\d.,]+$/.test(text))).toEqual(['0', '0']);
  });

  it.each([
    { bars: [], message: 'at least one bar' },
    { bars: [{ name: 'x', values: [1] }], message: "bar 'x' has 1 values for 10 categories" },
    {
      bars: [{ name: 'x', values: [1, -1, 0, 0, 0, 0, 0, 0, 0, 0] }],
      message: "bar 'x', category 'conflict' is -1",
    },
    {
      bars: [{ name: 'x', values: [1, Number.NaN, 0, 0, 0, 0, 0, 0, 0, 0] }],
      message: "category 'conflict' is NaN",
    },
  ])('is refused with "$message"', async ({ bars, message }) => {
    await expect(drawn({ ...stallBars, bars })).rejects.toThrow(message);
  });
});

describe('a bar with an interval', () => {
  const bar: StackedBarsSpec = {
    ...stallBars,
    categories: ['dynamic', 'static'],
    intervalName: 'what it may be',
    bars: [
      { name: 'bbs', values: [40, 13], interval: { low: 35, high: 85 } },
      { name: 'csr', values: [30, 10], interval: { low: 20, high: 60 } },
    ],
  };

  it('says beside its total what that may be, and in the legend what the whisker is', async () => {
    const texts = (await drawn(bar)).texts.map(({ text }) => text);
    expect(texts).toContain('53 (35.0 to 85.0)');
    expect(texts).toContain('40 (20.0 to 60.0)');
    expect(texts).toContain('what it may be');
  });

  it('has room for its whisker: the total stands to the right of it, on the picture', async () => {
    const { texts } = await drawn(bar);
    const plain = await drawn({ ...bar, bars: bar.bars.map(({ name, values }) => ({ name, values })) });
    const leftOf = (found: typeof texts, start: string) =>
      found.find(({ text }) => text.startsWith(start))?.left ?? Number.NaN;
    const name = (found: typeof texts) => found.find(({ text }) => text === 'bbs')?.right ?? Number.NaN;
    // With whiskers the upper end of 85, without them the total of 53 is where the label stands.
    expect(leftOf(texts, '53 (')).toBeGreaterThan(name(texts));
    expect(leftOf(texts, '53 (')).toBeGreaterThan(leftOf(texts, '40 ('));
    for (const { right } of texts) expect(right).toBeLessThanOrEqual(1200);
    expect(plain.texts.map(({ text }) => text)).not.toContain('53 (35.0 to 85.0)');
  });
});
