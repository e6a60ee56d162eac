import type { BankStudyResult } from '../../study/banks/bank-result.ts';
import { viewOf } from '../view.ts';
import { bankStudyCharts } from './charts.ts';
import { bankStudyRows, bankStudyTables } from './table.ts';

/** How a bank-count study is shown. */
export const banksView = viewOf<BankStudyResult>({
  tables: bankStudyTables,
  csv: (result) => [bankStudyRows(result)],
  charts: bankStudyCharts,
  sections: (result) => {
    const [storage, step, likeness, matrices] = bankStudyTables(result);
    const charts = bankStudyCharts(result);
    const named = (...files: readonly string[]) => charts.filter(({ file }) => files.includes(file));
    return [
      { title: 'Storage of the weights', tables: [storage], charts: named('storage-by-banks') },
      { title: 'One step on both arrays', tables: [step], charts: named('latency-by-banks') },
      {
        title: 'Likeness to unstructured pruning',
        tables: [likeness],
        charts: named('similarity-by-banks', 'magnitude-by-banks'),
      },
      { title: 'Likeness by matrix', tables: [matrices], charts: [] },
    ];
  },
});
