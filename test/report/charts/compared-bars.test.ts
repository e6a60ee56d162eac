import { describe, expect, it } from 'vitest';
import type { ComparedBarsSpec } from '../../../src/report/charts/spec.ts';
import { drawn } from './drawn-texts.ts';

const bars: ComparedBarsSpec = {
  kind: 'compared-bars',
  title: 'Latency',
  subtitle: 'three designs',
  configHash: 'abc',
  toolVersion: '1.0.0',
  value: { title: 'latency', unit: 'us' },
  digits: 2,
  tickName: 'published',
  bars: [
    { name: 'ESE', value: 83.49, ticks: [82.7], isCalibrated: true },
    { name: 'BBS', value: 2.29, ticks: [2.4], isCalibrated: false },
  ],
};

describe('a chart of simulated and published values', () => {
  it('writes every simulated value, the names, and what the colours and ticks mean', async () => {
    const texts = (await drawn(bars)).texts.map(({ text }) => text);
    for (const text of [
      '83.49 (82.70)',
      '2.29 (2.40)',
      'ESE',
      'BBS',
      'predicted',
      'no prediction: fitted, arithmetic or chosen',
      'published, its value in brackets',
      'latency [us]',
    ])
      expect(texts).toContain(text);
  });

  it('leaves out of the legend what is not drawn', async () => {
    const only = { ...bars, bars: [{ ...bars.bars[1], ticks: [] }] };
    const texts = (await drawn(only)).texts.map(({ text }) => text);
    expect(texts.join(' ')).not.toContain('published');
    expect(texts).not.toContain('no prediction: fitted, arithmetic or chosen');
  });

  it('draws bars to both sides of 0 with their values at their ends', async () => {
    const errors: ComparedBarsSpec = {
      ...bars,
      bars: [
        { name: 'above', value: 5, ticks: [-10, 10], isCalibrated: false },
        { name: 'below', value: -5, ticks: [-10, 10], isCalibrated: false },
      ],
    };
    const { texts } = await drawn(errors);
    const at = (text: string) => {
      const found = texts.find((each) => each.text === text);
      if (!found) throw new Error(`${text} is not drawn`);
      return found.left;
    };
    expect(at('-5.00')).toBeLessThan(at('5.00'));
  });

  it.each([
    ['no bar', [], 'at least one bar'],
    [
      'a value that is no number',
      [{ name: 'x', value: Number.NaN, ticks: [], isCalibrated: false }],
      "bar 'x' is NaN",
    ],
  ])('refuses %s', async (_, wrong, message) => {
    await expect(drawn({ ...bars, bars: wrong })).rejects.toThrow(message);
  });
});

describe('a line across all bars', () => {
  it('is in the legend, and on the picture where no bar is as long', async () => {
    const limited = { ...bars, line: { value: 120, name: 'the limit' } };
    const { texts, rects } = await drawn(limited);
    expect(texts.map(({ text }) => text)).toContain('the limit');
    const dashes = rects.filter(({ width, height, x }) => width <= 2 && height > 3 && x > 600);
    expect(dashes.length).toBeGreaterThan(20);
    expect(new Set(dashes.map(({ x }) => x)).size).toBe(1);
    expect(dashes[0].x).toBeLessThan(1200);
  });

  it('goes through no value: one that it would cross stands behind it', async () => {
    const near = [83.49, 79].map((value) => ({ name: `${value}`, value, ticks: [], isCalibrated: false }));
    const { texts, rects } = await drawn({ ...bars, bars: near, line: { value: 84, name: 'as it is' } });
    const dashes = rects.filter(({ width, height, x }) => width <= 2 && height > 3 && x > 600);
    for (const value of ['83.49', '79.00']) {
      const { left, right } = texts.find(({ text }) => text === value) ?? { left: 0, right: 1200 };
      expect(left > dashes[0].x + 2 || right < dashes[0].x, value).toBe(true);
    }
  });
});
