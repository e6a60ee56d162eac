import type { DiffResult } from '../../study/diff/diff-result.ts';
import { jsonText } from '../tables/json.ts';
import { viewOf } from '../view.ts';
import { diffCharts } from './charts.ts';
import { diffRows, diffTables } from './tables.ts';

/** How a comparison of two runs is shown; what is printed as JSON is the four lists alone. */
export const diffView = viewOf<DiffResult>({
  tables: diffTables,
  csv: (result) => [diffRows(result)],
  json: ({ inputs, cycles, energy, resources }) => [jsonText({ inputs, cycles, energy, resources })],
  file: (result) => [jsonText(result)],
  charts: diffCharts,
  sections: (result) => {
    const [inputs, totals, cycles, energy, blocks] = diffTables(result, Number.POSITIVE_INFINITY);
    const [ofCycles, ofEnergy, ...ofResources] = diffCharts(result);
    return [
      { title: 'Inputs that differ', tables: [inputs], charts: [] },
      { title: 'What became of it', tables: [totals], charts: [] },
      { title: 'Cycles', tables: [cycles], charts: [ofCycles] },
      { title: 'Energy', tables: [energy], charts: [ofEnergy] },
      { title: 'Blocks and bits', tables: [blocks], charts: ofResources },
    ];
  },
});
