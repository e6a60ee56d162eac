import type { CompareResult } from '../../run/result.ts';
import { blockRows } from '../run/block-tables.ts';
import { type ResultView, viewOf, withoutNotes } from '../view.ts';
import { compareCharts } from './charts.ts';
import { savingsNote } from './notes.ts';
import { compareRows, compareTable } from './table.ts';

/** How a comparison is shown. */
export const compareView: ResultView<CompareResult> = viewOf({
  tables: (result: CompareResult) => [compareTable(result)],
  csv: (result) => [compareRows(result)],
  csvFiles: ({ rows }) => [['blocks', blockRows(rows)]],
  charts: compareCharts,
  sections: (result) => {
    const about = (isAbout: (file: string) => boolean) =>
      compareCharts(result).filter(({ file }) => isAbout(file));
    return [
      {
        title: 'The accelerators',
        // A page has what is saved as its answer.
        tables: [withoutNotes(compareTable(result), savingsNote(result))],
        charts: about((file) => file === 'latency-by-area' || file === 'area'),
      },
      { title: 'Cycles', tables: [], charts: about((file) => file === 'stalls') },
      { title: 'Energy', tables: [], charts: about((file) => file.startsWith('energy')) },
      { title: 'Bank conflicts', tables: [], charts: about((file) => file.startsWith('conflicts-')) },
      { title: 'Sparsity', tables: [], charts: about((file) => file === 'latency-by-sparsity') },
    ];
  },
});
