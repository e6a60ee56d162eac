import type { TimelineData } from '../../../report/page/page-data.ts';
import { cyclesByCategory } from './levels.ts';
import { segmentsOf, type TrackSegments } from './segments.ts';

/** A timeline as it is drawn: its data, what can be seen of each track, and sums. */
export interface TimelineModel {
  readonly data: TimelineData;
  readonly categoryOf: Uint16Array;
  readonly segments: readonly TrackSegments[];
  /** Cycles of each category on each track. */
  readonly cycles: readonly (readonly number[])[];
}

/** The model of a timeline. */
export function timelineModel(data: TimelineData): TimelineModel {
  const categoryOf = Uint16Array.from(data.slices.category);
  const segments = segmentsOf(data);
  const cycles = segments.map((track) => {
    const own = cyclesByCategory(track, categoryOf, 0, track.from.length);
    return data.categories.map((_unused, category) => own[category] ?? 0);
  });
  return { data, categoryOf, segments, cycles };
}

/** What a timeline shows, in sentences for people who do not see it. */
export function timelineSummary({ data, cycles }: TimelineModel): string {
  const sums = data.categories.map((words, category) => ({
    words,
    cycles: cycles.reduce((sum, track) => sum + track[category], 0),
  }));
  const all = sums.reduce((sum, { cycles: own }) => sum + own, 0);
  const largest = sums.filter((sum) => sum.cycles > 0).sort((a, b) => b.cycles - a.cycles);
  const shares = largest
    .slice(0, 3)
    .map(({ words, cycles: own }) => `${words} ${((100 * own) / all).toFixed(1)} %`);
  const size = `Timeline of ${data.cycles} cycles (${timeText(data, data.cycles)}) on ${data.tracks.length} tracks, ${data.slices.track.length} slices.`;
  return shares.length === 0
    ? `${size} No track does anything.`
    : `${size} Most of what the tracks do: ${shares.join(', ')}.`;
}

/** Cycles of each category on each track, a row of headers first. */
export function sumRows({ data, cycles }: TimelineModel): readonly (readonly string[])[] {
  return [
    ['Track', ...data.categories.map((words) => `${words} (cycles)`), 'Nothing (cycles)'],
    ...data.tracks.map(({ name }, track) => [
      name,
      ...cycles[track].map(String),
      String(data.cycles - cycles[track].reduce((sum, own) => sum + own, 0)),
    ]),
  ];
}

/** Every slice of a timeline, a row of headers first. */
export function sliceRows({ data }: TimelineModel): readonly (readonly string[])[] {
  const { track, from, cycles, category, name } = data.slices;
  return [
    ['track', 'name', 'category', 'from_cycle', 'to_cycle', 'cycles', 'from_us', 'us'],
    ...track.map((place, slice) => [
      data.tracks[place].name,
      data.names[name[slice]],
      data.categories[category[slice]],
      String(from[slice]),
      String(from[slice] + cycles[slice] - 1),
      String(cycles[slice]),
      String((from[slice] - 1) / data.clockMhz),
      String(cycles[slice] / data.clockMhz),
    ]),
  ];
}

/** A number of cycles as time, in words. */
export function timeText({ clockMhz }: TimelineData, cycles: number): string {
  return `${Number((cycles / clockMhz).toPrecision(4))} us`;
}
