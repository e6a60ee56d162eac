import type { RunResult } from '../../run/result.ts';
import type { Cell, Column } from '../tables/table.ts';
import { fitText } from './overflow.ts';

const BITS_PER_KIB = 8192;

/** The columns that a run and every row of a comparison share, and the cell of each. */
const summaryColumns: readonly (Column & { readonly cell: (run: RunResult) => Cell })[] = [
  { key: 'cycles', title: 'cycles', digits: 0, cell: ({ cycles }) => cycles.total },
  { key: 'latencyUs', title: 'latency', unit: 'us', digits: 2, cell: ({ latencyUs }) => latencyUs },
  { key: 'conflictCycles', title: 'conflict cycles', digits: 0, cell: ({ stalls }) => stalls.conflict },
  { key: 'loadImbalance', title: 'load imbalance', digits: 2, cell: ({ pes }) => pes.loadImbalance },
  {
    key: 'peUtilisationPercent',
    title: 'PE utilisation',
    unit: '%',
    digits: 1,
    cell: ({ pes }) => 100 * pes.utilisation,
  },
  { key: 'keptWeights', title: 'kept weights', digits: 0, cell: ({ weights }) => weights.kept },
  {
    key: 'achievedSparsityPercent',
    title: 'achieved sparsity',
    unit: '%',
    digits: 1,
    cell: ({ weights }) => 100 * weights.achievedSparsity,
  },
  {
    key: 'paddingPercent',
    title: 'padding',
    unit: '%',
    digits: 1,
    cell: ({ weights }) => 100 * weights.paddingShare,
  },
  {
    key: 'storageKib',
    title: 'storage',
    unit: 'KiB',
    digits: 0,
    cell: ({ weights }) => weights.storage.totalBits / BITS_PER_KIB,
  },
  { key: 'weights', title: 'weights', cell: ({ weights }) => weights.residency },
  { key: 'energyUj', title: 'energy', unit: 'uJ', digits: 1, cell: ({ energy }) => energy.totalUj },
  { key: 'effectiveGops', title: 'effective', unit: 'GOPS', digits: 0, cell: ({ gops }) => gops.effective },
  { key: 'actualGops', title: 'actual', unit: 'GOPS', digits: 0, cell: ({ gops }) => gops.actual },
  {
    key: 'maxAbsError',
    title: 'max abs error',
    digits: 4,
    cell: ({ accuracy }) => accuracy && Math.max(accuracy.maxAbsErrorH, accuracy.maxAbsErrorC),
  },
  { key: 'fits', title: 'fits', cell: ({ resources }) => fitText(resources) },
];

/** What the column of conflict cycles counts. docs/timing.md section 7. */
export const conflictNote =
  'Conflict cycles: cycles of the step in which the PE that finishes an SpMV last waits for a bank, summed over its SpMVs. Waits of the other PEs are hidden behind it.';

/** What the column of weights says. */
export const residencyNote =
  'Weights: resident on chip for all steps, or streamed from off-chip memory in every step.';

/** The summary columns, for a table. */
export const summaryOfRun: readonly Column[] = summaryColumns.map(({ cell: _, ...column }) => column);

/** The summary cells of a run. */
export function summaryCells(run: RunResult): Record<string, Cell> {
  return Object.fromEntries(summaryColumns.map(({ key, cell }) => [key, cell(run)]));
}
