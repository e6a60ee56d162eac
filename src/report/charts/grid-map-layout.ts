import { BadInput } from '../../errors/bad-input.ts';
import { formatNumber } from '../tables/number-text.ts';
import type { Frame } from './frame.ts';
import type { Area } from './heat-cells.ts';
import { type Scale, scaleBetween, scaleOf } from './scale.ts';
import { enoughHeightPx, LETTERS, type Sheet, wrapText } from './sheet.ts';
import type { GridMapSpec } from './spec.ts';

/** The names along one side: each with its lines, or none where only every so many-th name has room. */
export interface SideNames {
  readonly lines: readonly (readonly string[])[];
  /** Written upwards, since the cells are narrower than the names. */
  readonly isUpright: boolean;
  /** Space that they take beside the cells. */
  readonly depthPx: number;
}

/** A map of named rows and columns laid out on pixels. */
export interface GridLayout {
  readonly area: Area;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rowNames: SideNames;
  readonly columnNames: SideNames;
  /** The scale of the colours; absent when no cell has a value. */
  readonly scale: Scale | undefined;
}

/**
 * Space around the cells, on the reference sheet: titles of the axes on the left and
 * below, colour bar on the right.
 */
const SPACE = { title: 30, gap: 8, right: 168, top: 12 } as const;
const LINE = 1.25;

/**
 * Lays the map out: the cells are equally large, a whole number of pixels. Throws RangeError for inconsistent
 * values, BadInput for a sheet too small.
 */
export function gridLayout(spec: GridMapSpec, sheet: Sheet, { padding }: Frame): GridLayout {
  const { px } = sheet;
  const scale = checkedScale(spec);
  const [rows, columns] = [spec.rows.names.length, spec.columns.names.length];
  const lettersPx = px(LETTERS.label) * LINE;
  const widest = Math.max(...spec.rows.names.map((name) => sheet.measure(name, px(LETTERS.label))));
  const nameWidth = Math.ceil(Math.min(sheet.widthPx / 5, widest)) + px(SPACE.gap);
  const left = padding.left + px(SPACE.title) + nameWidth;
  const cellWidth = Math.floor((sheet.widthPx - left - px(SPACE.right)) / columns);
  const columnNames = namesBelow(spec.columns.names, sheet, cellWidth);
  const top = padding.top + px(SPACE.top);
  const heightPx = sheet.heightPx - top - padding.bottom - columnNames.depthPx - px(SPACE.title);
  const cellHeight = Math.floor(heightPx / rows);
  refuseSmallCells(sheet, { cellWidth, cellHeight, rows, columns, heightPx });
  const rowLines = Math.max(1, Math.floor(cellHeight / lettersPx));
  const rowNames = {
    lines: thinned(spec.rows.names, Math.ceil(lettersPx / cellHeight), (name) =>
      wrapText(sheet, name, {
        widthPx: nameWidth - px(SPACE.gap) + 1,
        sizePx: px(LETTERS.label),
        mostLines: Math.min(3, rowLines),
      }),
    ),
    isUpright: false,
    depthPx: nameWidth,
  };
  const area = { left, top, right: left + columns * cellWidth, bottom: top + rows * cellHeight };
  return { area, cellWidth, cellHeight, rowNames, columnNames, scale };
}

function checkedScale({ rows, columns, values, value, range }: GridMapSpec): Scale | undefined {
  const [down, across] = [rows.names.length, columns.names.length];
  if (!(down > 0 && across > 0 && values.length === down * across))
    throw new RangeError(`grid map of ${down} x ${across} has ${values.length} values`);
  const numbers = values.filter((one) => one !== null);
  if (numbers.length === 0 && range === undefined) return undefined;
  const ends = range === undefined ? [] : [range.min, range.max];
  const scale = scaleOf(value, [...numbers, ...ends], 0);
  if (range === undefined) return scale;
  if (scale.min < range.min || scale.max > range.max)
    throw new RangeError(`grid map: ${value.title} is not between ${range.min} and ${range.max}`);
  return scaleBetween(value.scale, range.min, range.max);
}

const LEAST_CELL_PX = 3;

function refuseSmallCells(
  sheet: Sheet,
  cells: { cellWidth: number; cellHeight: number; rows: number; columns: number; heightPx: number },
): void {
  const { cellWidth, cellHeight, rows, columns, heightPx } = cells;
  if (cellHeight < LEAST_CELL_PX) {
    const enough = enoughHeightPx(sheet, sheet.heightPx - heightPx + rows * LEAST_CELL_PX);
    throw new BadInput(
      `a chart ${sheet.heightPx} px high has no room for ${rows} rows: ${enough} px are enough`,
    );
  }
  if (cellWidth < LEAST_CELL_PX)
    throw new BadInput(`a chart ${sheet.widthPx} px wide has no room for ${columns} columns`);
}

/** Level where every name fits in at most two lines without loss, else upright. */
function namesBelow(names: readonly string[], sheet: Sheet, cellWidth: number): SideNames {
  const { px, measure } = sheet;
  const sizePx = px(LETTERS.label);
  const lineHeight = sizePx * LINE;
  const level = names.map((name) =>
    wrapText(sheet, name, { widthPx: cellWidth - px(6), sizePx, mostLines: 2 }),
  );
  const isWhole = level.every((lines, i) => lines.join(' ') === names[i]);
  if (isWhole) {
    const most = Math.max(...level.map((lines) => lines.length));
    return { lines: level, isUpright: false, depthPx: Math.ceil(most * lineHeight) + px(SPACE.gap) };
  }
  const upright = thinned(names, Math.ceil(lineHeight / cellWidth), (name) =>
    wrapText(sheet, name, { widthPx: px(110), sizePx, mostLines: 1 }),
  );
  const depth = Math.max(...upright.flat().map((line) => measure(line, sizePx)));
  return { lines: upright, isUpright: true, depthPx: Math.ceil(depth) + px(SPACE.gap) };
}

/** The lines of every `step`-th name. */
function thinned(names: readonly string[], step: number, linesOf: (name: string) => string[]): string[][] {
  return names.map((name, i) => (i % Math.max(1, step) === 0 ? linesOf(name) : []));
}

/**
 * Texts of the cells: a digit more than the colours tell apart, every number on a
 * log scale with its own digits.
 */
export function cellTexts({ values, value, digits }: GridMapSpec): string[] {
  const numbers = values.filter((one) => one !== null);
  const common = digits ?? (value.scale === 'log' ? undefined : significantDigits(largestOf(numbers)));
  const isWhole = numbers.every(Number.isInteger) && digits === undefined;
  return values.map((one) =>
    one === null ? '' : formatNumber(one, isWhole ? 0 : (common ?? significantDigits(Math.abs(one)))),
  );
}

function largestOf(numbers: readonly number[]): number {
  return numbers.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
}

/** Digits after the point that give a number three significant ones. */
function significantDigits(size: number): number {
  return size === 0 ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size))));
}
