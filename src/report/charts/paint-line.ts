import type { Segment } from './boxes.ts';
import type { Pen } from './sheet.ts';

/** Draws a straight line, in the dashes that the pen has. */
export function paintLine(pen: Pen, { from, to }: Segment, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.lineTo(to.x, to.y);
  pen.stroke();
}
