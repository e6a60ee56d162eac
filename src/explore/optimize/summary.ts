import { clockMetrics, mainMetrics } from '../../run/metrics.ts';
import { headerOf, type ResultHeader } from '../../run/result-header.ts';
import type { Objective } from '../query/objective.ts';
import { columnsOf, type ResultColumn, type Row } from '../query/results.ts';
import { type Evaluation, isFeasible } from '../search/evaluation.ts';
import { paretoFront } from '../search/pareto.ts';
import type { Ending } from '../search/search-problem.ts';
import { axisColumns } from '../space/space.ts';
import { hasCuts } from '../store/cut-numbers.ts';
import type { StoreDamage } from '../store/read-store.ts';
import { isConstrained, type PointRecord, type Value } from '../store/record.ts';
import type { AskedDesigns } from './asked-designs.ts';
import type { DesignSearch } from './design-search.ts';
import { evaluationOf } from './evaluation-of.ts';

/** What became of the designs that were evaluated. */
export interface EvaluatedCounts {
  readonly feasible: number;
  /** Designs that fit their device and do not meet the constraint. */
  readonly violating: number;
  /** Designs that cannot be built, or do not fit their device. */
  readonly misfits: number;
  /** Designs that fit and miss a constraint of the specification, which are not simulated. */
  readonly constrained: number;
  readonly failed: number;
}

/** How a search ended: told to stop, or as nsga2 says. */
export type SearchEnding = Ending | 'interrupted';

/** What a search has come to. */
export interface OptimizeSummary extends ResultHeader {
  readonly name: string;
  /** 12 hexadecimal digits that stand for the search. */
  readonly search: string;
  readonly objectives: readonly Objective[];
  readonly where: string | null;
  /** Combinations before filters, and how many of them could have been evaluated. */
  readonly combinations: number;
  readonly budget: number;
  readonly evaluated: number;
  readonly counts: EvaluatedCounts;
  /** Designs of which numbers are known not to fit their bits: saturated, or wrapped in an accumulator. */
  readonly cut: number;
  /**
   * Of the evaluated designs, those that were in the store before: of this search, and
   * of another with the same design.
   */
  readonly before: number;
  readonly reused: number;
  readonly fresh: number;
  /** Generations that were completed. */
  readonly generations: number;
  readonly ending: SearchEnding;
  /** Whether everything that the filters allow was evaluated, so that nothing better can be elsewhere. */
  readonly isTrueFront: boolean;
  readonly columns: readonly ResultColumn[];
  /** Names of the columns that a reader needs. */
  readonly readable: readonly string[];
  /**
   * The feasible designs that no other one evaluated dominates, from the best in
   * the first objective to the worst.
   */
  readonly front: readonly Row[];
  readonly damage: StoreDamage;
}

/** What is known of a search besides the designs that it asked for. */
export interface SearchEnd {
  readonly ending: SearchEnding;
  readonly generations: number;
  readonly damage: StoreDamage;
}

/** Sums up what a search has evaluated, in part or to its end. */
export function optimizeSummary(
  search: DesignSearch,
  { records, before, reused }: AskedDesigns,
  { ending, generations, damage }: SearchEnd,
): OptimizeSummary {
  const { space, objectives, constraint, designs, request } = search;
  const evaluated = records.map(
    (record): EvaluatedDesign => ({ record, evaluation: evaluationOf(record, search) }),
  );
  const counts = countsOf(evaluated);
  const columns = columnsOf([...axisColumns(space)]);
  return {
    ...headerOf('optimize'),
    name: space.name,
    search: space.hash,
    objectives,
    where: constraint?.text ?? null,
    combinations: designs.points.count,
    budget: request.budget,
    evaluated: records.length,
    counts,
    cut: records.filter(hasCuts).length,
    before,
    reused,
    fresh: records.length - before - reused,
    generations,
    ending,
    isTrueFront: (ending === 'enumerated' || ending === 'exhausted') && counts.failed === 0,
    columns,
    readable: readableColumns(search),
    front: frontOf(evaluated).map((record) => rowOf(record, columns)),
    damage,
  };
}

interface EvaluatedDesign {
  readonly record: PointRecord;
  readonly evaluation: Evaluation;
}

function countsOf(evaluated: readonly EvaluatedDesign[]): EvaluatedCounts {
  const counts = { feasible: 0, violating: 0, misfits: 0, constrained: 0, failed: 0 };
  for (const { record, evaluation } of evaluated) {
    if (record.status === 'failed') counts.failed++;
    else if (isConstrained(record)) counts.constrained++;
    else if (record.status === 'infeasible') counts.misfits++;
    else if (isFeasible(evaluation)) counts.feasible++;
    else counts.violating++;
  }
  return counts;
}

/** Equal designs in the order of their numbers. */
function frontOf(evaluated: readonly EvaluatedDesign[]): PointRecord[] {
  const feasible = evaluated.filter(({ evaluation }) => isFeasible(evaluation));
  const front = paretoFront(feasible.map(({ evaluation }) => evaluation.costs)).map((i) => feasible[i]);
  const first = ({ evaluation }: EvaluatedDesign) => evaluation.costs[0];
  front.sort((a, b) => first(a) - first(b) || a.record.index - b.record.index);
  return front.map(({ record }) => record);
}

/** A cell for every column, in their order. */
function rowOf({ axes, metrics, ...identity }: PointRecord, columns: readonly ResultColumn[]): Row {
  const cells = new Map<string, unknown>([identity, metrics, axes].flatMap(Object.entries));
  return Object.fromEntries(columns.map(({ name }) => [name, (cells.get(name) ?? null) as Value]));
}

function readableColumns({ space, objectives, constraint }: DesignSearch): string[] {
  const { accelerators } = space.basis;
  const names = [
    'index',
    ...(accelerators.length > 1 ? ['accelerator'] : []),
    ...axisColumns(space),
    ...objectives.map(({ name }) => name),
    ...(constraint?.names ?? []),
    ...mainMetrics,
    ...clockMetrics,
  ];
  return [...new Set(names)];
}
