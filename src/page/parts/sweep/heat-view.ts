import { choice } from '../../element.ts';
import type { SweepActions } from './actions.ts';
import { chartView } from './chart-view.ts';
import {
  type HeatSides,
  heatFrame,
  heatSides,
  reachingTo,
  sweepHeatOption,
  withChange,
} from './heat-option.ts';
import { paintBestCells } from './heat-painting.ts';
import { headingOf, numericColumns, type PointTable } from './points.ts';
import type { HeatChoice, ShownPoints } from './state.ts';
import type { SweepView } from './view.ts';

const HEIGHT_PX = 420;

/** A map over two columns: the best value of a third among the selected points of each cell. */
export function heatView(actions: SweepActions): SweepView {
  const sidesOf = rememberedSides();
  let last: ShownPoints | null = null;
  let drawn: HeatSides | null = null;
  const view = chartView(
    {
      file: 'map',
      title: (shown) => title(sidesOf(shown)),
      sentence: (shown) => sentence(sidesOf(shown)),
      use: '',
      option(shown) {
        const sides = sidesOf(shown);
        return sides === null ? {} : sweepHeatOption(shown, sides);
      },
      paint(pen, shown, painted) {
        const sides = sidesOf(shown);
        if (sides !== null) paintBestCells(pen, shown, sides, painted);
      },
    },
    HEIGHT_PX,
  );
  return {
    section: view.section,
    resize: view.resize,
    draw(shown) {
      const sides = sidesOf(shown);
      const isOther = sides !== drawn || last?.ink !== shown.ink;
      drawn = sides;
      last = shown;
      view.section.hidden = sides === null;
      if (sides === null) return;
      view.tell(shown);
      if (isOther) {
        view.control(choices(shown, actions, () => last?.state.heat ?? null));
        const optionOf = shown.ink.isPaper ? sweepHeatOption : heatFrame;
        view.chart.setOption(optionOf(shown, sides), { notMerge: true });
      }
      view.paint();
    },
  };
}

/** The sides of a map: others for other points, other choices, and a selection that another scale is for. */
function rememberedSides(): (shown: ShownPoints) => HeatSides | null {
  let known: { points: PointTable; key: string; all: HeatSides | null } | null = null;
  let last: { shown: ShownPoints; sides: HeatSides | null } | null = null;
  return (shown) => {
    if (last?.shown === shown) return last.sides;
    const key = JSON.stringify(shown.state.heat);
    if (known?.points !== shown.points || known.key !== key)
      known = { points: shown.points, key, all: heatSides(shown) };
    const sides = known.all && reachingTo(known.all, shown.mask);
    const isSame = String(sides?.extent) === String(last?.sides?.extent) && last?.sides?.down === sides?.down;
    last = { shown, sides: isSame ? (last?.sides ?? null) : sides };
    return last.sides;
  };
}

function title(sides: HeatSides | null): string {
  if (sides === null) return 'Map';
  const { value, rows, columns } = sides;
  return `Best ${value.title} over ${rows.title} and ${columns.title}`;
}

function sentence(sides: HeatSides | null): string {
  if (sides === null) return '';
  const { better } = sides.value;
  return `Each cell has the ${better === 'higher' ? 'highest' : 'lowest'} value of the selected points in it; cells without one are empty.`;
}

/** `heatNow`: what is chosen when the reader chooses, which is no longer what it was when this was made. */
function choices(
  { points, state: { heat } }: ShownPoints,
  actions: SweepActions,
  heatNow: () => HeatChoice | null,
): HTMLElement[] {
  if (heat === null) return [];
  const sides = points.columns.filter(
    ({ name, role, words }) =>
      role !== 'identity' || (words !== null && !['reason', 'status'].includes(name)),
  );
  const options = sides
    .filter(({ name }) => name !== 'config_hash')
    .map((column) => [column.name, headingOf(column)] as const);
  const values = numericColumns(points).map((column) => [column.name, headingOf(column)] as const);
  const change = (changes: Partial<HeatChoice>) =>
    actions.choose({ heat: withChange(heatNow() ?? heat, changes) });
  return [
    choice('Rows', options, heat.rows, (rows) => change({ rows })),
    choice('Columns', options, heat.columns, (columns) => change({ columns })),
    choice('Value', values, heat.value, (value) => change({ value })),
  ];
}
