import { clockMhzOf } from '../../hw/config/clock.ts';
import type { RunResult } from '../../run/result.ts';
import type { WrittenSpmv } from '../../run/spmv-result.ts';
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
  file: (shown) => [jsonText(writtenSpmv(shown))],
  charts: spmvCharts,
});

/** What is written to the file of an SpMV. */
function writtenSpmv({ platform: { name }, run, operands, configHash, header }: ShownSpmv): WrittenSpmv {
  const { tensor, rows, cols, codes } = operands.matrix;
  return {
    ...header,
    accelerator: name,
    matrix: tensor,
    rows,
    cols,
    stored: codes.length,
    clockMhz: clockMhzOf(run.array.config),
    configHash,
    ...run.result,
    saturations: cutsOf({ run, operands }),
  };
}
