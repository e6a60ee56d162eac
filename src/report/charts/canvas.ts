import { createRequire } from 'node:module';
import type { ChartConfiguration } from 'chart.js';
import type { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { BadInput } from '../../num/bad-input.ts';
import type { ChartSize } from './spec.ts';

/** Name under which the font is registered: private, so that no font of the machine can take its place and change the picture. */
export const FONT_FAMILY = 'bbsim Sans';

/** Width in pixels of a line of text. */
export type Measure = (text: string, sizePx: number, weight?: 'bold' | 'normal') => number;

/** The drawing library, loaded. */
export interface Canvas {
  readonly measure: Measure;
  /** Draws a chart on a white ground and encodes it; the same configuration gives the same bytes. */
  readonly renderPng: (configuration: ChartConfiguration, size: ChartSize) => Promise<Uint8Array>;
}

let opened: Promise<Canvas> | undefined;

/**
 * Loads the drawing library, once, when the first chart is drawn: the rest of the program starts faster and runs where it does not exist.
 * Throws BadInput where there is no binary of it for the machine.
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
  const [{ ChartJSNodeCanvas: Charts }, { default: canvas }] = await Promise.all([
    import('chartjs-node-canvas'),
    import('canvas'),
  ]);
  const { resolve } = createRequire(import.meta.url);
  for (const file of ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']) {
    canvas.registerFont(resolve(`dejavu-fonts-ttf/ttf/${file}`), { family: FONT_FAMILY });
  }
  let renderer: { width: number; height: number; charts: ChartJSNodeCanvas } | undefined;
  const pen = canvas.createCanvas(1, 1).getContext('2d');
  return {
    measure(text, sizePx, weight = 'normal') {
      pen.font = fontOf(sizePx, weight);
      return pen.measureText(text).width;
    },
    renderPng(configuration, { widthPx: width, heightPx: height }) {
      if (renderer?.width !== width || renderer.height !== height) {
        renderer = { width, height, charts: new Charts({ width, height, backgroundColour: '#FFFFFF' }) };
      }
      return renderer.charts.renderToBuffer(configuration);
    },
  };
}

/** A font as canvases write it. */
export function fontOf(sizePx: number, weight: 'bold' | 'normal' = 'normal'): string {
  return `${weight} ${sizePx}px "${FONT_FAMILY}"`;
}
