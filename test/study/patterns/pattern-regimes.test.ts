import { describe, expect, it } from 'vitest';
import { frontOf } from '../../../src/study/patterns/pattern-front.ts';
import { regimesOf } from '../../../src/study/patterns/pattern-regimes.ts';
import { reachRemarks, type StudiedRows } from '../../../src/study/patterns/pattern-remarks.ts';
import type { PatternRow } from '../../../src/study/patterns/patterns-result.ts';
import { refusedRow, studiedRow } from '../../report/patterns/studied.ts';

/** A row of one array that takes so many microseconds at 200 MHz and keeps so much of the magnitude. */
function row(pattern: string, latencyUs: number, magnitude: number, fits = true, indexBits = 0): PatternRow {
  const made = studiedRow({ pattern, accelerator: 'array', latencyUs, magnitude, indexBits, fits });
  return { ...made, arrays: made.arrays.slice(0, 1) };
}

const studyOf = (rows: PatternRow[], fields: Partial<StudiedRows> = {}): StudiedRows => ({
  equal: 'kept',
  device: 'chip',
  logicUnit: 'ALM',
  aim: { kept: 1000, storageBits: 16_320, keptMagnitudeShare: 0.9 },
  rows,
  frontAxis: 'keptMagnitudeShare',
  ...fields,
});
const sentences = (study: StudiedRows) =>
  Object.fromEntries(regimesOf(study).map(({ name, sentence }) => [name, sentence]));

const slowButNear = row('unstructured', 30, 0.9);
const fast = row('bank-balanced', 20, 0.86);
const fastest = row('block', 10, 0.5);

