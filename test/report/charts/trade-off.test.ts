import { describe, expect, it } from 'vitest';
import { openCanvas } from '../../../src/report/charts/canvas.ts';
import { pointAxes } from '../../../src/report/charts/point-axes.ts';
import { multiplesBetween, multipleText, productLine } from '../../../src/report/charts/product-lines.ts';
import { sheetOf } from '../../../src/report/charts/sheet.ts';
import type { ChartSize, JudgedQuantity, TradeOffSpec } from '../../../src/report/charts/spec.ts';
import { tradeOffLayout } from '../../../src/report/charts/trade-off-layout.ts';
import { spread } from '../sweep/chart-examples.ts';
import { clashes, configurationOf, drawn } from './drawn-texts.ts';
import { designTradeOff } from './examples.ts';

const usual: ChartSize = { widthPx: 1200, heightPx: 700 };
const small: ChartSize = { widthPx: 640, heightPx: 420 };
const log = (title: string): JudgedQuantity => ({ title, unit: '', scale: 'log', better: 'lower' });
const frame = { padding: { top: 100, right: 24, bottom: 40, left: 24 }, plugin: { id: 'none' } };

async function axesOf(xs: readonly number[], ys: readonly number[], size = usual) {
  const sheet = sheetOf(size, (await openCanvas()).measure);
  const plotted = { x: { quantity: log('x'), values: xs }, y: { quantity: log('y'), values: ys } };
  return { sheet, axes: pointAxes(plotted, sheet, frame) };
}

describe('a line of one product', () => {
  it('passes every place of the plot with that product, and no other', async () => {
    const { axes } = await axesOf([3, 700], [2, 60]);
    const next = spread(3);
    const within = ({ min, max }: { min: number; max: number }) => min * (max / min) ** next();
    for (let i = 0; i < 50; i++) {
      const [x, y] = [within(axes.x.scale), within(axes.y.scale)];
      const line = productLine(axes, x * y);
      if (line === null) throw new Error(`no line through ${x}, ${y}`);
      const { from, to } = line;
      const heightAt = (at: number) => from.y + ((at - from.x) / (to.x - from.x)) * (to.y - from.y);
      const spot = axes.spotOf({ x, y });
      expect(spot.x).toBeGreaterThanOrEqual(from.x - 1e-6);
      expect(spot.x).toBeLessThanOrEqual(to.x + 1e-6);
      expect(heightAt(spot.x)).toBeCloseTo(spot.y, 6);
      const doubled = axes.spotOf({ x: 2 * x, y });
      expect(Math.abs(heightAt(doubled.x) - doubled.y)).toBeGreaterThan(10);
    }
  });

  it('begins and ends on the edges of the plot', async () => {
    const { axes } = await axesOf([3, 700], [2, 60]);
    const { area } = axes;
    const line = productLine(axes, 100);
    const isOnEdge = ({ x, y }: { x: number; y: number }) =>
      [x - area.left, x - area.right, y - area.top, y - area.bottom].some((gap) => Math.abs(gap) < 1e-6);
    expect(line && [line.from, line.to].map(isOnEdge)).toEqual([true, true]);
    expect(productLine(axes, 1e9)).toBeNull();
  });

  it('is drawn for powers of two, or of a larger number where these would be many', async () => {
    const multiples = async (xs: number[], ys: number[], one: number) =>
      multiplesBetween((await axesOf(xs, ys)).axes, one);
    expect(await multiples([10, 40], [1, 4], 10)).toEqual([1, 2, 4, 8, 16]);
    expect(await multiples([10, 1000], [1, 4], 40)).toEqual([1 / 4, 1, 4, 16, 64].slice(0, 5));
    expect((await multiples([1, 1e6], [1, 1e6], 1)).length).toBeLessThanOrEqual(9);
    expect([0.25, 1, 64].map(multipleText)).toEqual(['1/4x', '1x', '64x']);
  });
});

