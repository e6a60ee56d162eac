import { unstructured } from '../../bbs/patterns/unstructured.ts';
import { fixedHalfUp } from '../../num/half-up.ts';
import { frontOf, type RunningRow, runningRows } from './pattern-front.ts';
import type { StudiedRows } from './pattern-remarks.ts';
import type { PatternRegime } from './patterns-result.ts';
import { arrayName, bitsText, type CompetedMeasure, measures, regimeOf } from './regime-sentence.ts';

/** How much less of the magnitude than unstructured pruning a pattern may keep; null: whatever it keeps. */
const QUALITY_BARS = [0.01, 0.05, 0.1, null] as const;

/** What is asked of patterns that are equal in one thing: not that. */
const ownMeasures = {
  kept: [measures.bits],
  bits: [measures.magnitude],
  magnitude: [measures.bits, measures.values],
} as const;

/**
 * Which pattern wins where, each in a sentence that follows from the rows: the fastest of those that keep
 * enough of the magnitude, and what takes least bits, energy and logic. Of patterns of equal bits it is
 * asked who keeps most; of those of equal magnitude who is fastest, smallest, and stores fewest values.
 */
export function regimesOf(study: StudiedRows): PatternRegime[] {
  const rows = runningRows(study.rows);
  if (rows.length === 0) return [];
  const least = (measure: CompetedMeasure) => regimeOf(study, rows, measure, measure.name, 'of all patterns');
  const fastest =
    study.equal === 'magnitude'
      ? [least(measures.fastest)]
      : QUALITY_BARS.map((bar) => fastestWithin(study, rows, bar));
  return [
    ...fastest,
    ...[...ownMeasures[study.equal], measures.energy, measures.logic].map(least),
    frontRegime(study, rows),
  ];
}

/** The fastest of the rows that keep so much of what unstructured pruning keeps. */
function fastestWithin(
  study: StudiedRows,
  rows: readonly RunningRow[],
  bar: (typeof QUALITY_BARS)[number],
): PatternRegime {
  if (bar === null)
    return regimeOf(study, rows, measures.fastest, 'any magnitude', 'whatever magnitude they keep');
  const free = rows.find(({ pattern }) => pattern === unstructured.kind);
  const most = free?.keptMagnitudeShare ?? Math.max(...rows.map((row) => row.keptMagnitudeShare));
  const whose = free ? 'that unstructured pruning keeps' : 'that any of them keeps';
  return regimeOf(
    study,
    rows.filter(({ keptMagnitudeShare }) => keptMagnitudeShare >= (1 - bar) * most),
    measures.fastest,
    `magnitude within ${100 * bar} %`,
    `of patterns within ${100 * bar} % of the squared magnitude ${whose}`,
  );
}

const axes = {
  keptMagnitudeShare: {
    title: 'kept magnitude',
    words: (row: RunningRow) => `${(100 * row.keptMagnitudeShare).toFixed(1)} %`,
  },
  storageBits: {
    title: 'bits',
    words: (row: RunningRow) => bitsText(row.storageBits),
  },
} as const;

/** The points of the front, the fastest first; patterns at one point together. */
function frontRegime(study: StudiedRows, rows: readonly RunningRow[]): PatternRegime {
  const { title, words } = axes[study.frontAxis];
  const points = pointsOf(frontOf(study.rows, study.frontAxis), study.frontAxis);
  const texts = points.map((point) => {
    const [{ latencyUs }] = point;
    return `${pointName(point)} (${words(point[0])}, ${fixedHalfUp(latencyUs, 2)} us)`;
  });
  const [[{ pattern, accelerator }]] = points;
  const names = `${texts.join('; ')}${frontFits(study, rows)}`;
  const sentence = `On the Pareto front of ${title} and latency are ${names}.`;
  return { name: 'front', pattern, accelerator, sentence };
}

function pointsOf(front: readonly RunningRow[], axis: StudiedRows['frontAxis']): RunningRow[][] {
  const points = new Map<string, RunningRow[]>();
  for (const row of front.toSorted((a, b) => a.latencyUs - b.latencyUs)) {
    const at = `${row.latencyUs} ${row[axis]}`;
    points.set(at, [...(points.get(at) ?? []), row]);
  }
  return [...points.values()];
}

/** More patterns at a point than these are counted. */
const MOST_AT_POINT = 3;

function pointName(point: readonly RunningRow[]): string {
  const names = point.map((row) => `${row.pattern} on ${arrayName(row)}`);
  if (names.length > MOST_AT_POINT) return `${names[0]} and ${names.length - 1} others`;
  return names.join(' and ');
}

/** What the device does to the front. */
function frontFits({ device }: StudiedRows, rows: readonly RunningRow[]): string {
  const fitting = rows.filter(({ fits }) => fits).length;
  if (fitting === rows.length) return '';
  return fitting === 0
    ? `; none fits ${device}`
    : `; ${fitting} of ${rows.length} patterns fit ${device}, and the front is of these`;
}
