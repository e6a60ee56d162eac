import { clockMetrics } from '../../run/metrics.ts';
import { factorsOf, findNumbers, isOk, withNumbers } from './columns.ts';
import { bestRows, distinctRows, frontRows, objectivesOf } from './objective.ts';
import type { Question } from './question.ts';
import type { Results, Row } from './results.ts';

/** What a reader sees of every point: what designs are judged by, and what explains it. */
const shownMetrics = [
  ...['latency_us', 'energy_uj', ...clockMetrics],
  ...['dsp', 'bram_blocks', 'cycles_total', 'storage_bits'],
];

/** A question that points answer. */
export type PointQuestion = Extract<Question, { readonly kind: 'rows' | 'best' | 'pareto' }>;

/** The points that answer a question. */
export interface AnsweringPoints {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Columns that the question names. */
  readonly asked: readonly string[];
  readonly notes: readonly string[];
}

/**
 * The points among `rows` (of `results`, those that meet the constraints) that answer a question.
 * Throws BadInput, naming its option.
 */
export function answeringPoints(
  results: Results,
  rows: readonly Row[],
  question: PointQuestion,
): AnsweringPoints {
  switch (question.kind) {
    case 'rows':
      return {
        title: `${rows.length} of ${results.rows.length} points`,
        rows,
        asked: [],
        notes: reasonNotes(rows),
      };
    case 'best':
      return bestPoints(results, rows, question);
    case 'pareto':
      return frontPoints(results, rows, question);
  }
}

function bestPoints(
  results: Results,
  rows: readonly Row[],
  { metric, isMaximised, top }: Extract<Question, { readonly kind: 'best' }>,
): AnsweringPoints {
  const { name } = findNumbers(results, metric, isMaximised ? '--maximize' : '--minimize');
  const of = withNumbers(rows, [name]).length;
  return {
    title: `${isMaximised ? 'highest' : 'lowest'} ${name} of ${of} simulated points`,
    rows: bestRows(rows, { name, isMaximised }, top),
    asked: [name],
    notes: missingNotes(rows, [name]),
  };
}

function frontPoints(
  results: Results,
  rows: readonly Row[],
  { objectives: text, isDistinct = false }: Extract<Question, { readonly kind: 'pareto' }>,
): AnsweringPoints {
  const objectives = objectivesOf(text, results);
  const names = objectives.map(({ name }) => name);
  const front = frontRows(rows, objectives);
  const distinct = distinctRows(front, results.columns);
  const goals = objectives.map(({ name, isMaximised }) => `${isMaximised ? 'high' : 'low'} ${name}`);
  return {
    title: `${front.length} of ${withNumbers(rows, names).length} simulated points are Pareto optimal in ${goals.join(', ')}`,
    rows: isDistinct ? distinct : front,
    asked: names,
    notes: [...missingNotes(rows, names), ...equalNotes(front.length - distinct.length, isDistinct)],
  };
}

function equalNotes(equal: number, isDistinct: boolean): string[] {
  if (equal === 0) return [];
  const points = equal === 1 ? '1 point equals' : `${equal} points equal`;
  return [
    `${points} another in every metric, with a difference only in fields without effect: ${
      isDistinct ? 'left out' : '--distinct leaves them out'
    }.`,
  ];
}

/**
 * Columns of points that a reader needs: what tells them apart, `asked` (what was
 * asked about), and the main metrics.
 */
export function readableColumns(results: Results, asked: readonly string[]): string[] {
  const known = new Set(['index', ...factorsOf(results), 'status', ...asked, ...shownMetrics]);
  return [...known];
}

function reasonNotes(rows: readonly Row[]): string[] {
  const others = rows.filter((row) => !isOk(row)).length;
  return others === 0 ? [] : [`Why a point is infeasible or failed: --columns index,reason.`];
}

function missingNotes(rows: readonly Row[], names: readonly string[]): string[] {
  const missing = rows.filter(isOk).length - withNumbers(rows, names).length;
  return missing === 0
    ? []
    : [`${missing} simulated points have no ${names.join(' or no ')}, and take no part.`];
}