describe('a chart of a trade-off', () => {
  it.each([2, 8, 20])('of %i designs names every one, and its texts keep apart', async (count) => {
    const spec = designTradeOff(count);
    for (const size of count < 20 ? [usual, small] : [usual]) {
      const { texts } = await drawn(spec, size);
      expect(clashes(texts, size)).toEqual([]);
      const names = spec.points.map(({ label }) => label);
      expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(names));
    }
  });

  it('says how many names have no room, on a sheet that is too small for all', async () => {
    const spec = designTradeOff(60);
    const texts = (await drawn(spec, small)).texts.map(({ text }) => text);
    const shown = spec.points.filter(({ label }) => texts.includes(label)).length;
    expect(texts).toContain(`${60 - shown} labels left out`);
    expect(clashes((await drawn(spec, small)).texts, small)).toEqual([]);
  });

  it('shows the marker of each of several designs at one place, and names all', async () => {
    const { points, ...spec } = designTradeOff(3);
    const same: TradeOffSpec = { ...spec, points: points.map((point) => ({ ...point, x: 50, y: 4 })) };
    const { sheet, axes } = await axesOf([50, 100], [4]);
    const { radii, labels } = tradeOffLayout(same, sheet, axes);
    expect(radii[0]).toBeGreaterThan(radii[1]);
    expect(radii[1]).toBeGreaterThan(radii[2]);
    expect(labels).toHaveLength(3);
  });

  it('shades what is beyond the limit, to the pixel of the limit', async () => {
    const { sheet, axes } = await axesOf([50, 400], [2, 9]);
    const layout = tradeOffLayout(designTradeOff(4), sheet, axes);
    expect(layout.beyond).toBe(axes.spotOf({ x: 100, y: 2 }).x);
    expect(layout.limit?.text).toBe('the device is full');
    const all = tradeOffLayout(designTradeOff(4), sheet, (await axesOf([1500, 4000], [2, 9])).axes);
    expect([all.beyond, all.limit]).toEqual([axes.area.left, null]);
    const none = tradeOffLayout(designTradeOff(4), sheet, (await axesOf([1, 5], [2, 9])).axes);
    expect([none.beyond, none.limit]).toEqual([null, null]);
  });

  it('reaches to the limit unless all designs are ten times below it', async () => {
    const textsOf = async (x: number) => {
      const spec = designTradeOff(2);
      const points = spec.points.map((point) => ({ ...point, x }));
      return (await drawn({ ...spec, points })).texts.map(({ text }) => text);
    };
    expect(await textsOf(10)).toContain('the device is full');
    expect(await textsOf(9.9)).not.toContain('the device is full');
  });

  it('spreads designs that are nearly equal no further than a factor of two allows', async () => {
    const spec = designTradeOff(2);
    const points = spec.points.map((point, i) => ({ ...point, x: 100 + i, y: 4 + 0.01 * i }));
    const { options } = await configurationOf({ ...spec, points });
    for (const axis of ['x', 'y']) {
      const { min, max } = options?.scales?.[axis] ?? {};
      expect(Number(max) / Number(min), axis).toBeGreaterThan(2);
    }
  });

  it('has in its legend what hollow markers are only where there are some', async () => {
    const spec = designTradeOff(4);
    const textsOf = async (isFeasible: boolean) => {
      const points = spec.points.map((point) => ({ ...point, isFeasible }));
      return (await drawn({ ...spec, points })).texts.map(({ text }) => text);
    };
    expect(await textsOf(true)).not.toContain('does not fit');
    expect(await textsOf(false)).not.toContain('fits');
  });

  it('is refused without points, and for values that no log scale shows', async () => {
    const spec = designTradeOff(2);
    await expect(drawn({ ...spec, points: [] })).rejects.toThrow('at least one point');
    const points = spec.points.map((point) => ({ ...point, y: 0 }));
    await expect(drawn({ ...spec, points })).rejects.toThrow('latency 0 cannot be shown on a log scale');
    const products = { ...spec.products, one: 0 };
    await expect(drawn({ ...spec, products })).rejects.toThrow('no multiples on a log scale');
  });
});
