import { describe, expect, it } from 'vitest';
import {
  otherWaitsNotes,
  summaryCells,
  summaryOfRun,
  toldColumns,
  waitedFor,
} from '../../../src/report/run/summary.ts';
import { runResult } from './results.ts';

describe('the summary of a run', () => {
  it('has one cell per column, and no column twice', () => {
    const keys = summaryOfRun.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const cells = Object.keys(summaryCells(runResult()));
    expect(cells.filter((key) => key !== 'energyInterval')).toEqual(keys);
  });

  it('tells people energy with its interval, and a file in three columns of numbers', () => {
    const told = toldColumns([runResult()]).map(({ key }) => key);
    expect(summaryCells(runResult()).energyInterval).toBe('4.00 (2.50 to 6.00)');
    expect(told).toContain('energyInterval');
    expect(told).not.toContain('energyLowUj');
    expect(summaryCells(runResult())).toMatchObject({ energyUj: 4, energyLowUj: 2.5, energyHighUj: 6 });
  });

  it('says how fast the design can be, and whether its clock is no faster', () => {
    expect(summaryCells(runResult())).toMatchObject({
      ...{ fmaxMhz: 250, latencyAtFmaxUs: 0.4, limitedBy: 'adder tree', meetsTiming: 'yes' },
    });
    const clock = { ...runResult().clock, meetsTiming: false };
    expect(summaryCells(runResult({ clock })).meetsTiming).toBe('no');
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

describe('what PEs wait for in conflict cycles', () => {
  const notesOf = (...configs: readonly object[]) =>
    otherWaitsNotes(configs.map((config) => runResult({ config })));

  it('is a bank, and needs no further word', () => {
    expect(waitedFor({ kind: 'csr', packRows: false })).toBe('a bank');
    expect(notesOf({ kind: 'bbs' }, { kind: 'csr', packRows: false })).toEqual([]);
  });

  it('is the slowest lane where lanes run apart, and a result port, too, where rows share beats', () => {
    expect(waitedFor({ kind: 'banked-decoupled' })).toBe('its slowest lane');
    expect(waitedFor({ kind: 'replicated', packRows: true })).toMatch(/for a result port$/);
    const packed = { kind: 'csr', packRows: true };
    expect(notesOf({ kind: 'banked-decoupled' }, packed, packed)).toEqual([
      'banked-decoupled waits for no bank: its conflict cycles are waits for the slowest lane.',
      'Where rows share beats (packRows), conflict cycles are waits for result ports, too.',
    ]);
  });
});
