import type { ExplainResult } from '../../study/explain/explain-result.ts';
import { blockTable } from '../run/block-tables.ts';
import { viewOf } from '../view.ts';
import { changeRows, changeTable } from './change-table.ts';
import { explainCharts } from './charts.ts';
import { boundsTable, pathTable } from './limit-tables.ts';
import { treeRows, treeTable } from './tree-table.ts';

/** How an explanation is shown: what to change first, then why. */
export const explainView = viewOf<ExplainResult>({
  tables: (result, mostRows) => [
    changeTable(result, mostRows),
    treeTable(result),
    boundsTable(result),
    pathTable(result),
    blockTable(result),
  ],
  csv: (result) => [changeRows(result)],
  csvFiles: (result) => [['tree', treeRows(result)]],
  charts: explainCharts,
});
