import { queueDepth, window } from '../../config/arbitration.ts';
import { arbitrate } from '../arbitration.ts';
import { arbitrateWindow } from '../arbitration-window.ts';
import type { BeatMatrix } from '../beat-matrix.ts';
import type { RowOrder } from '../row-order.ts';
import type { SpmvArray } from '../spmv-array.ts';
import { timePrivate } from '../spmv-timing.ts';
import { servedPerBank } from '../vector-banks.ts';
import { packableCsrDesign } from './csr.ts';
import { arrayKind, timePacked } from './kind.ts';

const fields = { ...packableCsrDesign.fields, window, queueDepth };

/**
 * Compressed sparse rows with several beats of a PE in flight: their lanes compete for the banks, which serve
 * the oldest beat first, so that a beat that waits for one bank keeps the others busy with what is behind it.
 * Beats enter and leave in order; one beat in flight is `csr`. docs/timing.md section 3, windowed issue.
 */
export const csrWindow = arrayKind<typeof fields>({
  ...packableCsrDesign,
  kind: 'csr-window',
  says: 'Compressed rows: a vector buffer per PE, lanes of several beats in flight arbitrate for its banks',
  fields,
  issue: 'windowed',
  rtl: { code: 3, mostMappedLanes: 0 },
  wiring: (config) => ({
    ...packableCsrDesign.wiring(config),
    window: config.window,
    queueDepth: config.queueDepth,
  }),
  time: (array, matrix, order) =>
    array.rowPacking
      ? timePacked(array, matrix, order)
      : timePrivate(order, arbitrated(array, matrix, order), array.fillCycles),
});

function arbitrated(
  { window: beats, queueDepth: depth, ports, pump, vectorCopies: copies }: SpmvArray,
  matrix: BeatMatrix,
  order: RowOrder,
) {
  const isCsr = beats === 1 && depth === null;
  const served = servedPerBank({ ports, pump });
  return isCsr
    ? arbitrate(matrix, order, served, copies)
    : arbitrateWindow(matrix, order, { window: beats, queueDepth: depth, ports: served, copies });
}
