/** A part of an axis, in percent of it. */
export type AxisSpan = readonly [number, number];

/** Least part that a reader can zoom to, in percent. */
const LEAST = 0.001;

/** A span around its middle, wider or narrower by a factor, inside 0..100. */
export function zoomed([start, end]: AxisSpan, factor: number): AxisSpan {
  const width = Math.min(100, Math.max(LEAST, (end - start) * factor));
  return placedAt((start + end) / 2 - width / 2, width);
}

/** A span moved by a part of its width, to the right where positive, inside 0..100. */
export function moved([start, end]: AxisSpan, part: number): AxisSpan {
  return placedAt(start + (end - start) * part, end - start);
}

function placedAt(start: number, width: number): AxisSpan {
  const first = Math.min(100 - width, Math.max(0, start));
  return [first, first + width];
}
