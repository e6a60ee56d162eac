import { type Pen, setText } from './sheet.ts';

/** Writes a text that is read from below, anchored at a place. */
export function paintUprightText(
  pen: Pen,
  text: string,
  at: { readonly x: number; readonly y: number },
  style: Parameters<typeof setText>[1],
): void {
  pen.save();
  pen.translate(at.x, at.y);
  pen.rotate(-Math.PI / 2);
  setText(pen, style);
  pen.fillText(text, 0, 0);
  pen.restore();
}
