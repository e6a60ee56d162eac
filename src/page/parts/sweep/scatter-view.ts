import { capital } from '../../../report/tables/plain-text.ts';
import { choice } from '../../element.ts';
import type { SweepActions } from './actions.ts';
import { type ChartView, chartView } from './chart-view.ts';
import { numberText } from './number-text.ts';
import { headingOf, numericColumns, type SweptColumn } from './points.ts';
import { type Drawn, drawsRectangles } from './rectangle.ts';
import { scatterFrame, scatterOption, scatterSides } from './scatter-option.ts';
import { chartPlaces, paintPoints } from './scatter-points.ts';
import type { ColumnInterval } from './selection.ts';
import type { ShownPoints } from './state.ts';
import type { SweepView } from './view.ts';

const HEIGHT_PX = 420;

/** A click this near to a point is on it. */
const NEAR_PX = 24;

const USE = 'Draw a rectangle to select points; click a point to see its configuration.';

/** Two figures of every point against each other, with the front of the selected ones. */
export function scatterView(actions: SweepActions): SweepView {
  const kind = { file: 'pareto', title, sentence, use: USE, option: scatterOption, paint: paintPoints };
  const view = chartView(kind, HEIGHT_PX);
  let last: ShownPoints | null = null;
  let frame = '';
  drawsRectangles(
    view.stage,
    (drawn) => {
      const asked = last && intervalsOf(view, last, drawn);
      if (asked) actions.ask(asked);
    },
    ([x, y]) => {
      const row = last && nearestRow(view, last, x, y);
      if (row !== null) actions.click(row);
    },
  );
  return {
    section: view.section,
    resize: view.resize,
    draw(shown) {
      const isOther = last?.points !== shown.points || last.ink !== shown.ink;
      const key = `${shown.state.x} ${shown.state.y}`;
      last = shown;
      view.tell(shown);
      if (isOther || key !== frame) {
        frame = key;
        view.control(sideChoices(shown, actions));
        const option = shown.ink.isPaper ? scatterOption(shown) : scatterFrame(shown);
        view.chart.setOption(option, { notMerge: true });
      }
      view.paint();
    },
  };
}

function title(shown: ShownPoints): string {
  const sides = scatterSides(shown);
  return sides === null ? 'Trade-off' : `${capital(sides.y.title)} against ${sides.x.title}`;
}

function sentence(shown: ShownPoints): string {
  const sides = scatterSides(shown);
  if (sides === null) return 'There are no two figures to compare.';
  const { front, selected } = shown;
  const want = (column: SweptColumn) => `${column.better === 'higher' ? 'high' : 'low'} ${column.title}`;
  return (
    `${numberText(front.length)} of the ${numberText(selected)} selected points ` +
    `${front.length === 1 ? 'is' : 'are'} on the front of ${want(sides.x)} and ${want(sides.y)}.`
  );
}

function sideChoices({ points, state }: ShownPoints, actions: SweepActions): HTMLElement[] {
  const options = numericColumns(points).map((column) => [column.name, headingOf(column)] as const);
  return [
    choice('Across', options, state.x, (x) => actions.choose({ x })),
    choice('Up', options, state.y, (y) => actions.choose({ y })),
  ];
}

function intervalsOf(
  { chart }: ChartView,
  shown: ShownPoints,
  { from, to }: Drawn,
): Record<string, ColumnInterval> | null {
  const sides = scatterSides(shown);
  const a = chart.convertFromPixel('grid', [...from]);
  const b = chart.convertFromPixel('grid', [...to]);
  if (sides === null || !Array.isArray(a) || !Array.isArray(b)) return null;
  const between = (side: 0 | 1): ColumnInterval => [Math.min(a[side], b[side]), Math.max(a[side], b[side])];
  return { [sides.x.name]: between(0), [sides.y.name]: between(1) };
}

/** The row whose point lies nearest to a place, of selected ones if there is one; null: none is near. */
function nearestRow({ chart }: ChartView, shown: ShownPoints, x: number, y: number): number | null {
  const sides = scatterSides(shown);
  const places = chartPlaces(chart, shown);
  if (sides === null || places === null) return null;
  let [found, least] = [-1, NEAR_PX ** 2];
  for (let row = 0; row < shown.points.count; row++) {
    const [at, up] = [sides.x.values[row], sides.y.values[row]];
    if (shown.mask[row] === 0 || Number.isNaN(at) || Number.isNaN(up)) continue;
    const distance = (places.x(at) - x) ** 2 + (places.y(up) - y) ** 2;
    if (distance < least) [found, least] = [row, distance];
  }
  return found < 0 ? null : found;
}
