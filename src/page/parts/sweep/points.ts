import type { SweepColumn, SweepData } from '../../../report/page/page-data.ts';
import { numberText } from './number-text.ts';

/** A column as views ask for it: numbers, of words their places, NaN where there is none. */
export interface SweptColumn extends Omit<SweepColumn, 'data'> {
  readonly values: Float64Array;
  /** Null: a column of numbers. */
  readonly words: readonly string[] | null;
}

/** The points of a sweep, by row. */
export interface PointTable {
  readonly data: SweepData;
  readonly count: number;
  readonly columns: readonly SweptColumn[];
  readonly byName: ReadonlyMap<string, SweptColumn>;
  /** Number of the point of each row, in its sweep. */
  readonly numbers: Float64Array;
  /** 1: simulated. */
  readonly isOk: Uint8Array;
  /** The place of the series of each row, and the series' names: accelerators. */
  readonly series: Uint16Array;
  readonly seriesNames: readonly string[];
  /** The places of their colours. */
  readonly seriesPlaces: readonly number[];
}

/** The points of the data, in typed arrays. */
export function pointTable(data: SweepData): PointTable {
  const columns = data.columns.map(typedColumn);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const status = byName.get('status');
  const okPlace = status?.words?.indexOf('ok') ?? -1;
  const allOk = status === undefined && data.points.ok > 0;
  const isOk = Uint8Array.from({ length: data.count }, (_, row) =>
    Number(allOk || status?.values[row] === okPlace),
  );
  const accelerators = byName.get('accelerator');
  const constant = data.constants.find(({ title }) => title === 'accelerator')?.text ?? 'points';
  return {
    data,
    count: data.count,
    columns,
    byName,
    numbers: byName.get('index')?.values ?? Float64Array.from({ length: data.count }, (_, row) => row),
    isOk,
    series: Uint16Array.from(accelerators?.values ?? new Float64Array(data.count)),
    seriesNames: accelerators?.words ?? [constant],
    seriesPlaces: data.seriesPlaces,
  };
}

function typedColumn({ data, ...column }: SweepColumn): SweptColumn {
  const from = data.kind === 'numbers' ? data.values : data.places;
  const values = Float64Array.from(from, (value) => value ?? Number.NaN);
  return { ...column, values, words: data.kind === 'numbers' ? null : data.words };
}

/** What a cell says; empty where there is nothing. */
export function cellText({ values, words }: Pick<SweptColumn, 'values' | 'words'>, row: number): string {
  const value = values[row];
  return Number.isNaN(value) ? '' : valueText({ words }, value);
}

/** What a value of a column says, a place of words or a number. */
export function valueText({ words }: Pick<SweptColumn, 'words'>, value: number): string {
  return words === null ? numberText(value) : (words[value] ?? '');
}

/** The same in few digits, for ends and ticks of axes. */
export function tickText({ words }: Pick<SweptColumn, 'words'>, value: number): string {
  return valueText(
    { words },
    words !== null || Number.isInteger(value) ? value : Number(value.toPrecision(3)),
  );
}

/** Levels of an axis of the sweep that its ticks are at; null: they are too many, or the column is none. */
export function tickLevels({ role, words, values }: SweptColumn): readonly number[] | null {
  if (role !== 'axis' || words !== null) return null;
  const levels = new Set(values);
  return levels.size > MOST_TICKS ? null : [...levels].filter((level) => !Number.isNaN(level));
}

/** More levels than this have ticks of round numbers. */
const MOST_TICKS = 8;

/** Title and unit of a column: `latency, us`. */
export function headingOf({ title, unit }: Pick<SweptColumn, 'title' | 'unit'>): string {
  return unit === '' ? title : `${title}, ${unit}`;
}

/** Columns of numbers, of which there is more than the number of the point. */
export function numericColumns({ columns }: Pick<PointTable, 'columns'>): readonly SweptColumn[] {
  return columns.filter(({ words, role }) => words === null && role !== 'identity');
}

/** The least and the greatest number of a column, of rows that are asked for; null: there is none. */
export function extentOf(values: Float64Array, mask: Uint8Array | null): readonly [number, number] | null {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if ((mask !== null && mask[row] === 0) || Number.isNaN(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least > most ? null : [least, most];
}
