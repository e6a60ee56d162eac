import { BadInput } from '../../errors/bad-input.ts';
import type { ResultColumn, Results, Row } from '../../explore/query/results.ts';
import type { ChartText } from '../charts/spec.ts';
import { valuesInColumn, varies } from './chart-levels.ts';
import { betterOf, listText, quantityOf } from './chart-quantities.ts';

/** The results that a chart is about. */
export interface ChartedResults {
  readonly manifest: Pick<Results['manifest'], 'name' | 'sweep' | 'version' | 'spec'>;
  readonly columns: readonly ResultColumn[];
  /** Those that meet `where`. */
  readonly rows: readonly Row[];
  /** The condition as it was written; null: none. */
  readonly where: string | null;
}

/**
 * How several points that fall together are shown as one; `best`: the least or the most,
 * whichever is wanted of the metric.
 */
export type Aggregation = 'best' | 'min' | 'max' | 'mean';

/** The date that the file of a sweep records. */
export function dateOfSweep({ spec }: Pick<Results['manifest'], 'spec'>): string | undefined {
  if (typeof spec !== 'object' || spec === null || !('date' in spec)) return undefined;
  return typeof spec.date === 'string' ? spec.date : undefined;
}

/** What stands around a chart; `remarks` follow the name of the sweep. */
export function textOf(points: ChartedResults, title: string, remarks: readonly string[]): ChartText {
  const { manifest, where } = points;
  const parts = [
    contextOf(points),
    ...remarks,
    ...streamRemark(points),
    ...(where === null ? [] : [`where ${where}`]),
  ];
  return {
    title,
    subtitle: `Sweep ${manifest.name}: ${parts.filter((part) => part !== '').join('; ')}`,
    configHash: manifest.sweep,
    toolVersion: manifest.version,
    inputDate: dateOfSweep(manifest),
  };
}

const MOST_NAMES = 4;

/** Workloads, accelerators and, where it is an axis, devices. */
function contextOf({ rows, columns }: ChartedResults): string {
  const namesOf = (name: string, many: string): string => {
    const column = columns.find((one) => one.name === name);
    const names = column === undefined ? [] : valuesInColumn(rows, column).map(String);
    return names.length > MOST_NAMES ? `${names.length} ${many}` : listText(names);
  };
  const device = namesOf('device', 'devices');
  return `${namesOf('workload', 'workloads')} on ${namesOf('accelerator', 'accelerators')}${device === '' ? '' : `, ${device}`}`;
}

/**
 * Streamed weights make some points much slower than their neighbours; where they
 * are an axis, everybody sees it.
 */
function streamRemark(points: ChartedResults): string[] {
  const ok = points.rows.filter(({ status }) => status === 'ok');
  const streamed = ok.filter(({ residency }) => residency === 'streamed').length;
  if (
    streamed === 0 ||
    streamed === ok.length ||
    varyingColumns(points).some(({ name }) => name === 'weights')
  )
    return [];
  return [`${streamed} of ${ok.length} designs stream their weights`];
}

/** What tells the points apart: the axes that differ, then accelerator, workload and seed where they do. */
export function varyingColumns({ rows, columns }: ChartedResults): ResultColumn[] {
  const identities = ['accelerator', 'workload', 'seed'].flatMap(
    (name) => columns.find((column) => column.name === name) ?? [],
  );
  return [...columns.filter(({ role }) => role === 'axis'), ...identities].filter((column) =>
    varies(rows, column),
  );
}

/** The simulated points that have a number in some columns. Throws BadInput without any. */
export function okRows({ rows, where }: ChartedResults, numbers: readonly ResultColumn[]): Row[] {
  const ok = rows.filter(({ status }) => status === 'ok');
  const found = ok.filter((row) => numbers.every(({ name }) => typeof row[name] === 'number'));
  if (found.length > 0) return found;
  const names = listText(numbers.map(({ name }) => name));
  const what = ok.length === 0 ? 'no ok point' : `no ok point with ${names}`;
  const simulated =
    rows.length > 0 && ok.length === 0 ? ` (of ${rows.length} points none was simulated)` : '';
  throw new BadInput(
    where === null
      ? `--chart: nothing to draw, there is ${what}${simulated}`
      : `--chart: nothing to draw, ${what} meets --where ${where}${simulated}`,
  );
}

/** One number for several, at least one. */
export function aggregate(values: readonly number[], column: ResultColumn, of: Aggregation): number {
  const extreme = of === 'best' ? (betterOf(column) === 'lower' ? 'min' : 'max') : of;
  if (extreme === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((a, b) => (extreme === 'min' ? Math.min(a, b) : Math.max(a, b)));
}

/**
 * What `aggregate` did: `best of 5 points per cell, over clock`; nothing where no point fell on
 * another. `counts` has the points of every `place`, without the places that have none; `shown` are the
 * columns along the sides of the chart.
 */
export function aggregationText(
  points: ChartedResults,
  shown: readonly ResultColumn[],
  { of, counts, place }: { of: Aggregation; counts: readonly number[]; place: string },
): string[] {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  if (most < 2) return [];
  const words = { best: 'best', min: 'lowest', max: 'highest', mean: 'mean' }[of];
  const count = counts.every((one) => one === most) ? `${most}` : `up to ${most}`;
  const hidden = varyingColumns(points).filter((column) => !shown.includes(column));
  const titles = listText(hidden.map((column) => quantityOf(column).title));
  return [`${words} of ${count} points per ${place}${hidden.length === 0 ? '' : `, over ${titles}`}`];
}
