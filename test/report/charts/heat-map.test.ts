import { describe, expect, it } from 'vitest';
import { heatColour } from '../../../src/report/charts/colour-map.ts';
import { heatGrid } from '../../../src/report/charts/heat-grid.ts';
import { relativeLuminance } from '../../../src/report/charts/palette.ts';
import { drawn } from './drawn-texts.ts';
import { conflictMap } from './examples.ts';

const room = { widthPx: 860, heightPx: 440 };

describe('the colour of a value', () => {
  it('is white for zero alone', () => {
    expect(heatColour(0, 100)).toBe('#FFFFFF');
    expect(relativeLuminance(heatColour(1e-9, 100))).toBeLessThan(0.85);
  });

  it('darkens in even steps of lightness', () => {
    const lightness = Array.from(
      { length: 11 },
      (_unused, i) => 116 * Math.cbrt(relativeLuminance(heatColour(i * 10 || 1e-9, 100))) - 16,
    );
    for (let i = 1; i < lightness.length; i++) {
      expect(lightness[i - 1] - lightness[i]).toBeGreaterThan(4);
      expect(lightness[i - 1] - lightness[i]).toBeLessThan(11);
    }
  });

  it('is that of viridis, read from its end', () => {
    const expected = [
      { part: 1e-9, red: 253, green: 231, blue: 37 },
      { part: 0.25, red: 94, green: 201, blue: 98 },
      { part: 0.5, red: 33, green: 145, blue: 140 },
      { part: 0.75, red: 59, green: 82, blue: 139 },
      { part: 1, red: 68, green: 1, blue: 84 },
    ];
    for (const { part, red, green, blue } of expected) {
      const colour = heatColour(part, 1);
      const found = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      for (const [i, channel] of [red, green, blue].entries())
        expect(Math.abs(found[i] - channel)).toBeLessThanOrEqual(5);
    }
  });
});

describe('a map laid out on pixels', () => {
  it.each([
    { pes: 64, banks: 64, rows: 64, columns: 64, cellPx: [6, 13] },
    { pes: 16, banks: 759, rows: 16, columns: 759, cellPx: [27, 1] },
    { pes: 759, banks: 16, rows: 380, columns: 16, cellPx: [1, 53] },
    { pes: 4, banks: 4, rows: 4, columns: 4, cellPx: [110, 215] },
    { pes: 2, banks: 2000, rows: 2, columns: 667, cellPx: [220, 1] },
  ])(
    'of $pes PEs x $banks banks has $rows x $columns equal cells',
    ({ pes, banks, rows, columns, cellPx }) => {
      const grid = heatGrid(conflictMap(pes, banks), room);
      expect([grid.rows.cells, grid.columns.cells]).toEqual([rows, columns]);
      expect([grid.rows.cellPx, grid.columns.cellPx]).toEqual(cellPx);
    },
  );

  it('sums its rows, which are PEs, and its columns, which are banks, whichever are more', () => {
    const conflicts = (pe: number, bank: number) => pe * 10 + bank;
    const flat = heatGrid(conflictMap(2, 3, conflicts), room);
    expect([...flat.rows.sums]).toEqual([3, 33]);
    expect([...flat.columns.sums]).toEqual([10, 12, 14]);
    const high = heatGrid(conflictMap(3, 2, conflicts), room);
    expect([high.rows.title, ...high.rows.sums]).toEqual(['PE', 1, 21, 41]);
    expect([high.columns.title, ...high.columns.sums]).toEqual(['bank', 30, 33]);
    expect([...high.cells]).toEqual([0, 1, 10, 11, 20, 21]);
  });

  it('shows the largest of the values that share a cell', () => {
    const grid = heatGrid(
      conflictMap(1, 2000, (_pe, bank) => (bank === 1001 ? 7 : 1)),
      room,
    );
    expect([grid.columns.bin, grid.cells[333], grid.cells[334], Math.max(...grid.cells)]).toEqual([
      3, 7, 1, 7,
    ]);
  });

  it.each([
    { spec: { ...conflictMap(4, 4), values: [1] }, message: 'heat map of 4 x 4 has 1 values' },
    { spec: conflictMap(2, 2, (pe) => -pe), message: 'Conflicts is -1 at 2' },
    { spec: { ...conflictMap(4, 4), max: 79 }, message: "Conflicts 80 exceeds the scale's end 79" },
  ])('is refused with "$message"', ({ spec, message }) => {
    expect(() => heatGrid(spec, room)).toThrow(message);
  });
});

describe('a heat map', () => {
  it('paints each cell in the colour of its value on the common scale, and nothing for zero', async () => {
    const spec = { ...conflictMap(2, 2, (pe, bank) => pe * 40 + bank * 20), max: 100 };
    const { rects } = await drawn(spec);
    const cells = rects.filter(({ width, height }) => width > 100 && height > 100).slice(1);
    expect(cells.map(({ colour }) => colour.toUpperCase())).toEqual(
      [20, 40, 60].map((value) => heatColour(value, 100).toUpperCase()),
    );
  });

  it('names the bank and the PE with the most conflicts', async () => {
    const texts = (
      await drawn(conflictMap(8, 8, (pe, bank) => (pe === 5 ? 2 : 0) + (bank === 3 ? 4 : 0)))
    ).texts.map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        'Sum per bank',
        'max 34',
        '(bank 3)',
        'Sum per PE',
        'max 20',
        '(PE 5)',
        'Conflicts [cycles]',
      ]),
    );
  });

  it('without conflicts says so and keeps its axes and scale', async () => {
    const texts = (await drawn({ ...conflictMap(64, 64, () => 0), max: 90 })).texts.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['0 everywhere', '90', '32', 'PE', 'bank']));
  });

  it('that shows several banks in a cell says how many', async () => {
    const texts = (await drawn(conflictMap(2, 2000))).texts.map(({ text }) => text);
    expect(texts).toContain('bank (largest of 3 in each cell)');
  });
});
