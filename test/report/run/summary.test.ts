import { describe, expect, it } from 'vitest';
import { summaryCells, summaryOfRun } from '../../../src/report/run/summary.ts';
import { runResult } from './results.ts';

describe('the summary of a run', () => {
  it('has one cell per column, and no column twice', () => {
    const keys = summaryOfRun.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(Object.keys(summaryCells(runResult()))).toEqual(keys);
  });

  it('takes the larger error of h and c, and none when no values were computed', () => {
    expect(summaryCells(runResult()).maxAbsError).toBe(0.002);
    expect(summaryCells(runResult({ accuracy: null })).maxAbsError).toBeNull();
  });

  it('calls percentages and KiB what they are', () => {
    expect(summaryCells(runResult())).toMatchObject({
      achievedSparsityPercent: 75,
      paddingPercent: 20,
      storageKib: 7,
    });
  });
});
