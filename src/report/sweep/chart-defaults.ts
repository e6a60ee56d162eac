import { BadInput } from '../../errors/bad-input.ts';
import type { ResultColumn } from '../../explore/query/results.ts';
import { mainMetrics } from '../../run/metrics.ts';
import { sideOf } from './chart-levels.ts';
import { type ChartedResults, varyingColumns } from './charted-results.ts';

type Columns = readonly ResultColumn[];

/**
 * Sides of a map, of which none, one or both were asked for; the others are the first that differ.
 * Throws BadInput when too few differ.
 */
export function defaultSides(
  points: ChartedResults,
  { rows, columns }: { readonly rows: Columns | null; readonly columns: Columns | null },
): { readonly rows: Columns; readonly columns: Columns } {
  const free = freeGroups(points, [...(rows ?? []), ...(columns ?? [])]);
  const down = rows ?? free.shift();
  const across = columns ?? free.shift();
  if (down === undefined || across === undefined)
    throw new BadInput(
      '--chart heat: expected two axes with more than one level among the points; --x and --y name columns',
    );
  return { rows: down, columns: across };
}

/** The first axis of numbers that differs. Throws BadInput when there is none. */
export function defaultX(points: ChartedResults): ResultColumn {
  const found = varyingColumns(points).find(
    ({ name, role }) => role === 'axis' && points.rows.every((row) => typeof row[name] === 'number'),
  );
  if (found !== undefined) return found;
  throw new BadInput(
    '--chart lines: expected an axis of numbers with more than one level among the points; --x names a column',
  );
}

/** More lines than this are not drawn unless they are asked for. */
const MOST_LINES = 10;

/**
 * What tells lines apart along `x`: the next axis that differs, and the
 * accelerators, as far as the lines stay few.
 */
export function defaultFamily(points: ChartedResults, x: ResultColumn): Columns {
  const free = freeGroups(points, [x]);
  const accelerators = free.find(([{ name }]) => name === 'accelerator') ?? [];
  const [next = []] = free;
  const both = next === accelerators ? next : [...accelerators, ...next];
  const isFew = (columns: Columns) => sideOf(points.rows, columns).levels.length <= MOST_LINES;
  return [both, next, accelerators].find(isFew) ?? [];
}

/** More bars than this are not drawn unless they are asked for. */
const MOST_BARS = 16;

/** What tells bars apart: the first axis that differs, and the accelerators, as far as the bars stay few. */
export function defaultBars(points: ChartedResults): Columns {
  const free = freeGroups(points, []);
  const accelerators = free.find(([{ name }]) => name === 'accelerator') ?? [];
  const fallback = points.columns.filter(({ name }) => name === 'accelerator');
  const [next = fallback] = free;
  const both = next === accelerators ? next : [...next, ...accelerators];
  return sideOf(points.rows, both).levels.length <= MOST_BARS ? both : next;
}

const MOST_AXES = 14;

/** Everything that differs, then what designs are judged by. */
export function defaultAxes(points: ChartedResults): Columns {
  const judged = mainMetrics.flatMap((name) => points.columns.find((column) => column.name === name) ?? []);
  const factors = varyingColumns(points);
  const identities = factors.filter(({ role }) => role === 'identity');
  const axes = factors.filter(({ role }) => role === 'axis');
  return [...[...identities, ...axes].slice(0, MOST_AXES - judged.length), ...judged];
}

/** What differs, axes that are set together as one, without what is set together with `taken`. */
function freeGroups(points: ChartedResults, taken: Columns): Columns[] {
  const groups = new Map<string, ResultColumn[]>();
  const joint = jointFields(points.manifest.spec);
  for (const column of varyingColumns(points)) {
    const key = joint.find((fields) => fields.includes(column.name))?.[0] ?? column.name;
    groups.set(key, [...(groups.get(key) ?? []), column]);
  }
  return [...groups.values()].filter((group) => !group.some((column) => taken.includes(column)));
}

/**
 * The fields that one axis of a specification sets together. The store keeps
 * specifications of every version as data.
 */
function jointFields(spec: unknown): readonly string[][] {
  const axes = fieldOf(spec, 'axes');
  if (!Array.isArray(axes)) return [];
  return axes.flatMap((axis) => {
    const fields = fieldOf(axis, 'fields');
    return Array.isArray(fields) ? [fields.map(String)] : [];
  });
}

function fieldOf(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? new Map(Object.entries(data)).get(name) : undefined;
}
