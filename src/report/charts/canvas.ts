import { createRequire } from 'node:module';
import type { ChartConfiguration } from 'chart.js';
import type { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { BadInput } from '../../errors/bad-input.ts';
import type { ChartSize } from './spec.ts';

/**
 * Name under which the font is registered: private, so that no font of the machine can take
 * its place and change the picture.
 */
export const FONT_FAMILY = 'bbsim Sans';

/** Width in pixels of a line of text. */
export type Measure = (text: string, sizePx: number, weight?: 'bold' | 'normal') => number;

/** The drawing library, loaded. */
export interface Canvas {
  readonly measure: Measure;
  /** Draws a chart on a white ground and encodes it; the same configuration gives the same bytes. */
  readonly renderPng: (configuration: ChartConfiguration, size: ChartSize) => Promise<Uint8Array>;
  /**
   * Draws a chart on a white ground as the text of an SVG file, letters as outlines; the same
   * configuration gives the same text.
   */
  readonly renderSvg: (configuration: ChartConfiguration, size: ChartSize) => Promise<string>;
}

let opened: Promise<Canvas> | undefined;

/**
 * Loads the drawing library, once, when the first chart is drawn: the rest of the program starts faster and
 * runs where it does not exist. Throws BadInput where there is no binary of it for the machine.
 */
export function openCanvas(): Promise<Canvas> {
  opened ??= load().catch((error) => {
    opened = undefined;
    throw new BadInput(
      `charts need the package @napi-rs/canvas with its binary for ${process.platform}-${process.arch}: ${error.message}`,
    );
  });
  return opened;
}

async function load(): Promise<Canvas> {
  const { ChartJSNodeCanvas: Charts, canvas } = await import('./drawing-libraries.ts');
  const { resolve } = createRequire(import.meta.url);
  for (const file of ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']) {
    canvas.registerFont(resolve(`dejavu-fonts-ttf/ttf/${file}`), { family: FONT_FAMILY });
  }
  const [pngOf, svgOf] = [rendererOf(Charts), rendererOf(Charts, 'svg')];
  const pen = canvas.createCanvas(1, 1).getContext('2d');
  return {
    measure(text, sizePx, weight = 'normal') {
      pen.font = fontOf(sizePx, weight);
      return pen.measureText(text).width;
    },
    renderPng: (configuration, size) => pngOf(size).renderToBuffer(configuration),
    // Asynchronous only where it loads: Chart.js draws at once, and so does the SVG canvas.
    renderSvg: async (configuration, size) =>
      svgOf(size).renderToBufferSync(configuration, 'image/svg+xml').toString('utf8'),
  };
}

/** Renderers of one kind of picture by size: making one loads Chart.js anew, so the last one is kept. */
function rendererOf(Charts: typeof ChartJSNodeCanvas, type?: 'svg'): (size: ChartSize) => ChartJSNodeCanvas {
  let last: { size: ChartSize; charts: ChartJSNodeCanvas } | undefined;
  return ({ widthPx, heightPx }) => {
    if (last?.size.widthPx !== widthPx || last.size.heightPx !== heightPx) {
      const options = { width: widthPx, height: heightPx, backgroundColour: '#FFFFFF' };
      last = {
        size: { widthPx, heightPx },
        charts: new Charts(type === undefined ? options : { ...options, type }),
      };
    }
    return last.charts;
  };
}

/** A font as canvases write it. */
export function fontOf(sizePx: number, weight: 'bold' | 'normal' = 'normal'): string {
  return `${weight} ${sizePx}px "${FONT_FAMILY}"`;
}
