import type { TimelineData } from '../../report/page/page-data.ts';
import { type EChartsType, init } from '../echarts.ts';
import { addElement, addFoldedTable, pointerNote } from '../element.ts';
import type { ChartDrawing } from '../framed-picture.ts';
import type { MountedPart, MountPart } from '../part.ts';
import { categoryColour, onThemeChange, PAPER_THEME, swatchClass, themeNow } from '../theme.ts';
import { addControls } from './timeline/controls.ts';
import { markAt } from './timeline/levels.ts';
import { markWords } from './timeline/mark-words.ts';
import {
  sliceRows,
  sumRows,
  type TimelineModel,
  timelineModel,
  timelineSummary,
  timeText,
} from './timeline/model.ts';
import {
  smallestSpan,
  TIMELINE_LAYOUT,
  type TimelineView,
  timelineHeight,
  timelineOption,
} from './timeline/option.ts';
import { type AxisSpan, zoomed } from './timeline/zoom.ts';

const WHOLE: AxisSpan = [0, 100];
/** Width of a timeline on paper and in a file, in pixels. */
const PAPER_WIDTH = 1040;

/** A step cycle by cycle: tracks of slices that the reader zooms into. */
export const mountTimeline: MountPart<TimelineData> = (stage, data) => new MountedTimeline(stage, data);

class MountedTimeline implements MountedPart<TimelineData> {
  #model: TimelineModel;
  #view: TimelineView = { time: WHOLE, tracks: WHOLE };
  readonly #stage: HTMLElement;
  readonly #legend: HTMLElement;
  readonly #plot: HTMLElement;
  readonly #seen: HTMLElement;
  readonly #chart: EChartsType;
  #table: HTMLElement | null = null;
  /** What the wheel has turned since the last frame, and where the pointer was, in percent of the time. */
  #turned = 0;
  #centre = 0;

  constructor(stage: HTMLElement, data: TimelineData) {
    this.#stage = stage;
    this.#model = timelineModel(data);
    this.#legend = addElement(stage, 'ul', 'legend');
    const controls = addElement(stage, 'div', 'controls');
    this.#plot = addElement(stage, 'div', 'plot');
    this.#plot.setAttribute('role', 'img');
    this.#plot.tabIndex = 0;
    this.#plot.style.height = `${timelineHeight(this.#model, false)}px`;
    addControls(controls, this.#plot, {
      time: () => this.#view.time,
      least: () => smallestSpan(this.#model),
      show: (time) => this.#zoomTo(time),
    });
    this.#seen = addElement(controls, 'output', 'seen');
    this.#chart = init(addElement(this.#plot, 'div', 'canvas'), null, { renderer: 'canvas' });
    this.#draw();
    this.#listen();
  }

