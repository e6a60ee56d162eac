import { isHatched } from '../../../report/charts/palette.ts';
import type { TimelineData } from '../../../report/page/page-data.ts';
import { type EChartsCoreOption, RECTANGLES, type Rectangles } from '../../echarts.ts';
import { type ChartTheme, categoryColour } from '../../theme.ts';
import type { TimelineModel } from './model.ts';
import { rectanglesOf, type TimeArea } from './paint.ts';
import { paintPixels } from './raster.ts';

/** What the reader sees of a timeline: percent of its time axis, and of its list of tracks. */
export interface TimelineView {
  readonly time: readonly [number, number];
  readonly tracks: readonly [number, number];
}

/** How a timeline is laid out, in pixels. */
export const TIMELINE_LAYOUT = {
  trackPx: 12,
  /** With more tracks the list of tracks scrolls on screen, and tracks are lower on paper. */
  mostTracks: 80,
  paperPx: 1080,
  topPx: 44,
  /** Below the tracks: the axis and its title; on screen the slider too. */
  axisPx: 44,
  sliderPx: 34,
  rightPx: 24,
} as const;

/** The parts of a custom series' interface that the timeline uses. */
interface DrawingApi {
  coord(point: readonly [number, number]): [number, number];
}

interface DrawingParams {
  readonly dataIndex: number;
  readonly coordSys: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Slices begin and end between cycles: the first is from 0 to 1. */
const CYCLES = 'cycles that have passed';
const TIME = 'time in us';
const WIDEST_NAMES_PX = 180;

/**
 * The option of ECharts that draws a timeline; without sliders on paper. `viewNow`: what the reader sees, now
 * and whenever a part of it is drawn anew.
 */
export function timelineOption(
  model: TimelineModel,
  theme: ChartTheme,
  viewNow: () => TimelineView,
  paper: boolean,
): EChartsCoreOption {
  const { data } = model;
  const wholeUs = data.cycles / data.clockMhz;
  const view = viewNow();
  const cycleText = (at: number) => (Number.isInteger(at) ? String(at) : '');
  const timeText = (at: number) => tickTime(data, at, viewNow().time);
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: 'system-ui, DejaVu Sans, Verdana, sans-serif', color: theme.text },
    grid: {
      left: leftPx(model),
      right: TIMELINE_LAYOUT.rightPx + (crowded(model) && !paper ? 20 : 0),
      top: TIMELINE_LAYOUT.topPx,
      bottom: TIMELINE_LAYOUT.axisPx + (paper ? 0 : TIMELINE_LAYOUT.sliderPx),
    },
    xAxis: [
      { ...timeAxis(theme, CYCLES, data.cycles, cycleText), position: 'bottom', splitLine: { show: false } },
      { ...timeAxis(theme, TIME, wholeUs, timeText), position: 'top' },
    ],
    yAxis: {
      type: 'category',
      inverse: true,
      data: data.tracks.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: theme.text,
        fontSize: 10,
        interval:
          paper && data.tracks.length * TIMELINE_LAYOUT.trackPx > TIMELINE_LAYOUT.paperPx ? 'auto' : 0,
        // To cut every name to a width takes long: it is done where one is too wide only.
        ...(leftPx(model) < WIDEST_NAMES_PX ? {} : { width: leftPx(model) - 12, overflow: 'truncate' }),
      },
    },
    dataZoom: zooms(model, theme, view, paper),
    series: [seriesOf(model, theme, paper)],
  };
}

/** Height of a timeline in pixels. */
export function timelineHeight({ data }: TimelineModel, paper: boolean): number {
  const { trackPx, mostTracks, paperPx, topPx, axisPx, sliderPx } = TIMELINE_LAYOUT;
  const most = paper ? Math.max(paperPx, 2 * data.tracks.length) : mostTracks * trackPx;
  const tracks = Math.min(most, data.tracks.length * trackPx);
  return topPx + Math.max(tracks, 24) + axisPx + (paper ? 0 : sliderPx);
}

function crowded({ data }: TimelineModel): boolean {
  return data.tracks.length > TIMELINE_LAYOUT.mostTracks;
}

function leftPx({ data }: TimelineModel): number {
  return Math.min(WIDEST_NAMES_PX, 20 + 6.5 * Math.max(...data.tracks.map(({ name }) => name.length), 4));
}