describe('which pattern wins where', () => {
  it('is the fastest of those that keep enough of the magnitude, and by how much', () => {
    const said = sentences(studyOf([slowButNear, fast, fastest]));
    // 0.86 is 4.4 % below 0.9.
    expect(said['magnitude within 1 %']).toBe(
      'Of patterns within 1 % of the squared magnitude that unstructured pruning keeps, unstructured on array is the fastest: 6,000 cycles.',
    );
    expect(said['magnitude within 5 %']).toBe(
      'Of patterns within 5 % of the squared magnitude that unstructured pruning keeps, bank-balanced on array is the fastest: 4,000 cycles, 33.3 % less time than the 6,000 cycles of unstructured on array.',
    );
    expect(said['any magnitude']).toBe(
      'Whatever magnitude they keep, block on array is the fastest: 2,000 cycles, 50.0 % less time than the 4,000 cycles of bank-balanced on array.',
    );
  });

  it('says of a winner that is hardly ahead that it is so by less than what is shown', () => {
    const nearly = {
      ...row('n-m', 20, 0.86),
      arrays: fast.arrays.map((one) => ({ ...one, energyUj: 2.0005 })),
    };
    const first = { ...fast, arrays: fast.arrays.map((one) => ({ ...one, energyUj: 2 })) };
    expect(sentences(studyOf([first, nearly])).energy).toMatch(/: 2\.000 uJ, under 0\.1 % less than the /);
  });

  it('rounds a half of a latency up, as the tables do', () => {
    expect(sentences(studyOf([row('block', 1.025, 0.5)])).front).toContain('1.03 us');
  });

  it('names patterns that are equally good, and counts them where they are many', () => {
    const tied = row('n-m', 20, 0.86);
    expect(sentences(studyOf([slowButNear, fast, tied]))['any magnitude']).toBe(
      'Whatever magnitude they keep, bank-balanced on array and n-m on array are the fastest: 4,000 cycles each, 33.3 % less time than the 6,000 cycles of unstructured on array.',
    );
    const many = ['n-m', 'vector', 'periodic', 'refill', 'regroup'].map((name) => row(name, 20, 0.86));
    const said = sentences(studyOf([slowButNear, fast, ...many]));
    expect(said['any magnitude']).toContain(', bank-balanced on array and 5 others are the fastest: 4,000');
  });

  it('says what the device decides: that something better does not fit, that nothing else does, that none does', () => {
    const unfit = row('block', 10, 0.5, false);
    expect(sentences(studyOf([slowButNear, fast, unfit]))['any magnitude']).toMatch(
      /bank-balanced on array is .*; block on array with 2,000 cycles is better, but does not fit chip\.$/,
    );
    expect(sentences(studyOf([fast, unfit]))['any magnitude']).toMatch(
      /; nothing else fits chip, the best of the rest is block on array with 2,000 cycles\.$/,
    );
    expect(sentences(studyOf([unfit]))['any magnitude']).toMatch(/; none of them fits chip\.$/);
  });

  it('says that the winner is not as equal as the others', () => {
    const sparse = { ...fastest, kept: 880 };
    expect(sentences(studyOf([fast, sparse]))['any magnitude']).toContain(
      '; block has 12.0 % fewer weights kept than bank-balanced',
    );
  });

  it('asks of equal bits who keeps most, and of equal magnitude no bar', () => {
    const rows = [slowButNear, fast];
    expect(Object.keys(sentences(studyOf(rows)))).toContain('bits');
    expect(sentences(studyOf(rows, { equal: 'bits' })).magnitude).toBe(
      'Of all patterns, unstructured keeps the most of the squared magnitude: 90.0 %, 4.0 points more than the 86.0 % of bank-balanced.',
    );
    const names = Object.keys(sentences(studyOf(rows, { equal: 'magnitude', frontAxis: 'storageBits' })));
    expect(names).toEqual(['latency', 'bits', 'values', 'energy', 'logic', 'front']);
  });

  it('tells the points of the front, the fastest first, equal ones together, and a design by its size', () => {
    const searched = { ...slowButNear, accelerator: 'crossbar', design: '8 x 16, rows balanced' };
    const rows = [searched, row('vector', 25, 0.7), fast, row('n-m', 20, 0.86)];
    expect(sentences(studyOf(rows)).front).toBe(
      'On the Pareto front of kept magnitude and latency are bank-balanced on array and n-m on array (86.0 %, 20.00 us); unstructured on crossbar 8 x 16 (90.0 %, 30.00 us).',
    );
    const many = ['n-m', 'periodic', 'refill'].map((name) => row(name, 20, 0.86));
    expect(sentences(studyOf([fast, ...many, row('block', 1, 0.1, false)])).front).toBe(
      'On the Pareto front of kept magnitude and latency are bank-balanced on array and 3 others (86.0 %, 20.00 us); 4 of 5 patterns fit chip, and the front is of these.',
    );
  });

  it('is nothing where no pattern can be had', () => {
    expect(regimesOf(studyOf([refusedRow('block', 'no rows')]))).toEqual([]);
  });
});

describe('what bank-balanced reaches', () => {
  it('is remarked where it is far from what was asked for', () => {
    const aim = { kept: 250, storageBits: 1, keptMagnitudeShare: 1 };
    const remarks = (requestedSparsity: number) => reachRemarks({ requestedSparsity, aim, weights: 1000 });
    expect(remarks(0.76)).toEqual([]);
    expect(remarks(0.875)).toEqual([
      expect.stringMatching(/^bank-balanced prunes 75\.0 % of the weights, not 87\.5 %: /),
    ]);
  });
});

describe('the front', () => {
  const names = (rows: PatternRow[], axis: StudiedRows['frontAxis'] = 'keptMagnitudeShare') =>
    frontOf(rows, axis).map(({ pattern }) => pattern);

  it('has what none beats in both, equal ones all', () => {
    const beaten = row('vector', 25, 0.7);
    const same = row('n-m', 20, 0.86);
    expect(names([slowButNear, fast, beaten, fastest, same])).toEqual([
      'unstructured',
      'bank-balanced',
      'block',
      'n-m',
    ]);
  });

  it('is of those that fit, if any does, and of bits where all keep as much', () => {
    const unfit = row('block', 10, 0.95, false);
    expect(names([slowButNear, fast, unfit])).toEqual(['unstructured', 'bank-balanced']);
    expect(names([unfit])).toEqual(['block']);
    const small = row('n-m', 25, 0.5, true, 0);
    const large = row('vector', 25, 0.9, true, 900);
    expect(names([small, large], 'storageBits')).toEqual(['n-m']);
  });
});
