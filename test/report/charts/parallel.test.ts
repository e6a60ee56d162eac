import { describe, expect, it } from 'vitest';
import type { ChartSize, ParallelSpec } from '../../../src/report/charts/spec.ts';
import { designLines } from '../sweep/chart-examples.ts';
import { clashes, drawn } from './drawn-texts.ts';

const sizes: readonly ChartSize[] = [
  { widthPx: 1200, heightPx: 700 },
  { widthPx: 640, heightPx: 420 },
];
const six = designLines(80, 6);
const longTitles: ParallelSpec = {
  ...designLines(20, 14),
  axes: designLines(20, 14).axes.map((axis, i) => ({
    ...axis,
    title: `${axis.title} number ${i} with a description that is far too long for any axis`,
  })),
};
const same = { ...six, lines: six.lines.map(() => six.lines[0]) };
const huge = designLines(30, 9);
const millions: ParallelSpec = {
  ...huge,
  lines: huge.lines.map(({ values, ...line }) => ({
    ...line,
    values: values.map((value, i) => (i === 0 ? value : Number(value) * 12_345_678.9)),
  })),
};

describe('the texts of parallel coordinates', () => {
  it.each<{ name: string; spec: ParallelSpec }>([
    ...[2, 3, 5, 8, 10, 12, 14].map((axes) => ({ name: `${axes} axes`, spec: designLines(60, axes) })),
    { name: 'long titles', spec: longTitles },
    { name: 'one line', spec: designLines(1, 10) },
    { name: 'the same line again and again', spec: same },
    { name: 'millions', spec: millions },
    {
      name: 'forty names',
      spec: {
        ...six,
        axes: [
          {
            title: 'Design',
            unit: '',
            scale: 'categorical',
            names: Array.from({ length: 40 }, (_unused, i) => `design ${i} with a long name`),
          },
          ...six.axes.slice(1),
        ],
      },
    },
  ])('neither overlap nor leave the picture: $name', async ({ spec }) => {
    for (const size of sizes) {
      const { texts } = await drawn(spec, size);
      expect(clashes(texts, size)).toEqual([]);
    }
  });

  it('are the titles with units, the names, and the values themselves where there are few', async () => {
    const texts = (await drawn(six)).texts.map(({ text }) => text);
    const expected = [
      'Accelerator',
      'BBS',
      'dense',
      'PE rows, log scale',
      '4',
      '64',
      '128',
      'Pareto front',
      'other points',
    ];
    expect(texts).toEqual(expect.arrayContaining(expected));
  });

  it('are both ends of an axis with many values', async () => {
    const lines = Array.from({ length: 50 }, (_unused, i) => ({
      values: [3 + i, 1.23 + i * i],
      isOnFront: false,
    }));
    const axes = six.axes.slice(1, 2).concat({ title: 'Area', unit: 'mm2', scale: 'linear' });
    const texts = (await drawn({ ...six, axes, lines })).texts.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['3', '52', '1.23', '2402', 'Area [mm2]'].map(withCommas)));
    expect(texts).not.toContain('Pareto front');
  });
});

const withCommas = (text: string) => (text === '2402' ? '2,402' : text);

describe('parallel coordinates', () => {
  it('leave a gap where a line has no value, even on the axis of the colours', async () => {
    const lines = six.lines.map(({ values }, i) => ({
      values: values.map((value, axis) => ((i + axis) % 3 === 0 ? null : value)),
      isOnFront: i % 9 === 0,
    }));
    await expect(drawn({ ...six, lines })).resolves.toBeDefined();
    const empty = lines.map((line) => ({ ...line, values: [null, ...line.values.slice(1)] }));
    await expect(drawn({ ...six, lines: empty, colourAxis: 0 })).resolves.toBeDefined();
  });

  const line = (...values: (number | null)[]) => [{ values, isOnFront: false }];
  const two = designLines(3, 2);
  it.each<{ change: Partial<ParallelSpec>; message: string }>([
    { change: { axes: six.axes.slice(0, 1) }, message: '2 to 14 axes, not 1' },
    { change: { axes: Array.from({ length: 15 }, () => six.axes[1]) }, message: '2 to 14 axes, not 15' },
    { change: { lines: [] }, message: 'at least one line' },
    { change: { lines: line(1, 2, 3) }, message: 'line 0 has 3 values for 2 axes' },
    { change: { lines: line(5, 2) }, message: 'Accelerator: there is no name 5 among 5' },
    { change: { lines: line(1, 0) }, message: 'Latency per step 0 cannot be shown on a log scale' },
    { change: { lines: line(1, Number.POSITIVE_INFINITY) }, message: 'Latency per step Infinity' },
    { change: { colourAxis: 2 }, message: 'there is no axis 2' },
  ])('are refused with "$message"', async ({ change, message }) => {
    const failure = await drawn({ ...two, ...change }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RangeError);
    expect((failure as RangeError).message).toContain(message);
  });
});
