import type { ExplainResult } from '../../study/explain/explain-result.ts';
import { blockTable } from '../run/block-tables.ts';
import type { Table } from '../tables/table.ts';
import { unmeasuredNote } from '../toggle-notes.ts';
import { viewOf, withoutNotes } from '../view.ts';
import { adviceIn, adviceLine } from './advice-line.ts';
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
  sections: (result) => {
    const charts = explainCharts(result);
    const named = (...files: readonly string[]) => charts.filter(({ file }) => files.includes(file));
    return [
      {
        title: 'What to change',
        // A page has the advice as its answer.
        tables: [
          unmeasured(
            withoutNotes(changeTable(result, Number.POSITIVE_INFINITY), [adviceLine(adviceIn(result), true)]),
          ),
        ],
        charts: named('changes'),
      },
      { title: 'Where cycles and joules go', tables: [unmeasured(treeTable(result))], charts: [] },
      { title: 'What bounds it', tables: [boundsTable(result)], charts: named('roofline', 'bounds') },
      { title: 'Critical path', tables: [pathTable(result)], charts: [] },
      { title: 'Area', tables: [blockTable(result)], charts: [] },
    ];
  },
});

/** A table of energies beside which stands what they are not made of. */
function unmeasured({ notes = [], ...table }: Table): Table {
  return { ...table, notes: [...notes, unmeasuredNote] };
}
