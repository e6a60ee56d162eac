import { describe, expect, it } from 'vitest';
import { scaleOf } from '../../../src/report/charts/scale.ts';
import type { ScatterSpec } from '../../../src/report/charts/spec.ts';
import { clashes, drawn } from './drawn-texts.ts';

const few: ScatterSpec = {
  kind: 'scatter',
  title: 'Kept against latency',
  subtitle: 'a model',
  configHash: '9f2c1e7ab04d',
  toolVersion: '0.1.0',
  x: { title: 'latency', unit: 'us', scale: 'linear', better: 'lower' },
  y: { title: 'kept', unit: '%', scale: 'linear', better: 'higher' },
  series: ['one array', 'another array'],
  isFew: true,
  hollowName: 'does not fit',
  points: [
    { x: 1, y: 40, label: 'fast', isOnFront: true },
    { x: 2, y: 60, label: 'whole', series: 1, isOnFront: true },
    { x: 3, y: 20, label: 'slow', series: 1, isOnFront: false, isHollow: true },
  ],
};

describe('a scatter chart of few points', () => {
  it('names those beside the front, too, and says what hollow ones are', async () => {
    const texts = (await drawn(few)).texts.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['fast', 'whole', 'slow', 'Pareto front', 'does not fit']));
    expect(texts).not.toContain('other points');
    const many = (await drawn({ ...few, isFew: false })).texts.map(({ text }) => text);
    expect(many).toContain('other points');
    expect(many).not.toContain('slow');
  });

  it('says nothing of hollow points where there are none', async () => {
    const points = few.points.slice(0, 2);
    const texts = (await drawn({ ...few, points })).texts.map(({ text }) => text);
    expect(texts).not.toContain('does not fit');
  });

  it('has no text over another one, though all points lie in one place', async () => {
    const points = few.points.map((point) => ({ ...point, x: 1, y: 100 }));
    const size = { widthPx: 640, heightPx: 420 };
    const { texts } = await drawn({ ...few, y: { ...few.y, most: 100 }, points }, size);
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['fast', 'whole', 'slow']));
    expect(clashes(texts, size)).toEqual([]);
  });
});

describe('a scale of a share', () => {
  it('ends at the whole, and only there', () => {
    const share = { ...few.y, most: 100 };
    expect(scaleOf(share, [90, 99.9], 0.07).max).toBe(100);
    expect(scaleOf(share, [100], 0.07)).toMatchObject({ min: 90, max: 100 });
    expect(scaleOf(share, [10, 50], 0.07).max).toBeCloseTo(52.8, 12);
    expect(scaleOf({ ...share, scale: 'log' }, [10, 100], 0.07).max).toBe(100);
    expect(scaleOf(few.y, [90, 99.9], 0.07).max).toBeGreaterThan(100);
  });
});
