import type { WrittenSpmv } from '../../../run/spmv-result.ts';
import type { Table } from '../../tables/table.ts';
import type { PageChapter } from '../document.ts';
import { factsOf } from './result-chapter.ts';

/** An SpMV: what its file says of every PE. */
export function spmvChapter(result: WrittenSpmv): PageChapter {
  return {
    title: `A product on ${result.accelerator}`,
    facts: factsOf(result),
    sections: [{ title: 'PEs', blocks: [{ kind: 'table', table: peTable(result) }] }],
  };
}

function peTable({ rows, cols, accelerator, ...spmv }: WrittenSpmv): Table {
  const { cycles, issueCycles, conflictCycles, busyCycles } = spmv;
  return {
    title: `A matrix of ${rows} x ${cols} on ${accelerator}: ${cycles} cycles`,
    columns: [
      { key: 'pe', title: 'PE', digits: 0 },
      { key: 'issue', title: 'issue', unit: 'cycles', digits: 0 },
      { key: 'conflict', title: 'of issue: conflict', unit: 'cycles', digits: 0 },
      { key: 'busy', title: 'busy', unit: 'cycles', digits: 0 },
    ],
    rows: issueCycles.map((issue, pe) => ({
      pe,
      issue,
      conflict: conflictCycles[pe],
      busy: busyCycles[pe],
    })),
    notes: [
      'Issue: cycles in which a beat of the PE is at its banks. Conflict: those of them beyond one for each beat, in which it waits for what it reads. Busy: issue, and the cycles in which the last beat leaves the pipeline.',
    ],
  };
}
