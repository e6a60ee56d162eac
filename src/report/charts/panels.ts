/**
 * One scale over all bars; `end` is the longest length that it shows. In a zoomed
 * panel longer bars are broken off.
 */
export interface Panel {
  readonly axis: string;
  readonly end: number;
  readonly zoomed: boolean;
  /** The categories that the bars of this panel are without; none: they are whole. */
  readonly without: readonly number[];
}

/**
 * The panels that bars of these values, by category, need: all of them; a zoomed one where bars are too short
 * beside the longest; and, where one or two categories dwarf the others of a bar, as a fetch of weights does,
 * one without these. Short bars that have nothing of them are whole there, and need no panel of their own.
 */
export function panelsOf(bars: readonly (readonly number[])[]): Panel[] {
  const totals = bars.map(sumOf);
  const all = wholePanel(bars);
  const without = dwarfingCategories(bars);
  const isShort = (bar: number) => totals[bar] < READABLE * all.end;
  const isCut = (values: readonly number[]) => without.some((category) => values[category] > 0);
  const needsZoom = bars.some((values, bar) => isShort(bar) && (without.length === 0 || isCut(values)));
  const zoom = needsZoom ? zoomEnd(totals) : null;
  const zoomed = zoom === null ? [] : [{ axis: 'zoom', end: zoom, zoomed: true, without: [] }];
  if (without.length === 0) return [all, ...zoomed];
  const rests = bars.map((values) => sumOf(restOf(values, without)));
  const end = zoomEnd(rests);
  const rest = { axis: 'rest', end: end ?? Math.max(...rests), zoomed: end !== null, without };
  return [all, ...zoomed, rest];
}

/** The panel that shows all bars whole. */
export function wholePanel(bars: readonly (readonly number[])[]): Panel {
  return { axis: 'all', end: Math.max(...bars.map(sumOf)), zoomed: false, without: [] };
}

/** The length of a bar in a panel. */
export function lengthIn({ without }: Panel, values: readonly number[]): number {
  return sumOf(restOf(values, without));
}

function restOf(values: readonly number[], without: readonly number[]): readonly number[] {
  return values.map((value, category) => (without.includes(category) ? 0 : value));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** A bar shorter than this part of the longest one is too short to show what it is made of. */
const READABLE = 1 / 4;
/** The others of a bar that together are shorter than this part of the panel cannot be told apart. */
const TELLING = 1 / 8;
/** Bars from this part of the longest one on are looked into for what dwarfs the rest of them. */
const LONG = 1 / 2;

/** More categories are not left out: what remains would say little of the whole. */
const MOST_LEFT_OUT = 2;

/** The categories, at most two, beside which the others of some bar cannot be told apart. */
function dwarfingCategories(bars: readonly (readonly number[])[]): readonly number[] {
  const found: number[] = [];
  while (found.length < MOST_LEFT_OUT) {
    const rests = bars.map((values) => restOf(values, found));
    const category = dwarfingCategory(rests, Math.max(...rests.map(sumOf)));
    if (category === null) break;
    found.push(category);
  }
  return found;
}

/**
 * The category beside which the others of some bar cannot be told apart, on a scale up to `end`: of several,
 * that of the longest bar. Null: there is none.
 */
function dwarfingCategory(bars: readonly (readonly number[])[], end: number): number | null {
  const dwarfed = bars.filter((values) => {
    const [total, most] = [sumOf(values), Math.max(...values)];
    const others = values.filter((value) => value > 0).length - 1;
    return others > 1 && total >= LONG * end && total > most && total - most < TELLING * end;
  });
  if (dwarfed.length === 0) return null;
  const [longest] = dwarfed.toSorted((a, b) => sumOf(b) - sumOf(a));
  return longest.indexOf(Math.max(...longest));
}

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
