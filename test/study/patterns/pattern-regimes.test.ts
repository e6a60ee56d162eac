import { describe, expect, it } from 'vitest';
import { frontOf } from '../../../src/study/patterns/pattern-front.ts';
import { regimesOf } from '../../../src/study/patterns/pattern-regimes.ts';
import type { StudiedRows } from '../../../src/study/patterns/pattern-remarks.ts';
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
      'Of patterns within 1 % of the squared magnitude that unstructured pruning keeps, unstructured on array is the fastest: 6000 cycles.',
    );
    expect(said['magnitude within 5 %']).toBe(
      'Of patterns within 5 % of the squared magnitude that unstructured pruning keeps, bank-balanced on array is the fastest: 4000 cycles, 33.3 % less time than unstructured on array (6000 cycles).',
    );
    expect(said['any magnitude']).toBe(
      'Whatever magnitude they keep, block on array is the fastest: 2000 cycles, 50.0 % less time than bank-balanced on array (4000 cycles).',
    );
  });

  it('names patterns that tie', () => {
    const tied = row('n-m', 20, 0.86);
    expect(sentences(studyOf([slowButNear, fast, tied]))['any magnitude']).toBe(
      'Whatever magnitude they keep, bank-balanced on array and n-m on array tie as the fastest: 4000 cycles, 33.3 % less time than unstructured on array (6000 cycles).',
    );
  });

  it('says what the device decides: that something better does not fit, that nothing else does, that none does', () => {
    const unfit = row('block', 10, 0.5, false);
    expect(sentences(studyOf([slowButNear, fast, unfit]))['any magnitude']).toMatch(
      /bank-balanced on array is .*; block on array \(2000 cycles\) is better, but does not fit chip\.$/,
    );
    expect(sentences(studyOf([fast, unfit]))['any magnitude']).toMatch(
      /; nothing else fits chip, the best of the rest is block on array \(2000 cycles\)\.$/,
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
      'Of all patterns, unstructured is the nearest to the weights: 90.0 % of the squared magnitude, 4.0 points more than bank-balanced (86.0 % of the squared magnitude).',
    );
    const names = Object.keys(sentences(studyOf(rows, { equal: 'magnitude', frontAxis: 'storageBits' })));
    expect(names).toEqual(['latency', 'bits', 'values', 'energy', 'logic', 'front']);
  });

  it('is nothing where no pattern can be had', () => {
    expect(regimesOf(studyOf([refusedRow('block', 'no rows')]))).toEqual([]);
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
