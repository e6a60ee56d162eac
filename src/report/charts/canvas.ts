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

/** How the letters of an SVG are kept: as text, which can be found and edited, or as outlines. */
export type Letters = 'text' | 'paths';

/**
 * The drawing library, loaded. Every kind of picture has a white ground, and the same bytes for the same
 * chart.
 */
export interface Canvas {
  readonly measure: Measure;
  readonly renderPng: (configuration: ChartConfiguration, size: ChartSize) => Promise<Uint8Array>;
  /** The text of an SVG file. */
  readonly renderSvg: (
    configuration: ChartConfiguration,
    size: ChartSize,
    letters: Letters,
  ) => Promise<string>;
  /** One page, a point to a pixel, with its fonts in it. */
  readonly renderPdf: (configuration: ChartConfiguration, size: ChartSize) => Promise<Uint8Array>;
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
  const pngOf = rendererOf(Charts);
  const svgOf = { text: rendererOf(Charts, 'svg-text'), paths: rendererOf(Charts, 'svg') };
  const pdfOf = rendererOf(Charts, 'pdf');
  const pen = canvas.createCanvas(1, 1).getContext('2d');
  return {
    measure(text, sizePx, weight = 'normal') {
      pen.font = fontOf(sizePx, weight);
      return pen.measureText(text).width;
    },
    renderPng: (configuration, size) => pngOf(size).renderToBuffer(configuration),
    // Asynchronous only where it loads: Chart.js draws at once, and so do the canvases of files.
    renderSvg: async (configuration, size, letters) =>
      svgOf[letters](size).renderToBufferSync(configuration, 'image/svg+xml').toString('utf8'),
    renderPdf: async (configuration, size) =>
      pdfOf(size).renderToBufferSync(configuration, 'application/pdf'),
  };
}

/** Renderers of one kind of picture by size: making one loads Chart.js anew, so the last one is kept. */
function rendererOf(
  Charts: typeof ChartJSNodeCanvas,
  type?: 'svg' | 'svg-text' | 'pdf',
): (size: ChartSize) => ChartJSNodeCanvas {
  let last: { size: ChartSize; charts: ChartJSNodeCanvas } | undefined;
  return ({ widthPx, heightPx }) => {
    if (last?.size.widthPx !== widthPx || last.size.heightPx !== heightPx) {
      const options = { width: widthPx, height: heightPx, backgroundColour: '#FFFFFF' };
      last = {
        size: { widthPx, heightPx },
        // The local package canvas knows a kind more than the types of Chart.js's package do: svg-text.
        charts: new Charts(type === undefined ? options : { ...options, type: type as 'svg' }),
      };
    }
    return last.charts;
  };
}

/** A font as canvases write it. */
export function fontOf(sizePx: number, weight: 'bold' | 'normal' = 'normal'): string {
  return `${weight} ${sizePx}px "${FONT_FAMILY}"`;
}
