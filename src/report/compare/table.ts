import type { CompareResult } from '../../run/result.ts';
import { overflowNotes } from '../run/overflow.ts';
import { columnNotes, decoupledNote, summaryCells, toldColumns } from '../run/summary.ts';
import type { Table } from '../tables/table.ts';
import { clockNote } from './clock-note.ts';

/**
 * The table of a comparison: a row per accelerator, and below it what does not fit and what the figures mean.
 */
export function compareTable(result: CompareResult, columns: typeof toldColumns = toldColumns): Table {
  const { rows, workload, requestedSparsity, configHash, version, referenceRow } = result;
  const clock = clockNote(rows.map(({ run }) => run));
  const [cycles, latency, ...others] = columns(rows.map(({ run }) => run));
  return {
    title: `${workload}: one LSTM step, ${percent(requestedSparsity)} sparsity requested (bbsim ${version}, config ${configHash})`,
    columns: [
      { key: 'accelerator', title: 'accelerator' },
      cycles,
      latency,
      { key: 'speedUp', title: 'speed-up', digits: 2 },
      ...others,
    ],
    rows: rows.map(({ label, speedUp, run }) => ({ accelerator: label, speedUp, ...summaryCells(run) })),
    notes: [
      `Speed-up is over ${referenceRow}. ${keptNote(rows)}`,
      ...columnNotes,
      ...decoupledNote(rows.map(({ run }) => run)),
      ...overflowNotes(rows),
      ...(clock === null ? [] : [clock]),
    ],
  };
}

/**
 * What the rows have in common: the number of kept weights, but for patterns
 * that cannot keep exactly as many.
 */
function keptNote(rows: CompareResult['rows']): string {
  const pruned = rows.filter(({ run }) => run.weights.kept < run.weights.total);
  const counts = new Set(pruned.map(({ run }) => run.weights.kept));
  if (pruned.length === 0) return 'No row prunes: every one keeps all weights.';
  const others = pruned.length < rows.length ? '; the others keep all' : '';
  return counts.size === 1
    ? `Every pruned row keeps as many weights as the bank-balanced pattern${others}.`
    : `Pruned rows keep as many weights as the bank-balanced pattern, or as near as their pattern comes${others}.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
