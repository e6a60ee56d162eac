import type { Segment, Spot } from './boxes.ts';
import { crosses } from './boxes.ts';
import { crowdIn } from './crowd.ts';
import type { Area } from './heat-cells.ts';
import { type Label, type PlacedLabel, placeLabels } from './label-layout.ts';
import { LETTERS, type Sheet, wrapText } from './sheet.ts';
import type { ScatterSpec } from './spec.ts';

/** What is drawn besides the points, in pixels. */
export interface ScatterLayout {
  readonly steps: readonly Segment[];
  readonly labels: readonly PlacedLabel[];
  /** Labels without room. */
  readonly leftOut: number;
}

/** Radius of a marker on the front, on the reference sheet. */
export const FRONT_RADIUS = 6;

/** Whether a point has a marker and, where that has room, a label. */
export function isMarked({ points, isFew = false }: ScatterSpec, point: number): boolean {
  return isFew || points[point].isOnFront;
}

const LONGEST_LABEL = 220;

/** Where every point has a name, it is worth a line that nobody takes it for that of a neighbour. */
const FEW_DOUBT = { heights: 1, cost: 8 };

/**
 * The steps of the front and the labels of its points; the labels keep clear of steps and other
 * points as far as there is room.
 */
export function layoutOf(spec: ScatterSpec, sheet: Sheet, area: Area, spots: readonly Spot[]): ScatterLayout {
  const front = [...spec.points.keys()].filter((i) => spec.points[i].isOnFront);
  const steps = stepsOf(spec, spots, front);
  const marked = [...spec.points.keys()].filter((i) => isMarked(spec, i));
  const crowd = crowdIn(
    area,
    spots.filter((_spot, i) => !isMarked(spec, i)),
  );
  const { placed, leftOut } = placeLabels(labelsOf(spec, sheet, spots, marked), {
    area,
    heightPx: sheet.px(LETTERS.label) * 1.25,
    markerPx: sheet.px(FRONT_RADIUS) * 1.3,
    markers: marked.map((i) => spots[i]),
    side: { x: spec.x.better === 'lower' ? -1 : 1, y: spec.y.better === 'lower' ? 1 : -1 },
    ...(spec.isFew ? { doubt: FEW_DOUBT } : {}),
    covered: (box) => {
      const crossed = steps.filter((step) => crosses(step, box)).length;
      return 3 * crossed + 2 * Math.sqrt(crowd(box));
    },
  });
  return { steps, labels: placed, leftOut };
}

/** From left to right; points that coincide and have one name get one label. */
function labelsOf(
  spec: ScatterSpec,
  sheet: Sheet,
  spots: readonly Spot[],
  marked: readonly number[],
): Label[] {
  const sizePx = sheet.px(LETTERS.label);
  const named = new Map<string, Label>();
  for (const i of marked) {
    const { label, x, y } = spec.points[i];
    if (label === undefined || label === '') continue;
    const [text] = wrapText(sheet, label, { widthPx: sheet.px(LONGEST_LABEL), sizePx, mostLines: 1 });
    const widthPx = sheet.measure(text, sizePx) + sheet.px(6);
    named.set(JSON.stringify([x, y, label]), { ...spots[i], text, widthPx });
  }
  return [...named.values()].sort((a, b) => a.x - b.x || a.y - b.y);
}

/**
 * Stairs between the points of the front that no other one of them beats in both quantities: what can be had
 * at each x. A front of more objectives has points above the stairs.
 */
export function stepsOf(spec: ScatterSpec, spots: readonly Spot[], front: readonly number[]): Segment[] {
  const towards = { x: spec.x.better === 'lower' ? 1 : -1, y: spec.y.better === 'lower' ? -1 : 1 };
  const ordered = front
    .map((i) => spots[i])
    .sort((a, b) => towards.x * (a.x - b.x) || towards.y * (a.y - b.y));
  const stairs: Spot[] = [];
  for (const spot of ordered) {
    const last = stairs[stairs.length - 1];
    if (last === undefined || towards.y * (last.y - spot.y) > 0) stairs.push(spot);
  }
  return stairs.slice(1).flatMap((to, i) => {
    const corner = { x: to.x, y: stairs[i].y };
    return [
      { from: stairs[i], to: corner },
      { from: corner, to },
    ];
  });
}
