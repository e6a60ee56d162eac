import { clip, didYouMean, show } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { type Metric, storedMetrics } from '../../run/metrics.ts';
import { leadingColumns, trailingColumns } from '../space/fixed-columns.ts';
import type { Manifest } from '../store/manifest.ts';
import type { PointRecord } from '../store/record.ts';

/** Throws BadInput, naming `path`, for axes that cannot be columns beside the others. */
export function checkAxisColumns(path: string, axes: readonly string[]): void {
  const others = [...leadingColumns, ...trailingColumns, ...storedMetrics.map(({ name }) => name)];
  for (const [at, axis] of axes.entries()) {
    if (axes.indexOf(axis) < at)
      throw new BadInput(`${path}: axes.${at}: expected each axis once, found ${show(axis)} again`);
    if (others.includes(axis))
      throw new BadInput(
        `${path}: axes.${at}: expected the field of an axis, found ${show(axis)}, which is another column`,
      );
  }
}

/**
 * What of a record shows that it is no point of its sweep, although its line is whole: a number that the
 * sweep does not have, other axes, a metric that is no figure. Null: nothing.
 */
export function misfitOf(
  { index, axes, metrics }: PointRecord,
  { kind, points, axes: expected }: Pick<Manifest, 'kind' | 'points' | 'axes'>,
): string | null {
  // The designs of a search have their numbers in the grid, of which it tries a few.
  if (kind === 'sweep' && index >= points) return `index: expected less than ${points}, found ${index}`;
  const missing = expected.find((axis) => !Object.hasOwn(axes, axis));
  if (missing !== undefined) return `axes.${clip(missing)}: missing, expected its value`;
  const unknown = Object.keys(axes).find((axis) => !expected.includes(axis));
  if (unknown !== undefined)
    return `axes.${clip(unknown)}: unknown axis${didYouMean(unknown, expected) || `; there are ${expected.join(', ') || 'none'}`}`;
  for (const metric of storedMetrics) {
    const { name } = metric;
    const value = Object.hasOwn(metrics, name) ? metrics[name] : null;
    if (!isFigure(metric, value)) return `metrics.${name}: ${expectation(metric)}, found ${show(value)}`;
  }
  return null;
}

function isFigure({ better }: Metric, value: unknown): boolean {
  if (value === null) return true;
  return better === null ? typeof value === 'string' : typeof value === 'number' && value >= 0;
}

const expectation = ({ better }: Metric): string =>
  better === null ? 'expected text' : 'expected a number of at least 0';

/** Results of two machines may differ in the last digits of what they computed. */
const SAME = 1e-9;

/** A metric of two records of one point that contradict each other; null: there is none. */
export function contradictionOf(a: PointRecord, b: PointRecord): string | null {
  if (a.key !== b.key || a.status !== 'ok' || b.status !== 'ok') return null;
  const found = storedMetrics.find(({ name }) => differ(a.metrics[name] ?? null, b.metrics[name] ?? null));
  return found?.name ?? null;
}

/** A metric that one of them does not have is of an earlier version. */
function differ(a: unknown, b: unknown): boolean {
  if (a === null || b === null) return false;
  if (typeof a !== 'number' || typeof b !== 'number') return a !== b;
  return Math.abs(a - b) > SAME * Math.max(Math.abs(a), Math.abs(b));
}
