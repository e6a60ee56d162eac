import { BadInput } from '../../errors/bad-input.ts';
import type { ValueKind } from '../space/field-kinds.ts';
import type { Answer, AnswerColumn } from './answer.ts';
import { factorsOf, findColumn, findNumbers, isOk, namesOf, withNumbers } from './columns.ts';
import { marginalsOf } from './marginal.ts';
import type { Results, Row } from './results.ts';
import { sensitivityOf } from './sensitivity.ts';
import { kindOfColumn } from './typed-column.ts';

/** Columns of figures: numbers, or counts and numbers of points. */
const figures = (names: readonly string[], kind: ValueKind = 'number'): AnswerColumn[] =>
  names.map((name) => ({ name, role: 'metric', kind }));

function table(
  title: string,
  columns: readonly AnswerColumn[],
  rows: readonly Row[],
  notes: readonly string[],
) {
  return { title, columns, rows, readable: columns.map(({ name }) => name), notes } satisfies Answer;
}

/**
 * How much a metric follows each factor, as `sensitivityOf`, in the columns factor, levels,
 * lowest_level, lowest_mean, highest_level, highest_mean, ratio and share. Throws BadInput, naming
 * --sensitivity, for a column without numbers.
 */
export function sensitivityAnswer(results: Results, rows: readonly Row[], metric: string): Answer {
  findNumbers(results, metric, '--sensitivity');
  const factors = factorsOf(results).filter((name) => name !== metric);
  const effects = sensitivityOf(rows, metric, factors).map((effect) => ({
    factor: effect.factor,
    levels: effect.levels,
    lowest_level: effect.lowestLevel,
    lowest_mean: effect.lowestMean,
    highest_level: effect.highestLevel,
    highest_mean: effect.highestMean,
    ratio: effect.ratio,
    share: effect.share,
  }));
  return table(
    `${results.manifest.name}: what ${metric} follows, ${takingPart(rows, metric)}`,
    [
      { name: 'factor', role: 'axis', kind: 'text' },
      { name: 'levels', role: 'axis', kind: 'integer' },
      // Levels of all factors are in one column.
      ...figures(['lowest_level'], 'text'),
      ...figures(['lowest_mean']),
      ...figures(['highest_level'], 'text'),
      ...figures(['highest_mean', 'ratio', 'share']),
    ],
    effects,
    [
      'Means are of the points at a level; share: of the variance, by the factor alone (first-order main effect, eta squared). On a full grid, what the shares lack of 1 is interaction.',
      ...leftOutNotes(rows, metric),
    ],
  );
}

/**
 * A metric per level of a column, or per pair of levels of two, in their columns and count, mean, min,
 * min_index, max and max_index (the numbers of the points). Throws BadInput, naming --marginal or --by.
 */
export function marginalAnswer(
  results: Results,
  rows: readonly Row[],
  { metric, by: asked }: { readonly metric: string; readonly by: string },
): Answer {
  findNumbers(results, metric, '--marginal');
  const names = namesOf(asked, '--by');
  if (names.length > 2) throw new BadInput(`--by: expected one or two columns, found ${names.length}`);
  const by = names.map((name) => findColumn(results.columns, name, '--by'));
  const found = marginalsOf(rows, metric, names).map(({ levels, summary }) => ({
    ...Object.fromEntries(names.map((name, i) => [name, levels[i]])),
    count: summary.count,
    mean: summary.mean,
    min: summary.min,
    min_index: summary.minIndex,
    max: summary.max,
    max_index: summary.maxIndex,
  }));
  return table(
    `${results.manifest.name}: ${metric} by ${names.join(' and ')}, ${takingPart(rows, metric)}`,
    [
      ...by.map(({ name, role }) => levelColumn({ name, role }, found)),
      ...figures(['count'], 'integer'),
      ...figures(['mean', 'min']),
      ...figures(['min_index'], 'integer'),
      ...figures(['max']),
      ...figures(['max_index'], 'integer'),
    ],
    found,
    leftOutNotes(rows, metric),
  );
}

/** The column of the levels of one; stretches that are put together (`0.5 to 0.6`) are text. */
function levelColumn({ name, role }: AnswerColumn, rows: readonly Row[]): AnswerColumn {
  const kind = kindOfColumn({ name, role });
  const isPutTogether = kind !== 'text' && rows.some((row) => / to /.test(String(row[name])));
  return { name, role: 'axis', kind: isPutTogether ? 'text' : kind };
}

const takingPart = (rows: readonly Row[], metric: string): string =>
  `${withNumbers(rows, [metric]).length} simulated points`;

/** Without some points, levels are compared over unlike values of the other factors. */
function leftOutNotes(rows: readonly Row[], metric: string): string[] {
  const leftOut = rows.length - withNumbers(rows, [metric]).length;
  if (leftOut === 0) return [];
  const unsimulated = rows.filter((row) => !isOk(row)).length;
  const reasons = [
    ...(unsimulated > 0 ? [`${unsimulated} infeasible or failed`] : []),
    ...(unsimulated < leftOut ? [`${leftOut - unsimulated} without ${metric}`] : []),
  ];
  return [
    `${leftOut} points take no part (${reasons.join(', ')}): the levels of one factor may come with unlike values of the others.`,
  ];
}
