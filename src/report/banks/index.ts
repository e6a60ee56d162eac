import type { BankStudyResult } from '../../study/banks/bank-result.ts';
import { viewOf } from '../view.ts';
import { bankStudyCharts } from './charts.ts';
import { bankStudyRows, bankStudyTables } from './table.ts';

/** How a bank-count study is shown. */
export const banksView = viewOf<BankStudyResult>({
  tables: bankStudyTables,
  csv: (result) => [bankStudyRows(result)],
  charts: bankStudyCharts,
});
