import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { levelCircuits } from '../../../src/cosim/synthesis/level-circuits.ts';
import { fitLevels } from '../../../src/cosim/synthesis/level-fit.ts';
import {
  type MappedLevels,
  mappedLevelsText,
  readLevels,
  readMappedLevels,
} from '../../../src/cosim/synthesis/mapped-levels.ts';
import { costs } from '../../energy/shipped.ts';

const path = new URL('../../../configs/technology/mapped-levels.csv', import.meta.url);
const text = readFileSync(path, 'utf8');
const rows = readMappedLevels(text, 'mapped-levels.csv');
const fits = fitLevels(rows);

describe('the table of mapped levels', () => {
  it('has every circuit, in order, and reads back as it is written', () => {
    const keyOf = ({ stage, variant, lanes, window }: Omit<MappedLevels, 'levels' | 'functions' | 'tool'>) =>
      `${stage}, ${variant}, ${lanes} x ${window}`;
    expect(rows.map(keyOf)).toEqual(levelCircuits.map(keyOf));
    expect(mappedLevelsText(rows)).toBe(text);
  });

  it.each([
    ['stage\n', 'line 1: expected stage;variant'],
    [text.replace(/;yosys [\d.]+/, ''), 'line 2: 6 fields, expected 7'],
    [text.replace(/next beat;\d+/, 'next beat;many'), 'line 2, lanes: expected a count, found many'],
  ])('refuses what is not one', (wrong, message) => {
    expect(() => readMappedLevels(wrong, 't.csv')).toThrow(`t.csv, ${message}`);
  });

  it('is read from what Yosys prints', () => {
    const printed =
      'Longest topological path in bank_arbiter (length=4):\n     $lut                          307\n';
    expect(readLevels(printed)).toEqual({ levels: 4, functions: 307 });
    expect(() => readLevels('no path')).toThrow('Yosys printed no levels');
  });
});

describe('the levels of the clock model', () => {
  it.each(fits)('$entry are the least squares of the table, to a thousandth', ({ entry, ...fit }) => {
    const { base, perDoubling, perRequester, mark } = costs.stages.levels[entry];
    expect({ base, perDoubling, perRequester, mark }).toEqual({
      base: fit.base,
      perDoubling: fit.perDoubling,
      perRequester: fit.perRequester,
      mark: 'fitted',
    });
  });

  it('are all of them fitted', () => {
    expect(fits.map(({ entry }) => entry).sort()).toEqual(Object.keys(costs.stages.levels).sort());
  });

  it('of sizes that are held out are met within three', () => {
    const errors = fits.flatMap(({ heldOut }) => heldOut.map(({ levels, estimate }) => estimate - levels));
    expect(errors.length).toBeGreaterThan(4);
    for (const error of errors) expect(Math.abs(error)).toBeLessThanOrEqual(3);
  });

  it('come back from a table that follows the form exactly', () => {
    // A chain of 1 + n / 4 levels, a tree of 2 log2 n - 1, whatever else the table says.
    const made = rows.map((row) => {
      if (row.variant === 'chain fixed, 1 port') return { ...row, levels: 1 + row.lanes / 4 };
      if (row.variant === 'tree fixed, 1 port') return { ...row, levels: 2 * Math.log2(row.lanes) - 1 };
      return row;
    });
    const found = fitLevels(made);
    expect(found.find(({ entry }) => entry === 'chain')).toMatchObject({ base: 1, perRequester: 0.25 });
    expect(found.find(({ entry }) => entry === 'tree')).toMatchObject({ base: -1, perDoubling: 2 });
  });
});
