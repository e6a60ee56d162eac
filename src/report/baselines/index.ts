import type { BaselineStudyResult } from '../../study/baselines/baseline-result.ts';
import { viewOf } from '../view.ts';
import { baselineCharts } from './charts.ts';
import { baselineRows, baselineTable } from './table.ts';

/** How a study of baselines is shown. */
export const baselinesView = viewOf<BaselineStudyResult>({
  tables: (result) => [baselineTable(result)],
  csv: (result) => [baselineRows(result)],
  charts: baselineCharts,
  sections: (result) => [
    { title: 'Cycles by schedule', tables: [baselineTable(result)], charts: baselineCharts(result) },
  ],
});