  update(data: TimelineData): void {
    const sameTime = data.cycles === this.#model.data.cycles;
    const sameTracks = data.tracks.length === this.#model.data.tracks.length;
    this.#view = {
      time: sameTime ? this.#view.time : WHOLE,
      tracks: sameTracks ? this.#view.tracks : WHOLE,
    };
    this.#model = timelineModel(data);
    this.#plot.style.height = `${timelineHeight(this.#model, false)}px`;
    this.#chart.resize();
    this.#draw();
  }

  drawing(): ChartDrawing {
    const [width, height] = [PAPER_WIDTH, timelineHeight(this.#model, true)];
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
    chart.setOption(timelineOption(this.#model, PAPER_THEME, () => this.#view, true));
    const svg = chart.renderToSVGString();
    chart.dispose();
    const whole = this.#view.time[0] === 0 && this.#view.time[1] === 100;
    const legend = this.#model.data.categories.map((words, place) => ({
      words,
      place,
      colour: categoryColour(PAPER_THEME, place),
    }));
    return { svg, width, height, legend, note: whole ? '' : this.#seenWords() };
  }

  rows(): readonly (readonly string[])[] {
    return sliceRows(this.#model);
  }

  #draw(): void {
    const theme = themeNow();
    this.#view = { ...this.#view, tracks: firstTracks(this.#model, this.#view.tracks) };
    this.#chart.setOption(
      timelineOption(this.#model, theme, () => this.#view, false),
      true,
    );
    this.#plot.setAttribute('aria-label', timelineSummary(this.#model));
    this.#legend.replaceChildren();
    this.#model.data.categories.forEach((words, place) => {
      const item = addElement(this.#legend, 'li');
      addElement(item, 'span', swatchClass(place)).style.backgroundColor = categoryColour(theme, place);
      item.append(words);
    });
    this.#table?.remove();
    this.#table = addFoldedTable(this.#stage, 'Cycles of each track by what it does', sumRows(this.#model));
    this.#say();
  }

  #zoomTo([start, end]: AxisSpan): void {
    this.#chart.dispatchAction({ type: 'dataZoom', dataZoomId: 'time', start, end });
  }

  #say(): void {
    this.#seen.textContent = this.#seenWords();
  }

  /** Which part of the step is on screen. */
  #seenWords(): string {
    const { data } = this.#model;
    const [from, to] = this.#view.time.map((part) => (part / 100) * data.cycles);
    const first = Math.floor(from) + 1;
    const last = Math.max(first, Math.ceil(to));
    return `Cycles ${first} to ${last} of ${data.cycles}, ${timeText(data, last - first + 1)}`;
  }

  #listen(): void {
    onThemeChange(() => this.#draw());
    new ResizeObserver(() => this.#chart.resize()).observe(this.#plot);
    this.#chart.on('datazoom', (event) => {
      const change = (event as { batch?: ZoomEvent[] }).batch?.[0] ?? (event as ZoomEvent);
      if (change.start === undefined || change.end === undefined) return;
      const span: AxisSpan = [change.start, change.end];
      const ofTracks = /tracks/.test(change.dataZoomId ?? '');
      this.#view = ofTracks ? { ...this.#view, tracks: span } : { ...this.#view, time: span };
      this.#say();
    });
    const pointer = this.#chart.getZr();
    const note = pointerNote(this.#plot);
    // What was under the pointer is elsewhere now.
    this.#chart.on('datazoom', () => note([], 0, 0));
    pointer.on('mousemove', ({ offsetX, offsetY }) =>
      note(this.#wordsAt(offsetX, offsetY), offsetX, offsetY),
    );
    pointer.on('globalout', () => note([], 0, 0));
    // The library keeps a press from moving the focus.
    pointer.on('mousedown', () => this.#plot.focus({ preventScroll: true }));
    this.#plot.addEventListener('wheel', (event) => this.#turn(event), { passive: false, capture: true });
  }

  /** Zooms around the pointer, once for each frame; a wheel that is not meant for the plot moves the page. */
  #turn(event: WheelEvent): void {
    // The library would keep every turn from the page.
    event.stopPropagation();
    if (!event.ctrlKey && !this.#plot.contains(document.activeElement)) return;
    event.preventDefault();
    if (this.#turned === 0) requestAnimationFrame(() => this.#zoomByWheel());
    this.#turned += event.deltaY;
    const [time] = this.#chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]);
    this.#centre = (100 * time) / this.#model.data.cycles;
  }

  #zoomByWheel(): void {
    const factor = 2 ** Math.max(-2, Math.min(2, this.#turned / 240));
    this.#turned = 0;
    this.#zoomTo(zoomed(this.#view.time, factor, smallestSpan(this.#model), this.#centre));
  }

  /** What is under the pointer, in lines. */
  #wordsAt(x: number, y: number): readonly string[] {
    const model = this.#model;
    if (!this.#chart.containPixel({ gridIndex: 0 }, [x, y])) return [];
    const [time, track] = this.#chart.convertFromPixel({ gridIndex: 0 }, [x, y]);
    const [next] = this.#chart.convertFromPixel({ gridIndex: 0 }, [x + 1, y]);
    const segments = model.segments[track];
    if (segments === undefined) return [];
    const window = { from: 0, to: model.data.cycles, cyclesPerPixel: next - time };
    const mark = markAt(segments, model.categoryOf, window, time);
    return mark === undefined ? [] : markWords(model, track, mark);
  }
}

interface ZoomEvent {
  readonly start?: number;
  readonly end?: number;
  readonly dataZoomId?: string;
}

/** The tracks to see: all of a few, the first of many until the reader has chosen others. */
function firstTracks({ data }: TimelineModel, chosen: AxisSpan): AxisSpan {
  const { mostTracks } = TIMELINE_LAYOUT;
  const whole = chosen[0] === 0 && chosen[1] === 100;
  return whole && data.tracks.length > mostTracks ? [0, (100 * mostTracks) / data.tracks.length] : chosen;
}
