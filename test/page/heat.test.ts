import { describe, expect, it } from 'vitest';
import { cellsByColour, coarseness, heatCells, numbersOf } from '../../src/page/parts/heat/cells.ts';
import { cellWords, heatRows, heatSummary, sumsOfRows } from '../../src/page/parts/heat/words.ts';
import { heatColour } from '../../src/report/charts/colour-map.ts';
import type { HeatData } from '../../src/report/page/page-data.ts';
import { patternMap } from './harness.ts';

const small: HeatData = {
  ...(patternMap(2, 3) as HeatData),
  columns: { title: 'cycle', count: 3, first: 1, step: 10 },
  values: [0, 4, 1, 8, 0, 0],
};

describe('cells of a map', () => {
  it('are its values where there is room', () => {
    const cells = heatCells(small, 10, 10);
    expect([...cells.values]).toEqual(small.values);
    expect(cells.max).toBe(8);
    expect(coarseness(small, cells)).toBe('');
  });

  it('have the largest value of the rows and columns that they stand for, and say so', () => {
    const cells = heatCells(small, 10, 2);
    expect([cells.rows, cells.columns]).toEqual([2, 2]);
    expect([...cells.values]).toEqual([4, 1, 8, 0]);
    expect(coarseness(small, cells)).toBe('Each cell has the largest value of 2 columns (cycle).');
    expect(cellWords(small, cells, 0, 0)).toEqual(['at most 4 cycles', 'bank 0', 'cycle 1 to 20']);
  });

  it('have the numbers of their sides, the last ones of those that are left', () => {
    expect(numbersOf(small.columns, 1, 1)).toBe('11 to 20');
    expect(numbersOf(small.columns, 2, 1)).toBe('21 to 30');
    expect(numbersOf(small.rows, 1, 1)).toBe('1');
  });

  it('are in the colours of the pictures, and zeros in none', () => {
    const byColour = cellsByColour(heatCells(small, 10, 10));
    expect([...byColour.keys()]).toEqual([4, 1, 8].map((value) => heatColour(value, 8)));
    expect([...byColour.values()].flat().sort()).toEqual([1, 2, 3]);
  });
});

describe('words and rows of a map', () => {
  it('say where the most is, and that there is nothing', () => {
    expect(heatSummary(small)).toBe(
      'Map of 2 rows (bank) and 3 columns (cycle): waits. In all 13 cycles; most, 8, at bank 1, cycle 1.',
    );
    expect(heatSummary(patternMap(2, 2, 0) as HeatData)).toMatch(/All are 0\.$/);
  });

  it('sum the rows and give every value', () => {
    expect(sumsOfRows(small)).toEqual([
      ['bank', 'In all (cycles)', 'Most (cycles)', 'Most at cycle'],
      ['0', '5', '4', '11'],
      ['1', '8', '8', '1'],
    ]);
    expect(heatRows(small)).toHaveLength(7);
    expect(heatRows(small)[3]).toEqual(['0', '21', '1']);
  });
});
