import type { SpmvOperands } from '../../run/load-matrix.ts';
import type { Platform } from '../../run/platform.ts';
import type { RunResult } from '../../run/result.ts';
import type { SpmvRun } from '../../run/spmv.ts';
import { jsonText } from '../tables/json.ts';
import { viewOf } from '../view.ts';
import { spmvTable } from './spmv-table.ts';
import { runSummary, runTables } from './tables.ts';

/** How a run is shown. */
export const runView = viewOf<RunResult>({ tables: runTables, csv: (result) => [runSummary(result)] });

/** An SpMV that ran, with what it was given. */
export interface ShownSpmv {
  readonly platform: Platform;
  readonly run: SpmvRun;
  readonly operands: SpmvOperands;
}

/** How an SpMV is shown. */
export const spmvView = viewOf<ShownSpmv>({
  tables: ({ platform, run, operands }) => [spmvTable(platform, run, operands)],
  json: ({ run }) => [jsonText(run.result)],
});
