import { jsonText } from '../tables/json.ts';
import { viewOf } from '../view.ts';
import { inspectCharts } from './charts.ts';
import { patternRows } from './pattern-table.ts';
import type { ShownInspection } from './shown-inspection.ts';
import { inspectTables } from './tables.ts';
import { tensorRows } from './tensor-table.ts';

/** How what is in a file of weights is shown. */
export const inspectView = viewOf<ShownInspection>({
  tables: ({ result }) => inspectTables(result),
  csv: ({ result }) => [tensorRows(result), patternRows(result)],
  json: ({ result }) => [jsonText(result)],
  charts: inspectCharts,
});
