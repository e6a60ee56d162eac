import { BadInput } from '../../errors/bad-input.ts';
import { paretoFront } from '../search/pareto.ts';
import { findNumbers, namesOf, numberIn, withNumbers } from './columns.ts';
import type { ResultColumn, Results, Row } from './results.ts';

/** A column that is to be small, or large. */
export interface Objective {
  readonly name: string;
  readonly isMaximised: boolean;
}

/**
 * `latency_us,max:utilisation`: columns to minimise, or with max: to maximise.
 * Throws BadInput, naming --pareto.
 */
export function objectivesOf(text: string, results: Results): Objective[] {
  const objectives = namesOf(text, '--pareto').map(objectiveOf);
  for (const { name } of objectives) findNumbers(results, name, '--pareto');
  const names = new Set(objectives.map(({ name }) => name));
  if (names.size < objectives.length) throw new BadInput('--pareto: expected each column once');
  if (objectives.length < 2)
    throw new BadInput(
      `--pareto: expected at least two columns, found one; --minimize ${objectives[0].name} has the best of one`,
    );
  return objectives;
}

function objectiveOf(word: string): Objective {
  const name = word.replace(/^(min|max):/, '');
  return { name, isMaximised: word.startsWith('max:') };
}

const costOf = (row: Row, { name, isMaximised }: Objective): number =>
  isMaximised ? -numberIn(row, name) : numberIn(row, name);

/** Points from the best in an objective to the worst; equal ones in the order of their numbers. */
function ranked(rows: readonly Row[], objective: Objective): Row[] {
  return [...rows].sort(
    (a, b) => costOf(a, objective) - costOf(b, objective) || numberIn(a, 'index') - numberIn(b, 'index'),
  );
}

/**
 * The best simulated points that have a number in the objective's column: the best `top`, or with null all
 * that are as good as the best, equal ones in the order of their numbers.
 */
export function bestRows(rows: readonly Row[], objective: Objective, top: number | null): Row[] {
  const order = ranked(withNumbers(rows, [objective.name]), objective);
  if (top !== null) return order.slice(0, top);
  return order.filter((row) => row[objective.name] === order[0][objective.name]);
}

/**
 * The simulated points that no other is at least as good as in every objective and better in one
 * (Pareto optimal), from the best in the first objective to the worst. Points without a number in
 * one of the columns take no part.
 */
export function frontRows(rows: readonly Row[], objectives: readonly Objective[]): Row[] {
  const taking = withNumbers(
    rows,
    objectives.map(({ name }) => name),
  );
  const front = paretoFront(taking.map((row) => objectives.map((objective) => costOf(row, objective))));
  return ranked(
    front.map((i) => taking[i]),
    objectives[0],
  );
}

/**
 * The first of the points that are equal in every metric, of one accelerator, workload and seed: they differ
 * only in fields that have no effect. The digest of the configuration tells them apart, and does not count.
 */
export function distinctRows(rows: readonly Row[], columns: readonly ResultColumn[]): Row[] {
  const names = columns
    .filter(({ name, role }) => role === 'metric' && name !== 'config_hash')
    .map(({ name }) => name);
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify(['accelerator', 'workload', 'seed', ...names].map((name) => row[name]));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
