import { isHatched } from '../../../report/charts/palette.ts';
import type { Rectangles } from '../../echarts.ts';
import { type ChartTheme, categoryColour } from '../../theme.ts';
import type { TimeArea } from './paint.ts';

/**
 * Paints rectangles of each category into pixels of a canvas of its own, as large as the area: tens of
 * thousands of them are filled one by one in a few milliseconds, where one path of all takes a second.
 */
export function paintPixels(
  canvas: HTMLCanvasElement,
  painted: readonly Rectangles[],
  { left, right, top, bottom }: TimeArea,
  theme: ChartTheme,
): void {
  const sharpness = devicePixelRatio;
  canvas.width = Math.ceil((right - left) * sharpness);
  canvas.height = Math.ceil((bottom - top) * sharpness);
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.scale(sharpness, sharpness);
  pen.translate(-left, -top);
  painted.forEach((rectangles, category) => {
    fillAll(pen, rectangles, categoryColour(theme, category));
    if (isHatched(category)) fillAll(pen, rectangles, hatchOn(pen));
  });
}

function fillAll(pen: CanvasRenderingContext2D, rectangles: Rectangles, fill: string | CanvasPattern): void {
  pen.fillStyle = fill;
  for (let at = 0; at < rectangles.length; at += 4) {
    pen.fillRect(rectangles[at], rectangles[at + 1], rectangles[at + 2], rectangles[at + 3]);
  }
}

/** White lines with room between them, for colours that are used a second time. */
function hatchOn(pen: CanvasRenderingContext2D): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = 6;
  tile.height = 6;
  const lines = tile.getContext('2d');
  if (lines === null) return 'transparent';
  lines.strokeStyle = 'rgba(255, 255, 255, 0.75)';
  lines.lineWidth = 2;
  for (const shift of [-6, 0, 6]) {
    lines.moveTo(shift, 6);
    lines.lineTo(shift + 6, 0);
  }
  lines.stroke();
  return pen.createPattern(tile, 'repeat') ?? 'transparent';
}
