import type { LinesSpec } from './spec.ts';

type Series = LinesSpec['series'];

/** Share of the y axis within which two lines are one to the eye. */
const NEAR = 0.004;

/**
 * Lines that run over each other between two neighbouring points or more: groups of places in the list of
 * series, two or more in each, in order.
 */
export function coincidingSeries({ series, y }: Pick<LinesSpec, 'series' | 'y'>): number[][] {
  const groups: number[][] = [];
  const isNear = nearness(series, y.scale);
  for (const place of series.keys()) {
    const group = groups.find(([first]) => coincide(series[first].points, series[place].points, isNear));
    if (group === undefined) groups.push([place]);
    else group.push(place);
  }
  return groups.filter(({ length }) => length > 1);
}

/**
 * For every series and point how many series after it in the list, which are drawn over it, have a marker at
 * the same place: all of them can be seen when those below are larger.
 */
export function markersAbove({ series, y }: Pick<LinesSpec, 'series' | 'y'>): number[][] {
  const isNear = nearness(series, y.scale);
  return series.map(({ points }, place) =>
    points.map((point) => {
      const after = series.slice(place + 1);
      return after.filter((other) => other.points.some((one) => isSame(one, point, isNear))).length;
    }),
  );
}

type Point = Series[number]['points'][number];
type Near = (a: number, b: number) => boolean;

/** Whether two values are drawn at one height. */
function nearness(series: Series, scale: 'linear' | 'log'): Near {
  const values = series.flatMap(({ points }) => points.flatMap(({ y }) => y ?? []));
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  if (scale === 'linear') return (a, b) => Math.abs(a - b) <= NEAR * most;
  const least = values.reduce((a, b) => Math.min(a, b), most);
  const height = Math.log((1.25 * 1.25 * most) / least);
  return (a, b) => Math.abs(Math.log(a / b)) <= NEAR * height;
}

const isSame = (a: Point, b: Point, isNear: Near): boolean =>
  a.x === b.x && a.y !== null && b.y !== null && isNear(a.y, b.y);

function coincide(a: readonly Point[], b: readonly Point[], isNear: Near): boolean {
  const inBoth = a.flatMap((point, i) => {
    const j = b.findIndex((other) => isSame(point, other, isNear));
    return j < 0 ? [] : [[i, j] as const];
  });
  const isJoined = ([i, j]: readonly [number, number], [k, l]: readonly [number, number]) =>
    k === i + 1 && l === j + 1;
  return inBoth.some((pair, at) => at > 0 && isJoined(inBoth[at - 1], pair));
}
