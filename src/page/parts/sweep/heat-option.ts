import { scaleColour } from '../../../report/charts/colour-map.ts';
import { isLog } from './chart-axis.ts';
import { bestOfCells, type CellPlaces, cellPlaces } from './heat-cells.ts';
import { extentOf, headingOf, type SweptColumn, tickText } from './points.ts';
import type { HeatChoice, ShownPoints } from './state.ts';

/** The columns of a map and the places of all rows on its sides. */
export interface HeatSides {
  readonly rows: SweptColumn;
  readonly columns: SweptColumn;
  readonly value: SweptColumn;
  readonly down: CellPlaces;
  readonly across: CellPlaces;
  /** The least and the greatest value of all points, whatever is selected: no cell has one outside. */
  readonly extent: readonly [number, number];
}

/** The sides of the map that is chosen; null: none is. */
export function heatSides({ points: { byName }, state: { heat } }: ShownPoints): HeatSides | null {
  if (heat === null) return null;
  const [rows, columns, value] = [heat.rows, heat.columns, heat.value].map((name) => byName.get(name));
  if (rows === undefined || columns === undefined || value === undefined) return null;
  const [down, across] = [cellPlaces(rows), cellPlaces(columns)];
  return { rows, columns, value, down, across, extent: extentOf(value.values, null) ?? [0, 1] };
}

/** A choice with a change: a side that becomes the other one takes its place, since both are not the same. */
export function withChange(heat: HeatChoice, change: Partial<HeatChoice>): HeatChoice {
  const changed = { ...heat, ...change };
  if (changed.rows !== changed.columns) return changed;
  return change.rows === undefined ? { ...changed, rows: heat.columns } : { ...changed, columns: heat.rows };
}

/** Room around the cells, in pixels. */
export const HEAT_ROOM = { left: 90, right: 110, top: 16, bottom: 64 } as const;

const COLOURS = Array.from({ length: 9 }, (_, at) => scaleColour(at / 8));

/** Sides and scale of a map: on a screen cells are painted behind them. */
export function heatFrame({ ink }: ShownPoints, sides: HeatSides) {
  const { rows, columns, down, across } = sides;
  return {
    animation: false,
    textStyle: { color: ink.text, fontFamily: 'system-ui, sans-serif' },
    grid: { ...HEAT_ROOM },
    xAxis: sideAxis(columns, across.names, ink, 40),
    yAxis: sideAxis(rows, down.names, ink, 68),
    visualMap: colourScale(ink, sides),
    series: [{ type: 'heatmap' as const, silent: true, data: [] as number[][] }],
  };
}

/** The whole map, as it is exported: the best value in each cell, among the selected points. */
export function sweepHeatOption(shown: ShownPoints, sides: HeatSides) {
  const { value, down, across } = sides;
  const best = bestOfCells(down, across, value, shown.mask);
  const width = across.names.length;
  const data: number[][] = [];
  best.forEach((row, cell) => {
    if (row >= 0) data.push([cell % width, Math.floor(cell / width), value.values[row]]);
  });
  const series = [{ type: 'heatmap' as const, silent: true, data: coloured(value, data) }];
  return { ...heatFrame(shown, sides), series };
}

/** Values of factors are coloured by their logarithm. */
function coloured(value: SweptColumn, cells: readonly number[][]): number[][] {
  return cells.map(([x, y, found]) => [x, y, isLog(value) ? Math.log10(found) : found]);
}

function colourScale(ink: ShownPoints['ink'], { value, extent: [least, most] }: HeatSides) {
  // The scale is that of all points, so that a selection changes no colour.
  const to = isLog(value) ? Math.log10 : (one: number) => one;
  const text = (one: number) => tickText(value, one);
  return {
    type: 'continuous' as const,
    min: to(least),
    max: to(most) > to(least) ? to(most) : to(least) + 1,
    dimension: 2,
    orient: 'vertical' as const,
    right: 4,
    top: 'middle' as const,
    itemHeight: 180,
    text: [text(most), text(least)],
    textStyle: { color: ink.text },
    inRange: { color: COLOURS },
    hoverLink: false,
  };
}

function sideAxis(column: SweptColumn, names: readonly string[], ink: ShownPoints['ink'], gap: number) {
  return {
    type: 'category' as const,
    data: [...names],
    name: headingOf(column),
    nameLocation: 'middle' as const,
    nameGap: gap,
    nameTextStyle: { color: ink.text, fontSize: 13 },
    axisLine: { lineStyle: { color: ink.faint } },
    axisTick: { show: false },
    axisLabel: { color: ink.faint, hideOverlap: true, width: 62, overflow: 'truncate' as const },
    splitArea: { show: false },
  };
}
