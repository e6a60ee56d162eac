import { createRequire } from 'node:module';
import canvas, { type Drawable } from 'canvas';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { beforeAll, describe, expect, it } from 'vitest';

const FAMILY = 'Test Sans';
const WIDTH = 240;
const HEIGHT = 160;

function chartsOf(type?: 'svg' | 'pdf'): ChartJSNodeCanvas {
  return new ChartJSNodeCanvas({
    width: WIDTH,
    height: HEIGHT,
    ...(type === undefined ? {} : { type }),
    chartCallback: (chart) => {
      chart.defaults.font.family = FAMILY;
    },
  });
}

const bars = (label: string) => ({
  type: 'bar' as const,
  data: { labels: [label], datasets: [{ data: [1] }] },
  options: { plugins: { legend: { display: false } } },
});

describe('the canvas package', () => {
  beforeAll(() => {
    const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
    chartsOf().registerFont(font, { family: FAMILY });
  });

  it('measures with the registered font: an M of DejaVu Sans is 1767 / 2048 em wide', () => {
    const pen = canvas.createCanvas(1, 1).getContext('2d');
    pen.font = `2048px "${FAMILY}"`;
    expect(pen.measureText('M').width).toBeCloseTo(1767, 0);
  });

  it.each([
    { type: undefined, mime: 'image/png', head: '\u0089PNG' },
    { type: 'svg', mime: 'image/svg+xml', head: '<?xml' },
    { type: 'pdf', mime: 'application/pdf', head: '%PDF-1.' },
  ] as const)(
    'draws $mime, the same with and without a callback, with its text',
    async ({ type, mime, head }) => {
      const charts = chartsOf(type);
      const bytes = charts.renderToBufferSync(bars('bank'), mime);
      expect(bytes.toString('latin1', 0, head.length)).toBe(head);
      expect(bytes.length).toBeGreaterThan(1000);
      expect(await charts.renderToBuffer(bars('bank'), mime as 'image/png')).toEqual(bytes);
      expect(charts.renderToBufferSync(bars('bend'), mime).equals(bytes)).toBe(false);
    },
  );

  it('refuses a kind of canvas that it does not know', () => {
    const createAny = canvas.createCanvas as (width: number, height: number, type: string) => Drawable;
    expect(() => createAny(WIDTH, HEIGHT, 'eps')).toThrow('unknown type "eps"');
  });
});
