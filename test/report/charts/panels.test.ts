import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import type { ChartSize, HistogramGridSpec, MaskPanelsSpec } from '../../../src/report/charts/spec.ts';
import { clashes, configurationOf, drawn } from './drawn-texts.ts';

const text = { title: 'Masks', subtitle: 'a matrix', configHash: '9f2c1e7ab04d', toolVersion: '0.1.0' };
const longName = 'a mask whose name is much longer than the panel that it stands above, and goes on';

/** Panels of a tile, every third weight kept. */
function masks(panels: number, rows = 64, columns = 64, more: Partial<MaskPanelsSpec> = {}): MaskPanelsSpec {
  const values = Array.from({ length: rows * columns }, (_, i) => (i % 3 === 0 ? (i % 7) / 10 : -1));
  return {
    ...text,
    kind: 'mask-panels',
    value: { title: 'magnitude |w|', unit: '' },
    largest: 0.6,
    rows: { count: rows, title: `rows 0 to ${rows - 1}` },
    columns: { count: columns, title: `columns 1024 to ${1023 + columns}` },
    missingName: 'pruned',
    borderName: 'border of a bank or a block',
    panels: Array.from({ length: panels }, (_, i) => ({
      name: `mask ${i}`,
      says: '64 banks of 24 columns, 12.5 % kept',
      values,
      rowBorders: i === 1 ? [1] : [],
      columnBorders: i === 1 ? [2] : [],
    })),
    ...more,
  };
}

/** Histograms of `rows` masks. */
function histograms(rows: number, name = 'unstructured'): HistogramGridSpec {
  const spread = { first: 12, width: 4, counts: [1, 0, 7, 20, 9, 2], says: '12 to 35, mean 24.6' };
  const single = { first: 24, width: 1, counts: [64], says: '24 in each' };
  return {
    ...text,
    kind: 'histogram-grid',
    columns: ['in a row', 'in a column', 'in one of 64 banks of a row'],
    rows: Array.from({ length: rows }, (_, i) => ({
      name: `${name} ${i}`,
      histograms: i % 2 === 0 ? [spread, spread, spread] : [single, spread, single],
    })),
  };
}

const small: ChartSize = { widthPx: 640, heightPx: 480 };
const usual: ChartSize = { widthPx: 1200, heightPx: 560 };

describe('the texts of panels', () => {
  it.each([
    { name: 'three masks', spec: masks(3), size: usual },
    { name: 'four masks', spec: masks(4), size: usual },
    { name: 'four masks on a square', spec: masks(4), size: { widthPx: 1000, heightPx: 1000 } },
    { name: 'one mask', spec: masks(1), size: usual },
    { name: 'small masks', spec: masks(4, 16, 3), size: usual },
    { name: 'four masks, small', spec: masks(4), size: small },
    {
      name: 'long names',
      spec: masks(3, 64, 64, {
        panels: masks(3).panels.map((panel) => ({ ...panel, name: longName, says: longName })),
      }),
      size: usual,
    },
    { name: 'sixteen masks', spec: masks(16), size: { widthPx: 1600, heightPx: 1940 } },
    { name: 'sixteen masks on a square', spec: masks(16), size: { widthPx: 1000, heightPx: 1000 } },
    { name: 'sixteen masks on a low sheet', spec: masks(16), size: { widthPx: 1200, heightPx: 700 } },
    { name: 'seventeen masks', spec: masks(17), size: { widthPx: 1600, heightPx: 2400 } },
    { name: 'masks of zeros', spec: masks(2, 8, 8, { largest: 0.6 }), size: usual },
    { name: 'three histograms', spec: histograms(3), size: { widthPx: 1200, heightPx: 700 } },
    { name: 'four histograms, small', spec: histograms(4), size: small },
    { name: 'histograms with long names', spec: histograms(3, longName), size: usual },
  ])('neither overlap nor leave the picture: $name', async ({ spec, size }) => {
    const { texts } = await drawn(spec, size);
    expect(texts.length).toBeGreaterThan(5);
    expect(clashes(texts, size)).toEqual([]);
  });
});

