import { scaleColour } from '../../../report/charts/colour-map.ts';
import { niceStep } from '../../../report/charts/ticks.ts';
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
  /** The ends of the scale: no cell that is shown has a value outside. */
  readonly extent: readonly [number, number];
}

/** The sides of the map that is chosen; null: none is. */
export function heatSides({ points: { byName }, state: { heat } }: ShownPoints): HeatSides | null {
  if (heat === null) return null;
  const [rows, columns, value] = [heat.rows, heat.columns, heat.value].map((name) => byName.get(name));
  if (rows === undefined || columns === undefined || value === undefined) return null;
  const [down, across] = [cellPlaces(rows), cellPlaces(columns)];
  const sides = { rows, columns, value, down, across };
  return { ...sides, extent: cellExtent(sides, new Uint8Array(value.values.length).fill(1)) ?? [0, 1] };
}

/**
 * The same sides with a scale that reaches to the cells of a selection: cells may be worse than those of all
 * points, and the ends are round then, so that the scale seldom changes while a brush moves.
 */
export function reachingTo(sides: HeatSides, mask: Uint8Array): HeatSides {
  const { value, extent } = sides;
  const [least, most] = cellExtent(sides, mask) ?? extent;
  if (least >= extent[0] && most <= extent[1]) return sides;
  const [lowest, highest] = extentOf(value.values, null) ?? extent;
  const below = least > 0 ? Math.max(lowest, 1 / niceStep(1 / least)) : lowest;
  const above = most > 0 ? Math.min(highest, niceStep(most)) : highest;
  return { ...sides, extent: [least < extent[0] ? below : extent[0], most > extent[1] ? above : extent[1]] };
}

/** The least and the greatest value of a cell, of rows that are asked for; null: no cell has one. */
function cellExtent({ value, down, across }: Omit<HeatSides, 'extent'>, mask: Uint8Array) {
  const best = bestOfCells(down, across, value, mask).filter((row) => row >= 0);
  return extentOf(
    Float64Array.from(best, (row) => value.values[row]),
    null,
  );
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
