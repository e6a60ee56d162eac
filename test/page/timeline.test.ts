import { describe, expect, it } from 'vitest';
import {
  cyclesByCategory,
  markAt,
  type TrackMark,
  visitMarks,
} from '../../src/page/parts/timeline/levels.ts';
import { markWords } from '../../src/page/parts/timeline/mark-words.ts';
import { sliceRows, sumRows, timelineModel, timelineSummary } from '../../src/page/parts/timeline/model.ts';
import { tickTime } from '../../src/page/parts/timeline/option.ts';
import { rectanglesOf } from '../../src/page/parts/timeline/paint.ts';
import { segmentsOf } from '../../src/page/parts/timeline/segments.ts';
import { moved, zoomed } from '../../src/page/parts/timeline/zoom.ts';
import type { TimelineData } from '../../src/report/page/page-data.ts';
import { busyTimeline } from './harness.ts';

/** A track of slices: from which cycle, how many, and their category. */
function trackOf(
  ...slices: readonly (readonly [from: number, cycles: number, category: number])[]
): TimelineData {
  return {
    ...busyTimeline(1, 0),
    cycles: 100,
    tracks: [{ name: 'PE 0', group: 'PEs' }],
    slices: {
      track: slices.map(() => 0),
      from: slices.map(([from]) => from),
      cycles: slices.map(([, cycles]) => cycles),
      category: slices.map(([, , category]) => category),
      name: slices.map(() => 0),
    },
  };
}

function marksOf(data: TimelineData, cyclesPerPixel: number, track = 0): TrackMark[] {
  const { segments, categoryOf } = timelineModel(data);
  const marks: TrackMark[] = [];
  visitMarks(segments[track], categoryOf, { from: 0, to: data.cycles, cyclesPerPixel }, (mark) => {
    marks.push(mark);
  });
  return marks;
}

describe('segments of a track', () => {
  it('are its slices where they follow each other, from the cycles that have passed before them', () => {
    const [{ from, to, slice }] = segmentsOf(trackOf([1, 3, 0], [4, 2, 1], [9, 1, 0]));
    expect([...from]).toEqual([0, 3, 8]);
    expect([...to]).toEqual([3, 5, 9]);
    expect([...slice]).toEqual([0, 1, 2]);
  });

  it('are the innermost of slices within each other, and the outer one where no other is', () => {
    const [{ from, to, slice }] = segmentsOf(trackOf([1, 10, 0], [3, 4, 1], [4, 2, 2], [12, 1, 0]));
    const pieces = [...slice].map((place, at) => [place, from[at], to[at]]);
    expect(pieces).toEqual([
      [0, 0, 2],
      [1, 2, 3],
      [2, 3, 5],
      [1, 5, 6],
      [0, 6, 10],
      [3, 11, 12],
    ]);
  });
});

describe('marks of a track', () => {
  it('stand for one slice each where a cycle has a pixel', () => {
    const marks = marksOf(trackOf([1, 3, 0], [4, 1, 1], [5, 2, 0]), 1);
    expect(marks.map(({ from, to, category }) => [from, to, category])).toEqual([
      [0, 3, 0],
      [3, 4, 1],
      [4, 6, 0],
    ]);
  });

  it('join slices narrower than a pixel, in the category that has most cycles among them', () => {
    const marks = marksOf(trackOf([1, 2, 0], [3, 1, 1], [4, 2, 1], [6, 40, 2], [46, 1, 0]), 10);
    expect(marks.map(({ from, to, category, first, end }) => [from, to, category, end - first])).toEqual([
      [0, 5, 1, 3],
      [5, 45, 2, 1],
      [45, 46, 0, 1],
    ]);
  });

  it.each([0.25, 1, 3.7, 50, 1e6])('have every slice exactly once at %d cycles a pixel', (cyclesPerPixel) => {
    const data = busyTimeline(4, 300);
    const marks = marksOf(data, cyclesPerPixel, 2);
    expect(marks[0].first).toBe(0);
    expect(marks.slice(1).map(({ first }) => first)).toEqual(marks.slice(0, -1).map(({ end }) => end));
    expect(marks.at(-1)?.end).toBe(300);
  });

  it('are found by a time in them and near narrow ones, and not far from all', () => {
    const { segments, categoryOf } = timelineModel(trackOf([1, 1, 0], [50, 10, 1]));
    const at = (time: number) =>
      markAt(segments[0], categoryOf, { from: 0, to: 100, cyclesPerPixel: 1 }, time)?.category;
    expect([at(0.5), at(2), at(30), at(55)]).toEqual([0, 0, undefined, 1]);
  });

  it('say what they are: the slice that they are, or how many there are', () => {
    const model = timelineModel(trackOf([1, 2, 0], [3, 1, 1], [11, 20, 2]));
    const window = { from: 0, to: 100, cyclesPerPixel: 10 };
    const words = (time: number) => {
      const mark = markAt(model.segments[0], model.categoryOf, window, time);
      return mark === undefined ? [] : markWords(model, 0, mark);
    };
    expect(words(1)).toEqual([
      '2 slices, too narrow to be drawn alone',
      'Most: multiplying, 2 of 3 cycles',
      'Cycles 1 to 3',
      '3 cycles, 0.015 us',
      'PE 0',
    ]);
    expect(words(15)).toEqual([
      'gate i',
      'waiting for weights',
      'Cycles 11 to 30',
      '20 cycles, 0.1 us',
      'PE 0',
    ]);
  });
});

