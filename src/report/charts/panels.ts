/**
 * One scale over all bars; `end` is the longest length that it shows. In a zoomed
 * panel longer bars are broken off.
 */
export interface Panel {
  readonly axis: string;
  readonly end: number;
  readonly zoomed: boolean;
}

/**
 * The panels that bars of these lengths need: all of them, and a zoomed one for those that
 * are too short beside the longest.
 */
export function panelsOf(totals: readonly number[]): Panel[] {
  const longest = Math.max(...totals);
  const zoom = zoomEnd(totals);
  const all = { axis: 'all', end: longest, zoomed: false };
  return zoom === null ? [all] : [all, { axis: 'zoom', end: zoom, zoomed: true }];
}

/** A bar shorter than this part of the longest one is too short to show what it is made of. */
const READABLE = 1 / 4;

/**
 * End of a second, zoomed panel for bars that one scale cannot show together, or null where it can. Every bar
 * is read in the panel that shows it larger; the end chosen among the bars is the one for which the smallest
 * bar so read is largest. Bars of length 0 do not count.
 */
export function zoomEnd(totals: readonly number[]): number | null {
  const sorted = totals.filter((total) => total > 0).sort((a, b) => a - b);
  const [shortest, longest] = [sorted[0], sorted[sorted.length - 1]];
  if (sorted.length < 2 || shortest >= READABLE * longest) return null;
  let [best, end] = [0, shortest];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const worst = Math.min(shortest / sorted[i], sorted[i + 1] / longest);
    if (worst > best) [best, end] = [worst, sorted[i]];
  }
  return end;
}
