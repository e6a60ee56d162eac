import { storedMetrics } from '../../run/metrics.ts';
import { leadingColumns, trailingColumns } from '../space/fixed-columns.ts';
import { type Manifest, readManifest } from '../store/manifest.ts';
import { readStore, type StoreDamage } from '../store/read-store.ts';
import type { PointRecord, Value } from '../store/record.ts';
import { blankRows } from './blank-row.ts';

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
}

/**
 * Reads the results of a sweep. Of a point that is there twice the better outcome counts, then that with
 * more metrics, else the first.
 * Throws BadInput as `readManifest`.
 */
export async function readResults(dir: string): Promise<Results> {
  const manifest = await readManifest(dir);
  const best = new Map<number, PointRecord>();
  const damage = await readStore(dir, (record) => {
    if (record.sweep !== manifest.sweep) return;
    const known = best.get(record.index);
    if (known === undefined || isBetter(record, known)) best.set(record.index, record);
  });
  const records = [...best.values()].sort((a, b) => a.index - b.index);
  const columns = columnsOf(manifest.axes);
  const names = columns.map(({ name }) => name);
  const blank = blankRows(names);
  return { manifest, columns, rows: records.map((record) => filled(blank(), record, names)), damage };
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
