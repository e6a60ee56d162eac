import { around, cross, crosses, grown, isInside, overlap, type Segment, type Spot } from './boxes.ts';
import type { Area } from './heat-cells.ts';

/** A text that wants to stand beside a place. */
export interface Label extends Spot {
  readonly text: string;
  readonly widthPx: number;
}

/** A label with its box, and the line to its place where the box is not next to it. */
export interface PlacedLabel {
  readonly text: string;
  readonly box: Area;
  readonly leader: Segment | null;
}

/** What labels have to keep clear of. */
export interface Surroundings {
  /** Labels stay in it: the axes and the frame are outside. */
  readonly area: Area;
  readonly heightPx: number;
  /** Half the side of the square that a marker takes; no label covers a marker. */
  readonly markerPx: number;
  readonly markers: readonly Spot[];
  /** Boxes of other texts, which no label and no line covers (default: none). */
  readonly texts?: readonly Area[];
  /** Side on which labels are put if they can: -1 left and up, 1 right and down. */
  readonly side: Spot;
  /** What a label would cover at a place; labels avoid it as far as they can. */
  readonly covered: (box: Area) => number;
  /**
   * How near, in heights of a label, a label without a line could be taken for another marker's, and what
   * that costs (default: half a height, 5).
   */
  readonly doubt?: { readonly heights: number; readonly cost: number };
}

/** Distances of a box from its marker, in heights of a label; the first ones need no line. */
const DISTANCES = [0.2, 0.5, 1, 1.6, 2.3, 3, 3.8, 4.7, 5.7, 7, 9, 12];
const NEAR = 0.5;

const SIDES = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];

/** Directions: places on the edge of a square, so that a box clears its marker on one side. */
const DIRECTIONS: readonly Spot[] = SIDES.flatMap((x) =>
  SIDES.filter((y) => Math.max(Math.abs(x), Math.abs(y)) === 1).map((y) => ({ x, y })),
);

/**
 * Places labels so that none lies on another one, on a marker, on the line of another label or outside of the
 * area: one after the other, each at the cheapest free place, in the given order or in another one that
 * leaves out fewer. Those without a free place are left out, not drawn over others.
 */
export function placeLabels(
  labels: readonly Label[],
  around: Surroundings,
): { placed: PlacedLabel[]; leftOut: number } {
  let best: PlacedLabel[] = [];
  for (const order of [fromTheEnds(labels), labels, labels.toReversed()]) {
    const placed = placeInOrder(order, around);
    if (placed.length > best.length) best = placed;
    if (best.length === labels.length) break;
  }
  return { placed: best, leftOut: labels.length - best.length };
}

/** Says how many labels have no room; nothing where all have. */
export function leftOutNote(leftOut: number): string {
  return leftOut === 0 ? '' : `${leftOut} ${leftOut === 1 ? 'label' : 'labels'} left out`;
}

/** The first, the last, the second, ...: the extreme ones are named first. */
function fromTheEnds(labels: readonly Label[]): Label[] {
  return labels.map((_label, i) => labels[i % 2 === 0 ? i / 2 : labels.length - (i + 1) / 2]);
}

function placeInOrder(labels: readonly Label[], around: Surroundings): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    const best = cheapest(label, around, placed);
    if (best !== null) placed.push(best);
  }
  return placed;
}

function cheapest(label: Label, around: Surroundings, placed: readonly PlacedLabel[]): PlacedLabel | null {
  let best: PlacedLabel | null = null;
  let least = Infinity;
  for (const distance of DISTANCES) {
    for (const direction of DIRECTIONS) {
      const candidate = labelAt(label, around, distance, direction);
      if (!isFree(candidate, label, around, placed)) continue;
      const cost = costOf(candidate, label, around, distance);
      if (cost < least) [best, least] = [candidate, cost];
    }
  }
  return best;
}

function labelAt(
  { x, y, text, widthPx }: Label,
  { heightPx, markerPx }: Surroundings,
  distance: number,
  direction: Spot,
): PlacedLabel {
  const gap = markerPx + distance * heightPx;
  const left = x + direction.x * (widthPx / 2 + gap) - widthPx / 2;
  const top = y + direction.y * (heightPx / 2 + gap) - heightPx / 2;
  const box = { left, top, right: left + widthPx, bottom: top + heightPx };
  if (distance <= NEAR) return { text, box, leader: null };
  const end = {
    x: Math.min(Math.max(x, box.left), box.right),
    y: Math.min(Math.max(y, box.top), box.bottom),
  };
  return { text, box, leader: { from: { x, y }, to: end } };
}

/** Space that is kept free around a label. */
const GAP_PX = 2;

function isFree(
  { box, leader }: PlacedLabel,
  label: Label,
  { area, markers, markerPx, texts = [] }: Surroundings,
  placed: readonly PlacedLabel[],
): boolean {
  const wide = grown(box, GAP_PX);
  if (!isInside(wide, area)) return false;
  if (texts.some((text) => overlap(wide, text) || (leader !== null && crosses(leader, text)))) return false;
  if (markers.some((marker) => overlap(box, around(marker, markerPx)))) return false;
  const hitsLabel = placed.some(
    (other) =>
      overlap(wide, other.box) ||
      (other.leader !== null && crosses(other.leader, wide)) ||
      (leader !== null && crosses(leader, grown(other.box, GAP_PX))) ||
      (leader !== null && other.leader !== null && cross(leader, other.leader)),
  );
  if (hitsLabel || leader === null) return !hitsLabel;
  // Half of the marker: a line may graze a neighbour but not look as if it began there.
  return markers.every((marker) => isSame(marker, label) || !crosses(leader, around(marker, markerPx / 2)));
}

function isSame(a: Spot, b: Spot): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1;
}

const USUAL_DOUBT = { heights: 0.5, cost: 5 };

/** A label without a line that stands close to other markers, too, could be theirs. */
function costOf(
  { box, leader }: PlacedLabel,
  label: Label,
  { side, covered, markers, markerPx, heightPx, doubt: { heights, cost } = USUAL_DOUBT }: Surroundings,
  distance: number,
): number {
  const [toX, toY] = [(box.left + box.right) / 2 - label.x, (box.top + box.bottom) / 2 - label.y];
  const wrongSide = 2 - Math.sign(Math.round(toX)) * side.x - Math.sign(Math.round(toY)) * side.y;
  const near = grown(box, heights * heightPx);
  const strangers = markers.filter(
    (marker) => !isSame(marker, label) && overlap(near, around(marker, markerPx)),
  );
  const doubt = leader === null ? strangers.length : 0.2 * strangers.length;
  return 4 * distance + 0.6 * wrongSide + (leader === null ? 0 : 2) + cost * doubt + covered(box);
}
