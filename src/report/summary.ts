import type { RunResult } from '../study/result.ts';
import type { Cell, Column } from './table.ts';

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
    key: 'padding',
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
  { key: 'energyUj', title: 'energy', unit: 'uJ', digits: 1, cell: ({ energy }) => energy.totalUj },
  { key: 'effectiveGops', title: 'effective', unit: 'GOPS', digits: 0, cell: ({ gops }) => gops.effective },
  { key: 'actualGops', title: 'actual', unit: 'GOPS', digits: 0, cell: ({ gops }) => gops.actual },
  {
    key: 'maxAbsError',
    title: 'max abs error',
    digits: 4,
    cell: ({ accuracy }) => accuracy && Math.max(accuracy.maxAbsErrorH, accuracy.maxAbsErrorC),
  },
  { key: 'fits', title: 'fits', cell: ({ resources }) => resources.fits },
];

/** The summary columns, for a table. */
export const summaryOfRun: readonly Column[] = summaryColumns.map(({ cell: _, ...column }) => column);

/** The summary cells of a run. */
export function summaryCells(run: RunResult): Record<string, Cell> {
  return Object.fromEntries(summaryColumns.map(({ key, cell }) => [key, cell(run)]));
}
