import type { Reproduction } from '../../published/result.ts';
import { jsonText } from '../tables/json.ts';
import { viewOf } from '../view.ts';
import { reproductionCharts } from './charts.ts';
import { reproductionJson } from './details.ts';
import { rowsTable } from './figure-table.ts';
import { reproductionTables } from './table.ts';

/** How a reproduction is shown. */
export const reproductionView = viewOf<Reproduction>({
  tables: reproductionTables,
  csv: (result) => [rowsTable(result)],
  json: (result) => [jsonText(reproductionJson(result))],
  charts: reproductionCharts,
});
