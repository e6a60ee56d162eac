import type { Results, Row } from '../../explore/query/results.ts';
import { phraseOf, quantityOf } from '../sweep/chart-quantities.ts';
import { varyingColumns } from '../sweep/charted-results.ts';
import { formatNumber } from '../tables/number-text.ts';
import { listOf } from './answer.ts';

/**
 * The answer of a sweep in three sentences with numbers: how much of it is there, its fastest design, and
 * what there is to choose from between time and energy. `front`: the designs that no other beats in both, the
 * fastest first.
 */
export function sweepAnswer(results: Results, front: readonly Row[]): string[] {
  return [
    countSentence(results),
    ...reasonSentence(results),
    ...fastestSentence(results),
    ...frontSentence(results, front),
  ];
}

function countSentence({ manifest, rows }: Results): string {
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  const [ok, infeasible, failed] = ['ok', 'infeasible', 'failed'].map(count);
  const are = manifest.points === 1 ? 'point' : 'points';
  const done = `${number(rows.length)} of ${number(manifest.points)} ${are} of ${manifest.name} ${rows.length === 1 ? 'is' : 'are'} there`;
  const outcomes = [
    ...(ok > 0 || rows.length === 0 ? [ok === 1 ? '1 was simulated' : `${number(ok)} were simulated`] : []),
    ...(infeasible === 0 ? [] : [infeasibleText(infeasible)]),
    ...(failed === 0 ? [] : [`${number(failed)} failed`]),
  ];
  return rows.length === 0 ? `${done} yet.` : `${done}: ${listOf(outcomes)}.`;
}

const infeasibleText = (count: number): string =>
  count === 1
    ? '1 cannot be built, does not fit or misses a constraint'
    : `${number(count)} cannot be built, do not fit or miss a constraint`;

/** Where there are points, and none of them is a design: the reason that most of them have. */
function reasonSentence({ rows }: Results): string[] {
  const counts = new Map<string, number>();
  for (const { status, reason } of rows) {
    if (status === 'ok') return [];
    if (typeof reason !== 'string' || reason === '') continue;
    // A reason may list all that is too much: its first part tells it from others.
    const [first] = reason.split('; ');
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1]);
  if (most === undefined) return [];
  const [reason, count] = most;
  return [`None of them can be chosen; the most common reason, of ${number(count)} of them: ${reason}.`];
}

const number = (count: number): string => formatNumber(count, 0);

/** The point of the least latency; of several the first. */
function fastestSentence(results: Results): string[] {
  const [best] = results.rows
    .filter(({ status, latency_us: latency }) => status === 'ok' && typeof latency === 'number')
    .toSorted((a, b) => Number(a.latency_us) - Number(b.latency_us));
  if (best === undefined) return [];
  const costs = [
    ...figure(best, 'energy_uj').map((text) => ` and ${text} uJ`),
    ...figure(best, 'area_percent').map((text) => `, with ${text} % of the resource that it takes most of`),
  ].join('');
  return [
    `The fastest design takes ${figure(best, 'latency_us')} us a step${costs}: ${nameOf(results, best)}${unreached(best)}.`,
  ];
}

/** That a design is shown at a clock that it does not reach. */
function unreached(row: Row): string {
  if (!missesClock(row)) return '';
  const own = figure(row, 'latency_at_fmax_us').map((text) => `, where it takes ${text} us`);
  return `, at a clock that it does not reach (Fmax ${formatNumber(Number(row.fmax_mhz), 1)} MHz${own.join('')})`;
}

/**
 * Whether a simulated point is slower at its Fmax than at the clock that it has: a sweep leaves out a design
 * for that only where it sets the clock.
 */
function missesClock({ status, latency_us: latency, latency_at_fmax_us: own, fmax_mhz: fmax }: Row): boolean {
  if (status !== 'ok' || typeof latency !== 'number' || typeof own !== 'number') return false;
  return typeof fmax === 'number' && own > latency * (1 + 1e-9);
}

/** How many points are shown at a clock that they do not reach; nothing where there is none. */
export function clockRemarks({ rows }: Pick<Results, 'rows'>): string[] {
  const late = rows.filter(missesClock).length;
  if (late === 0) return [];
  const [are, them] = late === 1 ? ['1 point has', 'it'] : [`${number(late)} points have`, 'them'];
  return [
    `${are} a clock above the Fmax that is estimated for ${them}, since a sweep judges clocks only where it sets them: latency is at that clock, latency at Fmax at the one that is reached. query --where 'latency_at_fmax_us > latency_us' lists ${them}.`,
  ];
}

/** The ends of the front. */
function frontSentence(results: Results, front: readonly Row[]): string[] {
  const [first] = front;
  const last = front.at(-1);
  if (first === undefined || last === undefined) return [];
  if (first === last)
    return results.rows.length === 1 ? [] : ['It is also the one that takes the least energy.'];
  return [
    `${number(front.length)} designs are worth choosing from between time and energy, down to ${figure(last, 'energy_uj')} uJ at ${figure(last, 'latency_us')} us: ${nameOf(results, last)}.`,
  ];
}

/** A figure of a point to three digits; none where it has none. */
function figure(row: Row, name: string): string[] {
  const value = row[name];
  if (typeof value !== 'number') return [];
  return [formatNumber(value, value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3)];
}

/** A point by what differs between the points: `bbs, 64 PEs, 32 banks`. */
function nameOf({ manifest, columns, rows }: Results, row: Row): string {
  const varying = varyingColumns({ manifest, columns, rows, where: null });
  const words = varying.map((column) => {
    const value = row[column.name] ?? null;
    if (value === null) return `no ${quantityOf(column).title}`;
    const text = String(value);
    return column.role === 'axis' ? phraseOf(column, text) : text;
  });
  return words.length === 0 ? String(row.accelerator) : words.join(', ');
}