/** The text of a time: between cycles as it is, inside one in as many digits as its place on screen needs. */
export function tickTime(
  { cycles, clockMhz }: Pick<TimelineData, 'cycles' | 'clockMhz'>,
  us: number,
  [start, end]: TimelineView['time'],
): string {
  const at = us * clockMhz;
  if (Math.abs(at - Math.round(at)) < 1e-6) return String(Number(us.toPrecision(6)));
  const shownUs = (((end - start) / 100) * cycles) / clockMhz;
  return String(Number(us.toFixed(Math.min(9, Math.max(0, 2 - Math.floor(Math.log10(shownUs)))))));
}

function timeAxis(
  theme: ChartTheme,
  name: string,
  max: number,
  formatter: (value: number) => string,
): object {
  return {
    type: 'value',
    min: 0,
    max,
    name,
    nameLocation: 'middle',
    nameGap: 24,
    nameTextStyle: { color: theme.faint, fontSize: 11 },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.axis } },
    axisTick: { show: true },
    axisLabel: {
      color: theme.text,
      fontSize: 11,
      hideOverlap: true,
      showMinLabel: true,
      // The ends of what is on screen get labels too, and may lie inside a cycle.
      formatter,
    },
    splitLine: { lineStyle: { color: theme.grid } },
  };
}

function zooms(model: TimelineModel, theme: ChartTheme, view: TimelineView, paper: boolean): object[] {
  const [start, end] = view.time;
  const time = { xAxisIndex: [0, 1], filterMode: 'none', start, end, minSpan: smallestSpan(model) };
  const [first, last] = view.tracks;
  const tracks = { yAxisIndex: 0, filterMode: 'none', start: first, end: last };
  const bar = {
    borderColor: theme.axis,
    fillerColor: 'rgba(110, 130, 150, 0.25)',
    backgroundColor: 'transparent',
    textStyle: { color: theme.text },
    showDataShadow: false,
    showDetail: false,
    brushSelect: false,
  };
  return [
    { id: 'time', type: 'inside', ...time, zoomOnMouseWheel: false, moveOnMouseMove: true },
    ...(paper ? [] : [{ id: 'slider', type: 'slider', ...time, ...bar, height: 18, bottom: 8 }]),
    ...(crowded(model) && !paper
      ? [{ id: 'tracks', type: 'slider', ...tracks, ...bar, width: 14, right: 6 }]
      : []),
  ];
}

/** The least that can be seen, of the whole in percent: a few cycles. */
export function smallestSpan({ data }: TimelineModel): number {
  return Math.min(100, (100 * 8) / Math.max(1, data.cycles));
}

/** On paper one element for each category, all of its rectangles; on screen one image of all of them. */
function seriesOf(model: TimelineModel, theme: ChartTheme, paper: boolean): object {
  const series = { type: 'custom', silent: true, clip: true, animation: false };
  if (!paper) return { ...series, data: [[0, 0]], renderItem: imageOf(model, theme) };
  let painted: readonly Rectangles[] = [];
  return {
    ...series,
    data: model.data.categories.map(() => [0, 0]),
    renderItem: ({ dataIndex, coordSys }: DrawingParams, api: DrawingApi) => {
      if (dataIndex === 0) painted = rectanglesOf(model, areaOf(model, coordSys, api));
      return {
        type: RECTANGLES,
        shape: { rectangles: painted[dataIndex] },
        style: {
          fill: categoryColour(theme, dataIndex),
          ...(isHatched(dataIndex) ? { decal: HATCH } : {}),
        },
      };
    },
  };
}

function imageOf(model: TimelineModel, theme: ChartTheme) {
  const image = document.createElement('canvas');
  return ({ coordSys }: DrawingParams, api: DrawingApi): object => {
    const area = areaOf(model, coordSys, api);
    paintPixels(image, rectanglesOf(model, area), area, theme);
    const { x, y, width, height } = coordSys;
    return { type: 'image', style: { image, x, y, width, height } };
  };
}

const HATCH = {
  symbol: 'rect',
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation: -Math.PI / 4,
  color: 'rgba(255, 255, 255, 0.75)',
};

function areaOf(
  { data }: TimelineModel,
  { x, y, width, height }: DrawingParams['coordSys'],
  api: DrawingApi,
): TimeArea {
  const [zero, firstTrack] = api.coord([0, 0]);
  const [whole, secondTrack] = api.coord([data.cycles, 1]);
  const cyclesPerPixel = data.cycles / (whole - zero);
  const from = (x - zero) * cyclesPerPixel;
  return {
    left: x,
    right: x + width,
    window: { from, to: from + width * cyclesPerPixel, cyclesPerPixel },
    firstTrack,
    pitch: data.tracks.length > 1 ? secondTrack - firstTrack : height,
    top: y,
    bottom: y + height,
  };
}