describe('panels of masks', () => {
  it('of a narrow matrix stand apart, so that what is said of each is read whole', async () => {
    const { texts } = await drawn(masks(3, 20, 5), usual);
    const said = texts.filter(({ text }) => text === '64 banks of 24 columns, 12.5 % kept');
    expect(said).toHaveLength(3);
  });

  it('of many masks stand in a square of lines, all on the picture, and name the columns below the lowest', async () => {
    for (const size of [
      { widthPx: 1600, heightPx: 1940 },
      { widthPx: 1000, heightPx: 1000 },
      { widthPx: 1200, heightPx: 700 },
    ]) {
      const { rects, texts } = await drawn(masks(16), size);
      expect(texts.filter(({ text }) => text === 'columns 1024 to 1087')).toHaveLength(4);
      expect(Math.max(...rects.map(({ x, width }) => x + width))).toBeLessThanOrEqual(size.widthPx);
      expect(Math.max(...rects.map(({ y, height }) => y + height))).toBeLessThanOrEqual(size.heightPx);
    }
  });

  it('have no lines where these would hide the weights between them', async () => {
    const everySecond = Array.from({ length: 31 }, (_, i) => 2 * i + 2);
    const panels = masks(16).panels.map((panel) => ({ ...panel, rowBorders: everySecond }));
    const linesIn = async (size: ChartSize) => {
      const { rects } = await drawn(masks(16, 64, 64, { panels }), size);
      const most = Math.max(...rects.filter(({ height }) => height === 1).map(({ width }) => width));
      return most;
    };
    const low = await linesIn({ widthPx: 1200, heightPx: 700 });
    const high = await linesIn({ widthPx: 1600, heightPx: 1680 });
    expect(low).toBeLessThan(64);
    expect(high).toBe(4 * 64);
  });

  it('say in two lines what has no room in one', async () => {
    const { texts } = await drawn(masks(16), { widthPx: 1000, heightPx: 1000 });
    const said = texts.map(({ text }) => text);
    expect(said.filter((text) => text.startsWith('64 banks of 24 columns,'))).toHaveLength(16);
    expect(said.some((text) => text.includes('…'))).toBe(false);
  });

  it('have squares of the largest whole pixels, shaded where a weight is kept, and paper elsewhere', async () => {
    const values = [0.6, -1, 0, -1];
    const spec = masks(2, 2, 2, {
      panels: ['a', 'b'].map((name) => ({ name, says: '', values, rowBorders: [], columnBorders: [] })),
    });
    const { rects } = await drawn(spec, usual);
    const cells = rects.filter(({ width }) => width > 100);
    const [first, second] = cells;
    expect(cells.map(({ width, height }) => width === height && width === first.width)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    // The largest is dark violet, the least pale yellow, in both panels alike.
    expect([first.colour, second.colour]).toEqual([cells[2].colour, cells[3].colour]);
    expect(first.colour).not.toBe(second.colour);
    expect([second.x, second.y]).toEqual([first.x, first.y + first.height]);
  });

  it('have a line in front of the columns and rows where a part begins', async () => {
    const without = await drawn(masks(1, 4, 4), usual);
    const { rects } = await drawn(masks(2, 4, 4), usual);
    const lines = rects.filter(
      ({ width, height }) => Math.min(width, height) === 1 && Math.max(width, height) > 100,
    );
    expect(without.rects.some(({ colour }) => colour === lines[0].colour)).toBe(false);
    const [column, row] = lines.filter(({ colour }) => colour === lines[0].colour);
    expect(column.height / 4).toBe(row.width / 4);
    expect(column.x - row.x).toBe(2 * (row.width / 4));
    expect(row.y - column.y).toBe(column.height / 4);
  });

  it('are refused where values are not those of the cells, or beyond the shades', async () => {
    const values = [1, 2, 3];
    const bad = (more: Partial<MaskPanelsSpec>) => configurationOf(masks(1, 2, 2, more), usual);
    const panel = { name: 'a', says: '', values, rowBorders: [], columnBorders: [] };
    await expect(bad({ panels: [panel] })).rejects.toThrow('panel a of 2 x 2 has 3 values');
    await expect(bad({ largest: 0.2 })).rejects.toThrow('expected at most 0.2');
    await expect(bad({ panels: [] })).rejects.toThrow('at least one panel');
  });

  it('are refused on a sheet that has no pixel for a cell', async () => {
    await expect(configurationOf(masks(4, 300, 300), small)).rejects.toThrow(BadInput);
  });
});

describe('a grid of histograms', () => {
  it('has bars as high as their counts, and one axis for each column', async () => {
    const { rects, texts } = await drawn(histograms(2), { widthPx: 1200, heightPx: 700 });
    const blue = rects.filter(({ colour }) => colour.toLowerCase() === '#0072b2');
    // Three histograms of five bars that are not empty; the highest holds 20 of 39.
    expect(blue).toHaveLength(15);
    const heights = blue.slice(0, 5).map(({ height }) => height);
    expect(heights.map((height) => Math.round((20 * height) / Math.max(...heights)))).toEqual([
      1, 7, 20, 9, 2,
    ]);
    expect(texts.map(({ text: shown }) => shown)).toContain('51.3 %');
    expect(texts.filter(({ text: shown }) => shown === 'in a row')).toHaveLength(1);
  });

  it('is refused without a histogram for each column, and on a sheet that is too low', async () => {
    const [row] = histograms(1).rows;
    const short = { ...histograms(1), rows: [{ ...row, histograms: row.histograms.slice(1) }] };
    await expect(configurationOf(short)).rejects.toThrow('expected a histogram for each of 3 columns');
    await expect(configurationOf(histograms(12), small)).rejects.toThrow(BadInput);
  });
});
