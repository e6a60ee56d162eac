import { clip } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { storedMetrics } from '../../run/metrics.ts';
import { leadingColumns, trailingColumns } from '../space/fixed-columns.ts';
import { type Manifest, readManifest } from '../store/manifest.ts';
import { otherThanShards, readStore, type StoreDamage } from '../store/read-store.ts';
import type { PointRecord, Value } from '../store/record.ts';
import { shardFolder } from '../store/shard.ts';
import { blankRows } from './blank-row.ts';
import { checkAxisColumns, contradictionOf, misfitOf } from './misfit.ts';

/** A point as questions are asked of it: a cell for every column, null where there is no value. */
export type Row = Readonly<Record<string, Value>>;

/** What a column is. */
export interface ResultColumn {
  readonly name: string;
  /** In words; the name where there are none. */
  readonly title: string;
  readonly unit: string;
  readonly role: 'identity' | 'axis' | 'metric';
}

/** The results of the sweep that a store is about. */
export interface Results {
  readonly manifest: Manifest;
  readonly columns: readonly ResultColumn[];
  /** In the order of the points' numbers. */
  readonly rows: readonly Row[];
  readonly damage: StoreDamage;
  /** What else of the store was left out, one sentence each; absent: nothing. */
  readonly leftOut?: readonly string[];
}

/** A record, and where it is from. */
interface Found {
  readonly record: PointRecord;
  readonly file: string;
  readonly line: number;
}

/**
 * Reads the results of a sweep. Of a point that is there twice the better outcome counts, then that with
 * more metrics, else the first. A line that is no point of the sweep is left out as a damaged one is.
 * Throws BadInput as `readManifest`, for axes that cannot be columns, and for two lines of one point whose
 * metrics contradict each other.
 */
export async function readResults(dir: string): Promise<Results> {
  const manifest = await readManifest(dir);
  checkAxisColumns(`${dir}/sweep.json`, manifest.axes);
  const best = new Map<number, Found>();
  const misfits = { count: 0, first: '' };
  const damage = await readStore(dir, (record, { shard: file }, line) => {
    if (record.sweep !== manifest.sweep) return;
    const found = { record, file, line };
    const misfit = misfitOf(record, manifest);
    if (misfit === null) keepBetter(dir, best, found);
    else if (misfits.count++ === 0) misfits.first = `${file}, line ${line}: ${misfit}`;
  });
  const records = [...best.values()].map(({ record }) => record).sort((a, b) => a.index - b.index);
  const columns = columnsOf(manifest.axes);
  const names = columns.map(({ name }) => name);
  const blank = blankRows(names);
  const rows = records.map((record) => filled(blank(), record, names));
  return { manifest, columns, rows, damage, leftOut: leftOutOf(misfits, await otherThanShards(dir)) };
}

function keepBetter(dir: string, best: Map<number, Found>, found: Found): void {
  const { record, file, line } = found;
  const known = best.get(record.index);
  const metric = known && contradictionOf(known.record, record);
  if (known && metric)
    throw new BadInput(
      `${shardFolder(dir)}: ${known.file}, line ${known.line}, and ${file}, line ${line}: point ${record.index} has ${metric} ${known.record.metrics[metric]} and ${record.metrics[metric]}, expected one result: remove the wrong line`,
    );
  if (known === undefined || isBetter(record, known.record)) best.set(record.index, found);
}

function leftOutOf(
  misfits: { readonly count: number; readonly first: string },
  others: readonly string[],
): string[] {
  const lines =
    misfits.count === 1
      ? '1 line is no point of this sweep and was'
      : `${misfits.count} lines are no points of this sweep and were`;
  const files =
    others.length === 1
      ? '1 entry of shards is no regular file and was'
      : `${others.length} entries of shards are no regular files and were`;
  return [
    ...(misfits.count === 0 ? [] : [`${lines} left out, the first in ${misfits.first}`]),
    ...(others.length === 0 ? [] : [`${files} left out, the first ${clip(others[0])}`]),
  ];
}

/** A record of an earlier version, with fewer metrics, gives way to one of this version. */
function isBetter(found: PointRecord, known: PointRecord): boolean {
  const [a, b] = [rankOf(found), rankOf(known)];
  return a === b ? metricCount(found) > metricCount(known) : a < b;
}

const metricCount = ({ metrics }: PointRecord): number => Object.keys(metrics).length;

function rankOf({ status }: PointRecord): number {
  return { ok: 0, infeasible: 1, failed: 2 }[status];
}

/** The columns of results with these axes. */
export function columnsOf(axes: readonly string[]): ResultColumn[] {
  const identity = (name: string): ResultColumn => ({ name, title: name, unit: '', role: 'identity' });
  return [
    ...leadingColumns.map(identity),
    ...axes.map((name): ResultColumn => ({ name, title: name, unit: '', role: 'axis' })),
    ...storedMetrics.map(({ name, title, unit }): ResultColumn => ({ name, title, unit, role: 'metric' })),
    ...trailingColumns.map(identity),
  ];
}

function filled(cells: Record<string, Value>, record: PointRecord, names: readonly string[]): Row {
  const { axes, metrics: found, ...identity } = record;
  for (const name of names) {
    const from: Readonly<Record<string, unknown>> = Object.hasOwn(axes, name)
      ? axes
      : Object.hasOwn(found, name)
        ? found
        : identity;
    if (Object.hasOwn(from, name)) cells[name] = from[name] as Value;
  }
  return cells;
}
