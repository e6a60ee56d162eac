import { jsonText } from '../tables/json.ts';
import { viewOf } from '../view.ts';
import { inspectCharts, modelCharts } from './charts.ts';
import { patternRows } from './pattern-table.ts';
import type { ShownInspection } from './shown-inspection.ts';
import { inspectTables, modelTables } from './tables.ts';
import { tensorRows } from './tensor-table.ts';

/** How what is in a file of weights is shown. */
export const inspectView = viewOf<ShownInspection>({
  tables: ({ result }) => inspectTables(result),
  csv: ({ result }) => [tensorRows(result), patternRows(result)],
  json: ({ result }) => [jsonText(result)],
  charts: inspectCharts,
  sections: (shown) => {
    const { models } = shown.result;
    return models.flatMap((model) => {
      const of = models.length > 1 ? `${model.name}: ` : '';
      const [values, counts, patterns] = modelTables(shown.result, model);
      return [
        { title: `${of}Values of the tensors`, tables: [values], charts: [] },
        { title: `${of}Where the weights are`, tables: [counts], charts: [] },
        { title: `${of}What patterns keep`, tables: [patterns], charts: modelCharts(shown, model) },
      ];
    });
  },
});
