import { isHatched } from '../../../report/charts/palette.ts';
import type { Rectangles } from '../../echarts.ts';
import { type ChartTheme, categoryColour } from '../../theme.ts';
import type { TimeArea } from './paint.ts';

/** Pixels, row after row, each red, green, blue and opacity in the bytes of a number. */
interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;
}

/** Of as many pixels along a diagonal, how many a line of a hatching takes. */
const HATCH = { period: 6, line: 2 } as const;

/**
 * Paints rectangles of each category into a canvas of its own, as large as the area. They are written as
 * pixels: a browser needs a second to fill tens of thousands of rectangles, and this a few milliseconds.
 */
export function paintPixels(
  canvas: HTMLCanvasElement,
  painted: readonly Rectangles[],
  { left, right, top, bottom }: TimeArea,
  theme: ChartTheme,
): void {
  const sharpness = devicePixelRatio;
  const width = Math.max(1, Math.round((right - left) * sharpness));
  const height = Math.max(1, Math.round((bottom - top) * sharpness));
  const image = new ImageData(width, height);
  const raster = { width, height, pixels: new Uint32Array(image.data.buffer) };
  painted.forEach((rectangles, category) => {
    const colour = pixelOf(categoryColour(theme, category));
    const hatch = isHatched(category) ? pixelOf('#ffffff') : colour;
    for (let at = 0; at < rectangles.length; at += 4) {
      const [x, y] = [(rectangles[at] - left) * sharpness, (rectangles[at + 1] - top) * sharpness];
      fillPixels(raster, x, y, rectangles[at + 2] * sharpness, rectangles[at + 3] * sharpness, colour, hatch);
    }
  });
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/** Fills a rectangle on whole pixels, one at least in each direction. */
function fillPixels(
  { width, height, pixels }: Raster,
  left: number,
  top: number,
  wide: number,
  high: number,
  colour: number,
  hatch: number,
): void {
  const first = Math.max(0, Math.round(left));
  const end = Math.min(width, Math.max(first + 1, Math.round(left + wide)));
  const lowest = Math.min(height, Math.max(Math.round(top) + 1, Math.round(top + high)));
  for (let y = Math.max(0, Math.round(top)); y < lowest; y++) {
    const row = y * width;
    // Most are a pixel wide: a loop is much faster for them than a call.
    for (let x = first; x < end; x++) {
      pixels[row + x] = (x + y) % HATCH.period < HATCH.line ? hatch : colour;
    }
  }
}

/** A colour #rrggbb as a pixel; the bytes of a number begin with its lowest wherever browsers run. */
function pixelOf(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
