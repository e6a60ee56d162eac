import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinesSpec } from '../../../src/report/charts/spec.ts';
import { logTicks, niceTicks, tickTexts } from '../../../src/report/charts/ticks.ts';
import { configurationOf, drawn } from './drawn-texts.ts';
import { latencyLines } from './examples.ts';

describe('the ticks of an axis', () => {
  it.each([
    { from: 0, to: 28_000, most: 5, ticks: ['0', '10,000', '20,000'] },
    { from: 0, to: 1.4, most: 8, ticks: ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0', '1.2', '1.4'] },
    { from: 48.5, to: 96.5, most: 10, ticks: ['50', '55', '60', '65', '70', '75', '80', '85', '90', '95'] },
    { from: 0, to: 0, most: 5, ticks: ['0'] },
  ])('from $from to $to are $ticks', ({ from, to, most, ticks }) => {
    expect(tickTexts(niceTicks(from, to, most))).toEqual(ticks);
  });

  it.each([
    { from: 3, to: 1200, ticks: [5, 10, 20, 50, 100, 200, 500, 1000] },
    { from: 0.5, to: 5e6, ticks: [1, 10, 100, 1000, 10_000, 100_000, 1_000_000] },
    { from: 2.4, to: 3.9, ticks: [2.5, 3, 3.5] },
  ])('of a log axis from $from to $to are $ticks', ({ from, to, ticks }) => {
    expect(logTicks(from, to, 10).map((tick) => Number(tick.toPrecision(6)))).toEqual(ticks);
  });

  it('lie in the range, are no more than asked for and read differently', () => {
    const range = fc.tuple(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 12 }), ([from, length], most) => {
        const ticks = niceTicks(from, from + length, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const tick of ticks)
          expect(Math.abs(tick - from - length / 2)).toBeLessThanOrEqual(length * 0.500001);
        expect(new Set(tickTexts(ticks)).size).toBe(ticks.length);
      }),
    );
  });
});

describe('a chart of lines', () => {
  it('begins a linear axis at zero and leaves a gap where there is no value', async () => {
    const { data, options } = await configurationOf(latencyLines(3, 'linear'));
    expect(options?.scales?.y).toMatchObject({ type: 'linear', min: 0 });
    expect(data.datasets[1].data[2]).toEqual({ x: 70, y: Number.NaN });
  });

  it('has room for the marks outside of the data', async () => {
    const { options } = await configurationOf({
      ...latencyLines(1, 'log'),
      marks: [{ x: 99, label: 'limit' }],
    });
    expect(Number(options?.scales?.x?.max)).toBeGreaterThan(99);
    expect(options?.scales?.y?.type).toBe('logarithmic');
  });

  it('says which of its axes have a log scale', async () => {
    const titles = async (scale: 'linear' | 'log') =>
      (await drawn(latencyLines(1, scale))).texts.map(({ text }) => text).filter((text) => / \[/.test(text));
    expect(await titles('log')).toEqual(['Achieved sparsity [%]', 'Latency per step [us], log scale']);
    expect(await titles('linear')).toEqual(['Achieved sparsity [%]', 'Latency per step [us]']);
  });

  const ticksOfX = async (...xs: number[]) => {
    const points = xs.map((x) => ({ x, y: 1 }));
    const texts = (
      await drawn({
        ...latencyLines(1, 'log'),
        x: { title: 'x', unit: '', scale: 'log' },
        series: [{ name: 'BBS', points }],
        marks: [],
      })
    ).texts;
    const bottom = Math.max(
      ...texts.filter(({ text }) => /^[\d.,]+$/.test(text)).map(({ bottom: at }) => at),
    );
    return texts
      .filter(({ text, bottom: at }) => /^[\d.,]+$/.test(text) && at === bottom)
      .map(({ text }) => text);
  };

  it('has the settings on a log axis where they were chosen, and round numbers where they follow', async () => {
    expect(await ticksOfX(4, 12, 64)).toEqual(['4', '12', '64']);
    expect(await ticksOfX(0.25, 1.5)).toEqual(['0.25', '1.5']);
    expect(await ticksOfX(2 / 9, 8 / 9, 32 / 9)).toEqual(['0.5', '1', '2']);
  });

  it('names marks and series', async () => {
    const texts = (await drawn(latencyLines(2, 'log'))).texts.map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining(['requested: 87.5 %', 'published: 88.75 %', 'accelerator 0', 'accelerator 1']),
    );
  });

  const point = (x: number, y: number | null) => [{ name: 'BBS', points: [{ x, y }] }];
  it.each<{ change: Partial<LinesSpec>; message: string }>([
    { change: { series: [] }, message: 'at least one point' },
    { change: { series: point(50, null) }, message: 'at least one point' },
    {
      change: { series: point(50, 0) },
      message: "series 'BBS': Achieved sparsity 50, Latency per step 0 cannot be shown on a log axis",
    },
    { change: { series: point(Number.NaN, 1) }, message: 'Achieved sparsity NaN' },
    {
      change: { marks: Array.from({ length: 9 }, () => ({ x: 70, label: 'the same place' })) },
      message: '9 marks are too close',
    },
  ])('is refused with "$message"', async ({ change, message }) => {
    await expect(drawn({ ...latencyLines(1, 'log'), ...change })).rejects.toThrow(message);
  });
});
