import type { DryRun } from '../../explore/engine/dry-run.ts';
import type { SweepStatus } from '../../explore/engine/status.ts';
import type { SweepSummary } from '../../explore/engine/sweep.ts';
import type { OptimizeSummary } from '../../explore/optimize/summary.ts';
import type { Answer } from '../../explore/query/answer.ts';
import type { Space } from '../../explore/space/space.ts';
import { jsonText } from '../tables/json.ts';
import { viewOf } from '../view.ts';
import { frontColumns, frontJson, frontTable } from './optimize-table.ts';
import { answerJson, readableTable, wholeTable } from './query-table.ts';
import { dryRunTable, statusTable, summaryTable } from './table.ts';

/** What a sweep has come to, with the space that it is over. */
export interface ShownSweep {
  readonly space: Pick<Space, 'name' | 'hash'>;
  readonly summary: SweepSummary;
}

/** How a sweep that ended is shown. */
export const sweepView = viewOf<ShownSweep>({
  tables: ({ space, summary }) => [summaryTable(space, summary)],
  json: ({ space, summary }) => [jsonText({ sweep: space.name, hash: space.hash, ...summary })],
});

/** How the state of a store is shown. */
export const statusView = viewOf<SweepStatus>({ tables: (status) => [statusTable(status)] });

/** What a sweep would do, with the space that it is over. */
export interface ShownDryRun {
  readonly space: Pick<Space, 'name' | 'hash'>;
  readonly found: DryRun;
}

/** How a sweep that did not run is shown. */
export const dryRunView = viewOf<ShownDryRun>({
  tables: ({ space, found }) => [dryRunTable(space, found)],
  json: ({ found }) => [jsonText(found)],
});

/** How the answer to a question is shown. */
export const answerView = viewOf<Answer>({
  tables: (answer, mostRows) => [readableTable(answer, mostRows)],
  csv: (answer) => [wholeTable(answer)],
  json: answerJson,
});

/** How the front of a search is shown. */
export const frontView = viewOf<OptimizeSummary>({
  tables: (summary) => [frontTable(summary)],
  csv: (summary) => [frontColumns(summary)],
  json: (summary) => [jsonText(frontJson(summary))],
});
