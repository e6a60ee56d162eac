import { endOfBank } from '../magnitude-order.ts';
import { columnArray, type StoredMatrix } from '../matrix.ts';
import type { Placement } from '../placement.ts';
import { keepLargest } from './largest.ts';

/**
 * The sub-model with at most `perBank` entries in each bank of each row: the largest of those that are
 * stored, chosen as pruning chooses them (`keepLargest`). Scales of rows stay: the largest weight of a row
 * is in every sub-model. `placement` is contiguous.
 */
export function subModel(stored: StoredMatrix, { bankOf }: Placement, perBank: number): StoredMatrix {
  const { tensor, rows, cols, rowStart, columns, codes, weights } = stored;
  const magnitudes = weights.map(Math.abs);
  const mask = new Uint8Array(columns.length);
  const scratch = new Float64Array(cols);
  const ownStart = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    ownStart[row + 1] = ownStart[row];
    for (let from = rowStart[row], to = from; from < rowStart[row + 1]; from = to) {
      to = endOfBank(columns, bankOf, from, rowStart[row + 1]);
      keepLargest(magnitudes, from, to, perBank, mask, scratch);
      ownStart[row + 1] += Math.min(perBank, to - from);
    }
  }
  const kept = { columns: columnArray(cols, ownStart[rows]), codes: new Int16Array(ownStart[rows]) };
  const keptWeights = weights.slice(0, ownStart[rows]);
  for (let e = 0, to = 0; e < mask.length; e++) {
    if (mask[e] === 0) continue;
    kept.columns[to] = columns[e];
    kept.codes[to] = codes[e];
    keptWeights[to++] = weights[e];
  }
  const scales = stored.scales && { scales: stored.scales };
  return { tensor, rows, cols, rowStart: ownStart, ...kept, weights: keptWeights, ...scales };
}
