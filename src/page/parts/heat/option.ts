import { heatColour, ZERO_COLOUR } from '../../../report/charts/colour-map.ts';
import type { HeatData, MapSide } from '../../../report/page/page-data.ts';
import { type EChartsCoreOption, RECTANGLES } from '../../echarts.ts';
import type { ChartTheme } from '../../theme.ts';
import { cellsByColour, type HeatCells } from './cells.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Room around a map in pixels; at the right is its colour bar. */
export const HEAT_LAYOUT = { left: 64, right: 108, top: 12, bottom: 48 } as const;

const BAR_STOPS = 16;

/** The option of ECharts that draws a map and its colour bar, in a chart of a size in pixels. */
export function heatOption(
  data: HeatData,
  cells: HeatCells,
  theme: ChartTheme,
  { width, height }: { readonly width: number; readonly height: number },
): EChartsCoreOption {
  const colours = [...cellsByColour(cells)];
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: 'system-ui, DejaVu Sans, Verdana, sans-serif', color: theme.text },
    grid: { ...HEAT_LAYOUT, show: true, borderColor: theme.axis, z: 3 },
    xAxis: {
      ...sideAxis(theme, data.columns, cells.columnsPerCell, cells.columns),
      axisLabel: labels(theme, cells.columns, (width - HEAT_LAYOUT.left - HEAT_LAYOUT.right) / 44),
      nameGap: 26,
    },
    yAxis: {
      ...sideAxis(theme, data.rows, cells.rowsPerCell, cells.rows),
      axisLabel: labels(theme, cells.rows, (height - HEAT_LAYOUT.top - HEAT_LAYOUT.bottom) / 13),
      nameGap: 40,
      inverse: true,
    },
    series: [
      {
        type: 'custom',
        silent: true,
        clip: false,
        data: [...colours.map(() => [0, 0]), [0, 0], [0, 0]],
        renderItem: ({ dataIndex, coordSys }: { dataIndex: number; coordSys: Box }) => {
          // The first item is what has no waits, the last one the colour bar, those between are colours.
          if (dataIndex === 0) return nothing(coordSys);
          if (dataIndex > colours.length) return colourBar(data, cells.max, coordSys, theme);
          const [colour, places] = colours[dataIndex - 1];
          return {
            type: RECTANGLES,
            shape: { rectangles: places.flatMap((place) => rectangle(cells, place, coordSys)) },
            style: { fill: colour },
          };
        },
      },
    ],
  };
}

function sideAxis(
  theme: ChartTheme,
  { title, first, step }: MapSide,
  perCell: number,
  count: number,
): object {
  return {
    type: 'category',
    data: Array.from({ length: count }, (_unused, cell) => String(first + step * perCell * cell)),
    name: title,
    nameLocation: 'middle',
    nameTextStyle: { color: theme.faint, fontSize: 12 },
    axisLine: { show: true, lineStyle: { color: theme.axis } },
    axisTick: { alignWithLabel: true, lineStyle: { color: theme.axis } },
  };
}

/** Labels of a side at every cell, or at every second, fifth, tenth, ... so that no more than `most` are. */
function labels(theme: ChartTheme, count: number, most: number): object {
  let every = 1;
  while (count / every > most) every *= String(every).startsWith('2') ? 2.5 : 2;
  return { color: theme.text, fontSize: 11, interval: every - 1 };
}

function nothing({ x, y, width, height }: Box): object {
  return { type: 'rect', shape: { x, y, width, height }, style: { fill: ZERO_COLOUR } };
}

/** Left, top, width and height of a cell, on whole pixels so that cells leave no seams between them. */
function rectangle({ rows, columns }: HeatCells, place: number, box: Box): number[] {
  const [row, column] = [Math.floor(place / columns), place % columns];
  const edge = (begin: number, size: number, at: number, count: number) =>
    Math.round(begin + (size * at) / count);
  const [left, right] = [column, column + 1].map((at) => edge(box.x, box.width, at, columns));
  const [top, bottom] = [row, row + 1].map((at) => edge(box.y, box.height, at, rows));
  return [left, top, right - left, bottom - top];
}

function colourBar(data: HeatData, max: number, box: Box, theme: ChartTheme): object {
  const left = box.x + box.width + 20;
  const zero = box.y + box.height - 14;
  const height = Math.max(30, box.height - 24);
  const bar = { x: left, y: zero - 8 - height, width: 14, height };
  const colorStops = Array.from({ length: BAR_STOPS + 1 }, (_unused, stop) => ({
    offset: stop / BAR_STOPS,
    color: heatColour(Math.max(stop / BAR_STOPS, 1e-6), 1),
  }));
  const label = (text: string, y: number) => ({
    type: 'text',
    style: { text, x: left + 20, y, fill: theme.text, fontSize: 11, verticalAlign: 'middle' },
  });
  const ticks = [...new Set([max, Math.round(max / 2)])].filter((value) => value > 0);
  const title = data.value.unit === '' ? data.value.title : `${data.value.title} (${data.value.unit})`;
  return {
    type: 'group',
    children: [
      {
        type: 'rect',
        shape: bar,
        style: { fill: { type: 'linear', x: 0, y: 1, x2: 0, y2: 0, colorStops }, stroke: theme.axis },
      },
      {
        type: 'rect',
        shape: { x: left, y: zero, width: 14, height: 14 },
        style: { fill: ZERO_COLOUR, stroke: theme.axis },
      },
      label('0', zero + 7),
      ...ticks.map((value) => label(String(value), bar.y + bar.height * (1 - value / max))),
      barTitle(title, left + 70, box, theme),
    ],
  };
}

/** What the colours count, upright beside the bar; in several lines beside a map that is low. */
function barTitle(text: string, x: number, box: Box, theme: ChartTheme): object {
  const width = HEAT_LAYOUT.top + box.height + HEAT_LAYOUT.bottom;
  const lines = { width: width - 8, overflow: 'break', lineHeight: 14 };
  return {
    type: 'text',
    x,
    y: box.y - HEAT_LAYOUT.top + width / 2,
    rotation: Math.PI / 2,
    style: { text, ...lines, fill: theme.faint, fontSize: 12, align: 'center', verticalAlign: 'middle' },
  };
}
