import { around, crosses, grown, isInside, overlap, type Segment, type Spot } from './boxes.ts';
import type { Area } from './heat-cells.ts';
import { type Label, type PlacedLabel, placeLabels } from './label-layout.ts';
import type { PointAxes } from './point-axes.ts';
import { multiplesBetween, multipleText, productLine } from './product-lines.ts';
import { LETTERS, type Sheet, wrapText } from './sheet.ts';
import type { TradeOffSpec } from './spec.ts';

/** A text and the box that it fills. */
export interface BoxedText {
  readonly text: string;
  readonly box: Area;
}

/** What is drawn, in pixels. */
export interface TradeOffLayout {
  readonly spots: readonly Spot[];
  /** Radius of the marker of every point: one below others at its place is larger. */
  readonly radii: readonly number[];
  readonly lines: readonly { readonly multiple: number; readonly segment: Segment }[];
  /** Multiples on their lines, where they have room. */
  readonly multiples: readonly BoxedText[];
  /** The left edge of what is not feasible; null where all of the plot is feasible. */
  readonly beyond: number | null;
  /** The name of the limit, beside its line; null where the line is not on the plot. */
  readonly limit: BoxedText | null;
  readonly labels: readonly PlacedLabel[];
  /** Labels without room. */
  readonly leftOut: number;
}

/** Of a marker, on the reference sheet; one that lies under others is wider for each of them. */
const RADIUS = 6;
const WIDER = 2.5;

const LONGEST_LABEL = 400;

/** A line that only cuts off a corner of the plot tells nothing. */
const SHORTEST_LINE = 80;

/** Where everything is; no text covers another one or a marker. */
export function tradeOffLayout(spec: TradeOffSpec, sheet: Sheet, axes: PointAxes): TradeOffLayout {
  const { area, spotOf } = axes;
  const spots = spec.points.map(spotOf);
  const radii = radiiOf(spots, sheet);
  const markerPx = 1.3 * Math.max(...radii);
  const markers = spots.map((spot) => around(spot, markerPx));
  const at = axes.x.scale.partOf(spec.limit.x) * (area.right - area.left) + area.left;
  const limit = limitText(spec, sheet, area, at);
  const lines = multiplesBetween(axes, spec.products.one).flatMap((multiple) => {
    const segment = productLine(axes, multiple * spec.products.one);
    const isLong = segment !== null && (multiple === 1 || lengthOf(segment) >= sheet.px(SHORTEST_LINE));
    return isLong ? [{ multiple, segment }] : [];
  });
  const besideLimit = { left: at - 1, right: at + 1, top: area.top, bottom: area.bottom };
  const taken = [...markers, besideLimit, ...(limit === null ? [] : [limit.box])];
  const multiples = multipleTexts(lines, sheet, area, taken);
  const limitLine = { from: { x: at, y: area.top }, to: { x: at, y: area.bottom } };
  const { placed, leftOut } = placeLabels(labelsOf(spec, sheet, spots), {
    area,
    heightPx: sheet.px(LETTERS.label) * 1.25,
    markerPx,
    markers: spots,
    texts: [...multiples, ...(limit === null ? [] : [limit])].map(({ box }) => box),
    side: { x: -1, y: 1 },
    covered: (box) =>
      0.4 * lines.filter(({ segment }) => crosses(segment, box)).length + (crosses(limitLine, box) ? 1.5 : 0),
  });
  const beyond = at < area.right ? Math.max(at, area.left) : null;
  return { spots, radii, lines, multiples, beyond, limit, labels: placed, leftOut };
}

function radiiOf(spots: readonly Spot[], { px }: Sheet): number[] {
  const isSame = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y) < px(2);
  return spots.map((spot, i) => {
    const above = spots.slice(i + 1).filter((other) => isSame(other, spot)).length;
    return px(RADIUS + WIDER * above);
  });
}

/** On the right of its line, where what is not feasible lies, or else on the left. */
function limitText({ limit }: TradeOffSpec, sheet: Sheet, area: Area, at: number): BoxedText | null {
  if (at < area.left || at > area.right) return null;
  const sizePx = sheet.px(LETTERS.label);
  const widthPx = sheet.px(LONGEST_LABEL);
  const [text] = wrapText(sheet, limit.label, { widthPx, sizePx, mostLines: 1 });
  const [width, gap] = [sheet.measure(text, sizePx), sheet.px(5)];
  const left = at + gap + width <= area.right ? at + gap : at - gap - width;
  const top = area.top + sheet.px(4);
  return { text, box: { left, top, right: left + width, bottom: top + 1.25 * sizePx } };
}

/** Each on its line, as near to its upper end as it is free. */
function multipleTexts(
  lines: TradeOffLayout['lines'],
  sheet: Sheet,
  area: Area,
  taken: readonly Area[],
): BoxedText[] {
  const sizePx = sheet.px(LETTERS.small);
  const placed: BoxedText[] = [];
  for (const { multiple, segment } of lines) {
    const text = multipleText(multiple);
    const half = { x: (sheet.measure(text, sizePx) + sheet.px(6)) / 2, y: 0.65 * sizePx };
    const all = [...taken, ...placed.map(({ box }) => box)];
    const box = placesAlong(segment)
      .map(({ x, y }) => ({ left: x - half.x, top: y - half.y, right: x + half.x, bottom: y + half.y }))
      .find((one) => isInside(grown(one, 2), area) && !all.some((other) => overlap(grown(one, 2), other)));
    if (box !== undefined) placed.push({ text, box });
  }
  return placed;
}

const STEP_PX = 4;

const lengthOf = ({ from, to }: Segment) => Math.hypot(to.x - from.x, to.y - from.y);

function placesAlong(segment: Segment): Spot[] {
  const { from, to } = segment;
  const steps = Math.ceil(lengthOf(segment) / STEP_PX);
  return Array.from({ length: steps + 1 }, (_unused, i) => {
    const part = steps === 0 ? 0 : i / steps;
    return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
  });
}

/** From left to right. */
function labelsOf({ points }: TradeOffSpec, sheet: Sheet, spots: readonly Spot[]): Label[] {
  const sizePx = sheet.px(LETTERS.label);
  const labels = points.map(({ label }, i) => {
    const [text] = wrapText(sheet, label, { widthPx: sheet.px(LONGEST_LABEL), sizePx, mostLines: 1 });
    return { ...spots[i], text, widthPx: sheet.measure(text, sizePx) + sheet.px(6) };
  });
  return labels.sort((a, b) => a.x - b.x || a.y - b.y);
}
