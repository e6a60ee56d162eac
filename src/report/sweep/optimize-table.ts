import type { OptimizeSummary, SearchEnding } from '../../explore/optimize/summary.ts';
import { formatNumber } from '../tables/number-text.ts';
import type { Table } from '../tables/table.ts';
import { readableTable, wholeTable } from './query-table.ts';

/**
 * The front that a search has found, for a reader: what tells its designs apart, what they
 * cost, and how they were found.
 */
export function frontTable(summary: OptimizeSummary): Table {
  const { name, search, front, columns, readable } = summary;
  return readableTable({
    title: `${name} (search ${search}): ${front.length} ${front.length === 1 ? 'design' : 'designs'} with ${goalText(summary)} that no other evaluated one beats`,
    columns,
    rows: front,
    readable,
    notes: notesOf(summary),
  });
}

/** The front with every column, for CSV. */
export function frontColumns({ front, columns }: OptimizeSummary): Table {
  return wholeTable({ title: '', columns, rows: front, readable: [], notes: [] });
}

/**
 * The front and how it was found, for JSON: an array of one object per design, and the figures of the search.
 */
export function frontJson(summary: OptimizeSummary): object {
  const { columns: _columns, readable: _readable, front, ...rest } = summary;
  return { ...rest, front };
}

function goalText({ objectives, where }: OptimizeSummary): string {
  const goals = objectives.map(({ name, isMaximised }) => `${isMaximised ? 'high' : 'low'} ${name}`);
  return `${goals.join(', ')}${where === null ? '' : ` where ${where}`}`;
}

function notesOf(summary: OptimizeSummary): string[] {
  const { evaluated, combinations, budget, generations, ending, counts, before, reused, fresh } = summary;
  const { feasible, violating, misfits, constrained, failed } = counts;
  const fates = [
    `${whole(feasible)} feasible`,
    `${whole(misfits)} cannot be built, do not fit their device or miss timing`,
    ...(constrained > 0 ? [`${whole(constrained)} fit and miss a constraint`] : []),
    ...(summary.where === null ? [] : [`${whole(violating)} fit and miss --where`]),
    `${whole(failed)} failed`,
  ];
  const batches = `${whole(generations)} ${generations === 1 ? 'batch' : 'generations'}`;
  return [
    `${whole(evaluated)} of ${whole(combinations)} combinations evaluated in ${batches}, budget ${whole(budget)}: ${fates.join(', ')}.`,
    `${whole(fresh)} worked on now, ${whole(before)} in the store before, ${whole(reused)} known from another sweep or search (cache hits).`,
    endings[ending],
    ...worthOf(summary),
  ];
}

const endings: Readonly<Record<SearchEnding, string>> = {
  enumerated:
    'Ended: the budget is enough for all combinations, so all that the filters allow were evaluated.',
  exhausted: 'Ended: nothing else passes the filters; the budget was not used up.',
  'none-found':
    'Ended: nothing else that passes the filters was found in a space too large to look through; the budget was not used up.',
  budget: 'Ended: the budget is used up.',
  interrupted: 'Interrupted; the same command continues.',
};

/** How near to the true front the one that was found is, as far as that is known. */
function worthOf({ isTrueFront, ending, counts }: OptimizeSummary): string[] {
  if (isTrueFront) return ['This is the true front.'];
  if (ending !== 'enumerated' && ending !== 'exhausted') return [FOUND_FRONT];
  return [
    `This is the true front, but for the ${whole(counts.failed)} that failed: what they cost is not known.`,
  ];
}

const FOUND_FRONT =
  'Found with NSGA-II (Deb, Pratap, Agarwal, Meyarivan, IEEE Transactions on Evolutionary Computation 6(2), 2002): a front found by a search ' +
  'need not be the true one; another --seed or a larger --budget tells how settled it is.';

const whole = (count: number): string => formatNumber(count, 0);