describe('a track in words', () => {
  it('has its group beside a name that does not say it', () => {
    const data = { ...trackOf([1, 20, 0]), tracks: [{ name: 'memory', group: 'units' }] };
    const mark = { from: 0, to: 20, category: 0, first: 0, end: 1 };
    expect(markWords(timelineModel(data), 0, mark).at(-1)).toBe('memory, units');
  });
});

describe('the time at a tick', () => {
  const step = { cycles: 260, clockMhz: 200 };

  it('is as it is between two cycles, at the ends of the step too', () => {
    expect(tickTime(step, 1.3, [0, 100])).toBe('1.3');
    expect(tickTime(step, 131 / 200, [50, 60])).toBe('0.655');
  });

  it('inside a cycle has the digits that its place on screen needs, and no more', () => {
    expect(tickTime(step, 0.63764, [0, 100])).toBe('0.64');
    expect(tickTime(step, 0.63764, [48, 60])).toBe('0.638');
  });
});

describe('rectangles of a timeline', () => {
  const area = {
    left: 100,
    right: 200,
    window: { from: 0, to: 100, cyclesPerPixel: 1 },
    firstTrack: 10,
    pitch: 12,
    top: 0,
    bottom: 40,
  };

  it('are in their categories, where their cycles are, with a gap between wide ones', () => {
    const painted = rectanglesOf(timelineModel(trackOf([1, 20, 0], [21, 10, 0], [31, 30, 1])), area);
    expect(painted[0]).toEqual([100, 5, 19, 10, 120, 5, 9, 10]);
    expect(painted[1]).toEqual([130, 5, 29, 10]);
  });

  it('are a pixel wide at least, and cut at the ends of the window', () => {
    const window = { from: 10, to: 60, cyclesPerPixel: 0.5 };
    const wide = rectanglesOf(timelineModel(trackOf([1, 40, 0], [55, 40, 1])), { ...area, window });
    expect(wide[0].slice(0, 3)).toEqual([100, 5, 59]);
    expect(wide[1].slice(0, 3)).toEqual([188, 5, 11]);
    const narrow = { from: 0, to: 10_000, cyclesPerPixel: 100 };
    const [own] = rectanglesOf(timelineModel(trackOf([1, 2, 0])), { ...area, window: narrow });
    expect(own.slice(0, 3)).toEqual([100, 5, 1]);
  });
});

describe('words and numbers of a timeline', () => {
  it('sum what each track does', () => {
    const model = timelineModel(trackOf([1, 50, 0], [11, 10, 1], [91, 10, 0]));
    expect(cyclesByCategory(model.segments[0], model.categoryOf, 0, 4)).toEqual([50, 10]);
    expect(sumRows(model)[1]).toEqual(['PE 0', '50', '10', '0', '0', '0', '40']);
    expect(timelineSummary(model)).toBe(
      'Timeline of 100 cycles (0.5 us) on 1 tracks, 3 slices. ' +
        'Most of what the tracks do: multiplying 83.3 %, bank conflict 16.7 %.',
    );
  });

  it('give every slice as a row', () => {
    expect(sliceRows(timelineModel(trackOf([11, 20, 2])))[1]).toEqual([
      'PE 0',
      'gate i',
      'waiting for weights',
      '11',
      '30',
      '20',
      '0.05',
      '0.1',
    ]);
  });
});

describe('the part of a timeline that is seen', () => {
  it('is halved and doubled around its middle, inside the whole', () => {
    expect(zoomed([20, 60], 0.5, 0.1)).toEqual([30, 50]);
    expect(zoomed([0, 60], 2, 0.1)).toEqual([0, 100]);
    expect(zoomed([80, 100], 2, 0.1)).toEqual([60, 100]);
    expect(zoomed([20, 60], 0.5, 0.1, 30)).toEqual([25, 45]);
    expect(zoomed([20, 22], 0.5, 2)).toEqual([20, 22]);
  });

  it('moves by parts of its width, to the ends and not beyond', () => {
    expect(moved([20, 60], 0.5)).toEqual([40, 80]);
    expect(moved([20, 60], 5)).toEqual([60, 100]);
    expect(moved([20, 60], -5)).toEqual([0, 40]);
  });
});
