import { INK, paletteColour } from './palette.ts';
import type { Pen } from './sheet.ts';

const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross', 'triangle-down'] as const;

/** Draws the marker of a series: colour and shape both tell the series apart; a hollow one is an outline. */
export function paintMarker(
  pen: Pen,
  place: number,
  at: { readonly x: number; readonly y: number },
  radius: number,
  isHollow = false,
): void {
  pen.save();
  const colour = paletteColour(place);
  pen.fillStyle = isHollow ? INK.paper : colour;
  pen.strokeStyle = isHollow ? colour : INK.paper;
  pen.lineWidth = Math.max(1, radius / (isHollow ? 2.5 : 4));
  pen.beginPath();
  outline(pen, SHAPES[place % SHAPES.length], at, radius);
  pen.closePath();
  if (isHollow) pen.fill();
  pen.stroke();
  if (!isHollow) pen.fill();
  pen.restore();
}

function outline(
  pen: Pen,
  shape: (typeof SHAPES)[number],
  { x, y }: { x: number; y: number },
  radius: number,
): void {
  if (shape === 'circle') {
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const [first, ...others] = CORNERS[shape];
  pen.moveTo(x + first[0] * radius, y + first[1] * radius);
  for (const [dx, dy] of others) pen.lineTo(x + dx * radius, y + dy * radius);
}

/** Corners in units of the radius, y downwards, chosen so that all shapes look equally large. */
const CORNERS: Readonly<
  Record<Exclude<(typeof SHAPES)[number], 'circle'>, readonly (readonly [number, number])[]>
> = {
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [0, -1.2],
    [1.15, 0.85],
    [-1.15, 0.85],
  ],
  'triangle-down': [
    [0, 1.2],
    [1.15, -0.85],
    [-1.15, -0.85],
  ],
  diamond: [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  cross: [
    [0, -0.5],
    [0.7, -1.2],
    [1.2, -0.7],
    [0.5, 0],
    [1.2, 0.7],
    [0.7, 1.2],
    [0, 0.5],
    [-0.7, 1.2],
    [-1.2, 0.7],
    [-0.5, 0],
    [-1.2, -0.7],
    [-0.7, -1.2],
  ],
};
