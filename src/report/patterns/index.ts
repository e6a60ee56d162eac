import { jsonText } from '../tables/json.ts';
import { viewOf } from '../view.ts';
import { patternStudyCharts } from './charts.ts';
import { patternStudyRows } from './rows.ts';
import type { ShownPatterns } from './shown-patterns.ts';
import { patternStudyTables } from './tables.ts';

/** How a study of patterns is shown. */
export const patternsView = viewOf<ShownPatterns>({
  tables: ({ result }) => patternStudyTables(result),
  csv: ({ result }) => [patternStudyRows(result)],
  json: ({ result }) => [jsonText(result)],
  charts: patternStudyCharts,
});
