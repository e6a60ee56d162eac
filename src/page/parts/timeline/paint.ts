import type { Rectangles } from '../../echarts.ts';
import { type TimeWindow, visitMarks } from './levels.ts';
import type { TimelineModel } from './model.ts';

/** Where the tracks and the times of a timeline are on screen, in pixels. */
export interface TimeArea {
  /** Left and right end of the time axis, and the times there. */
  readonly left: number;
  readonly right: number;
  readonly window: TimeWindow;
  /** Centre of the first track, and from track to track. */
  readonly firstTrack: number;
  readonly pitch: number;
  readonly top: number;
  readonly bottom: number;
}

/** A rectangle is never narrower, so that nothing that happens is invisible. */
const NARROWEST_PX = 1;
/** From this width on, a rectangle leaves a gap to the next, which may be of the same colour. */
const GAP_FROM_PX = 5;

/** The rectangles of each category, by the places of the categories: all marks of the tracks on screen. */
export function rectanglesOf(model: TimelineModel, area: TimeArea): readonly Rectangles[] {
  const painted: number[][] = model.data.categories.map(() => []);
  const height = Math.max(1, area.pitch - (area.pitch > 6 ? 2 : 0));
  model.segments.forEach((segments, track) => {
    const centre = area.firstTrack + track * area.pitch;
    if (centre < area.top || centre > area.bottom) return;
    paintTrack(model, segments, area, (category, left, width) => {
      painted[category].push(left, centre - height / 2, width, height);
    });
  });
  return painted;
}

function paintTrack(
  { categoryOf }: TimelineModel,
  segments: TimelineModel['segments'][number],
  { left, right, window }: TimeArea,
  paint: (category: number, left: number, width: number) => void,
): void {
  const x = (time: number) => left + (time - window.from) / window.cyclesPerPixel;
  let run: { category: number; begin: number; end: number; several: boolean } | null = null;
  const flush = () => {
    if (run === null) return;
    const width = Math.max(NARROWEST_PX, run.end - run.begin);
    paint(run.category, run.begin, !run.several && width >= GAP_FROM_PX ? width - 1 : width);
  };
  visitMarks(segments, categoryOf, window, (mark) => {
    const begin = Math.max(left, x(mark.from));
    const end = Math.min(right, x(mark.to));
    const narrow = end - begin < GAP_FROM_PX;
    // Narrow neighbours of one colour that touch look like one rectangle, and are painted as one.
    if (run !== null && narrow && run.category === mark.category && begin - run.end < 0.5) {
      run = { ...run, end: Math.max(run.end, end), several: true };
      return;
    }
    flush();
    run = { category: mark.category, begin, end, several: narrow };
  });
  flush();
}
