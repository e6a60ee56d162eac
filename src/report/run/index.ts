import type { RunResult } from '../../run/result.ts';
import { jsonParts, jsonText } from '../tables/json.ts';
import { viewOf } from '../view.ts';
import { blockRows } from './block-tables.ts';
import { runCharts } from './charts.ts';
import { runSections } from './sections.ts';
import { spmvCharts } from './spmv-charts.ts';
import { type ShownSpmv, spmvTable } from './spmv-table.ts';
import { runSummary, runTables } from './tables.ts';

/** How a run is shown. */
export const runView = viewOf<RunResult>({
  tables: runTables,
  csv: (result) => [runSummary(result)],
  json: (result) => jsonParts(result, 'steps'),
  csvFiles: (result) => [['blocks', blockRows([{ label: result.accelerator, run: result }])]],
  charts: runCharts,
  sections: runSections,
});

/** What of an SpMV did not fit its bits: elements of the vector are inputs. */
const cutsOf = ({ run, operands }: Pick<ShownSpmv, 'run' | 'operands'>) => {
  const { weight, input } = operands.saturations;
  return { weight, input, wrappedAccumulators: run.wrappedAccumulators };
};

/** How an SpMV is shown. */
export const spmvView = viewOf<ShownSpmv>({
  tables: ({ platform, run, operands }) => [spmvTable(platform, run, operands)],
  json: ({ run, operands }) => [jsonText({ ...run.result, saturations: cutsOf({ run, operands }) })],
  file: (shown) => [
    jsonText({
      ...shown.header,
      ...identityOf(shown),
      ...shown.run.result,
      saturations: cutsOf(shown),
    }),
  ],
  charts: spmvCharts,
});

function identityOf({ platform: { name }, run, operands: { matrix }, configHash }: ShownSpmv) {
  const { tensor, rows, cols } = matrix;
  const { clockMhz } = run.array.config;
  return { accelerator: name, matrix: tensor, rows, cols, stored: matrix.codes.length, clockMhz, configHash };
}
