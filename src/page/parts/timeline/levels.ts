import type { TrackSegments } from './segments.ts';

/** The part of the time axis that is on screen, in cycles that have passed, and how fine the screen is. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
  readonly cyclesPerPixel: number;
}

/** A rectangle of a track: one segment, or neighbours that are too narrow to be told apart. */
export interface TrackMark {
  readonly from: number;
  readonly to: number;
  /** The category of the segment; of several, that with most cycles among them, the first of equals. */
  readonly category: number;
  /** The segments from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
}

/**
 * Calls `visit` with the marks of a track that are in the window, from left to right. Segments of a pixel or
 * more stand alone; narrower ones that begin in the same pixel become one mark. Every segment in the window
 * is in exactly one mark. Pixels are counted from time 0, so that marks do not flicker as the window moves.
 */
export function visitMarks(
  segments: TrackSegments,
  categoryOf: ArrayLike<number>,
  window: TimeWindow,
  visit: (mark: TrackMark) => void,
): void {
  const { from, to } = segments;
  const wide = (at: number) => to[at] - from[at] >= window.cyclesPerPixel;
  const pixel = (at: number) => Math.floor(from[at] / window.cyclesPerPixel);
  let at = firstAfter(to, window.from);
  while (at < from.length && from[at] < window.to) {
    const first = at++;
    if (!wide(first)) {
      while (at < from.length && !wide(at) && pixel(at) === pixel(first)) at++;
    }
    const category =
      at === first + 1 ? categoryOf[segments.slice[first]] : mostCycles(segments, categoryOf, first, at);
    visit({ from: from[first], to: to[at - 1], category, first, end: at });
  }
}

/** The mark of a track at a time, of those that `visitMarks` gives for the window; undefined: none there. */
export function markAt(
  segments: TrackSegments,
  categoryOf: ArrayLike<number>,
  window: TimeWindow,
  time: number,
): TrackMark | undefined {
  const near = 2 * window.cyclesPerPixel;
  let best: TrackMark | undefined;
  let distance = near;
  visitMarks(segments, categoryOf, { ...window, from: time - near, to: time + near }, (mark) => {
    const away = Math.max(mark.from - time, time - mark.to, 0);
    if (away < distance || best === undefined) [best, distance] = [mark, away];
  });
  return distance < near ? best : undefined;
}

/** Cycles of each category in the segments from `first` to before `end`, by the places of the categories. */
export function cyclesByCategory(
  { from, to, slice }: TrackSegments,
  categoryOf: ArrayLike<number>,
  first: number,
  end: number,
): readonly number[] {
  const cycles: number[] = [];
  for (let at = first; at < end; at++) {
    const category = categoryOf[slice[at]];
    while (cycles.length <= category) cycles.push(0);
    cycles[category] += to[at] - from[at];
  }
  return cycles;
}

function mostCycles(
  segments: TrackSegments,
  categoryOf: ArrayLike<number>,
  first: number,
  end: number,
): number {
  const cycles = cyclesByCategory(segments, categoryOf, first, end);
  let most = 0;
  for (let category = 1; category < cycles.length; category++) {
    if (cycles[category] > cycles[most]) most = category;
  }
  return most;
}

/** The place of the first of ascending values that is above a value. */
function firstAfter(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
