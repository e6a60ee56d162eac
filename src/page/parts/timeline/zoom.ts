/** A part of an axis, in percent of it. */
export type AxisSpan = readonly [number, number];

/**
 * A span wider or narrower by a factor, around its middle or another place, inside 0..100 and no narrower
 * than `least`, in percent.
 */
export function zoomed(
  [start, end]: AxisSpan,
  factor: number,
  least: number,
  centre = (start + end) / 2,
): AxisSpan {
  const width = Math.min(100, Math.max(least, (end - start) * factor));
  const before = end > start ? (centre - start) / (end - start) : 0.5;
  return placedAt(centre - before * width, width);
}

/** A span moved by a part of its width, to the right where positive, inside 0..100. */
export function moved([start, end]: AxisSpan, part: number): AxisSpan {
  return placedAt(start + (end - start) * part, end - start);
}

function placedAt(start: number, width: number): AxisSpan {
  const first = Math.min(100 - width, Math.max(0, start));
  return [first, first + width];
}
