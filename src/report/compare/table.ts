import type { CompareResult } from '../../run/result.ts';
import { overflowNotes } from '../run/overflow.ts';
import { columnNotes, otherWaitsNotes, summaryCells, summaryOfRun, toldColumns } from '../run/summary.ts';
import { stepWords } from '../step-words.ts';
import type { Table } from '../tables/table.ts';
import { clockNote } from './clock-note.ts';
import { areaNotes, budgetNotes, equalWords, savingsNote, weightNotes } from './notes.ts';

/** The table for a spreadsheet: every column, and in every row what the rows have in common. */
export function compareRows(result: CompareResult): Table {
  const { columns, rows } = compareTable(result, () => summaryOfRun);
  return {
    columns: [...columns, { key: 'equal', title: 'equal' }],
    rows: rows.map((row) => ({ ...row, equal: result.equal })),
  };
}

/**
 * The table of a comparison: a row per accelerator, and below it what does not fit and what the figures mean.
 */
export function compareTable(result: CompareResult, columns: typeof toldColumns = toldColumns): Table {
  const { rows, workload, requestedSparsity, configHash, version, referenceRow, equal } = result;
  const clock = clockNote(result);
  const [cycles, latency, ...others] = columns(rows.map(({ run }) => run));
  return {
    title: `${workload}: one ${stepWords(rows[0].run)}, ${percent(requestedSparsity)} sparsity requested, at ${equalWords[equal]} (bbsim ${version}, config ${configHash})`,
    columns: [
      { key: 'accelerator', title: 'accelerator' },
      cycles,
      latency,
      { key: 'speedUp', title: 'speed-up', digits: 2 },
      ...others,
    ],
    rows: rows.map(({ label, speedUp, run }) => ({ accelerator: label, speedUp, ...summaryCells(run) })),
    notes: [
      ...savingsNote(result),
      [`Speed-up is over ${referenceRow}.`, ...areaNotes(result), ...weightNotes(result)].join(' '),
      ...columnNotes,
      ...otherWaitsNotes(rows.map(({ run }) => run)),
      ...overflowNotes(rows),
      ...budgetNotes(result),
      ...(clock === null ? [] : [clock]),
    ],
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
