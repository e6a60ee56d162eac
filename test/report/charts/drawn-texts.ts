import type { ChartConfiguration, Plugin } from 'chart.js';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { openCanvas } from '../../../src/report/charts/canvas.ts';
import { configurationOf as configurationOnSheet } from '../../../src/report/charts/render.ts';
import { sheetOf } from '../../../src/report/charts/sheet.ts';
import type { ChartSize, ChartSpec } from '../../../src/report/charts/spec.ts';

/** A text on the picture and the box around it. */
export interface DrawnText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A filled rectangle on the picture; other filled outlines appear as the rectangle before them. */
export interface DrawnRect {
  readonly colour: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Context {
  font: string;
  fillStyle: string;
  textAlign: string;
  measureText(text: string): { width: number };
  getTransform(): { a: number; b: number; c: number; d: number; e: number; f: number };
  fillText(text: string, x: number, y: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  fill(): void;
}

const size1200: ChartSize = { widthPx: 1200, heightPx: 700 };

/** The configuration that a chart is drawn from. */
export async function configurationOf(
  spec: ChartSpec,
  size: ChartSize = size1200,
): Promise<ChartConfiguration> {
  return configurationOnSheet(spec, sheetOf(size, (await openCanvas()).measure));
}

const chartsBySize = new Map<string, ChartJSNodeCanvas>();

function chartsOf({ widthPx: width, heightPx: height }: ChartSize): ChartJSNodeCanvas {
  const size = `${width} x ${height}`;
  const charts = chartsBySize.get(size) ?? new ChartJSNodeCanvas({ width, height });
  chartsBySize.set(size, charts);
  return charts;
}

/** Draws a chart and records what is written and filled, in the pixels of the picture. */
export async function drawn(
  spec: ChartSpec,
  size: ChartSize = size1200,
): Promise<{ texts: DrawnText[]; rects: DrawnRect[] }> {
  const configuration = await configurationOf(spec, size);
  const texts: DrawnText[] = [];
  const rects: DrawnRect[] = [];
  const recorder: Plugin = {
    id: 'recorder',
    beforeInit(chart) {
      const pen = chart.ctx as unknown as Context;
      const [fillText, fillRect] = [pen.fillText.bind(pen), pen.fillRect.bind(pen)];
      const [rect, fill] = [pen.rect.bind(pen), pen.fill.bind(pen)];
      let path = { x: 0, y: 0, width: 0, height: 0 };
      pen.rect = (x, y, width, height) => {
        path = { x, y, width, height };
        rect(x, y, width, height);
      };
      pen.fill = () => {
        rects.push({ colour: pen.fillStyle, ...path });
        fill();
      };
      pen.fillText = (text, x, y) => {
        texts.push(boxOf(pen, text, x, y));
        fillText(text, x, y);
      };
      pen.fillRect = (x, y, width, height) => {
        rects.push({ colour: pen.fillStyle, x, y, width, height });
        fillRect(x, y, width, height);
      };
    },
  };
  chartsOf(size).renderToBufferSync(
    { ...configuration, plugins: [recorder, ...(configuration.plugins ?? [])] },
    'raw' as 'image/png',
  );
  return { texts, rects };
}

/**
 * Letters reach about 0.36 em above and below their middle; Chart.js and the charts
 * anchor all texts in the middle.
 */
function boxOf(pen: Context, text: string, x: number, y: number): DrawnText {
  const width = pen.measureText(text).width;
  const half = 0.36 * Number(/([\d.]+)px/.exec(pen.font)?.[1]);
  const start = x - ({ center: 0.5, right: 1 }[pen.textAlign] ?? 0) * width;
  const { a, b, c, d, e, f } = pen.getTransform();
  const corners = [start, start + width].flatMap((u) =>
    [y - half, y + half].map((v) => [a * u + c * v + e, b * u + d * v + f]),
  );
  const xs = corners.map(([at]) => at);
  const ys = corners.map(([, at]) => at);
  return {
    text,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

/**
 * Pairs of texts that lie on each other, and texts that leave the picture or (where Chart.js
 * would cut them) its left margin.
 */
export function clashes(texts: readonly DrawnText[], { widthPx, heightPx }: ChartSize = size1200): string[] {
  const margin = 23 * Math.max(0.75, Math.min(widthPx / 1200, heightPx / 700));
  const cut = texts.filter(
    ({ left, right, top, bottom }) => left < margin || top < 0 || right > widthPx || bottom > heightPx,
  );
  const pairs = texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `'${a.text}' on '${b.text}'`),
  );
  return [...cut.map(({ text }) => `'${text}' is cut`), ...pairs];
}
