import { type Arbitration, emptyArbitration } from '../../../src/hw/array/arbitration-plain.ts';
import { type BeatImage, type BeatMatrix, beatsOfRow } from '../../../src/hw/array/beat-matrix.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import type { RowSlice } from '../../../src/hw/array/row-dealing.ts';
import { balancedOrder, type RowOrder } from '../../../src/hw/array/row-order.ts';
import { timePrivate } from '../../../src/hw/array/spmv-timing.ts';
import { fitToDevice } from '../../../src/run/device-fit.ts';
import { encodeLayers, placedModelOf, timeLayers } from '../../../src/run/placed-model.ts';
import type { Platform } from '../../../src/run/platform.ts';
import type { PreparedModel } from '../../../src/run/prepared-model.ts';

/** A window of beats as somebody else may build it. */
export interface OtherWindow {
  readonly window: number;
  readonly ports: number;
  /** one: as in docs/timing.md section 3, there is one adder tree; any: all that are done, in their order. */
  readonly leaving: 'one' | 'any';
  /** natural: rows as they come; beats: weighed by beats alone; contract: as the product does. */
  readonly dealing: 'natural' | 'beats' | 'contract';
}

/** Cycles of a step of a model on a platform of kind csr-window whose windows are built otherwise. */
export function cyclesOf(platform: Platform, { layers }: PreparedModel, other: OtherWindow): number {
  const { window, ports, dealing } = other;
  const natural = dealing === 'natural' ? { rowOrder: 'natural' } : {};
  const built = buildArray({ ...platform.config, window, ports, ...natural } as object as Platform['config']);
  const array: typeof built = {
    ...built,
    time: (matrix, order) => timePrivate(order, arbitrateOther(matrix, order, other), built.fillCycles),
    encode: (stored, slices = []) =>
      dealing === 'beats'
        ? byBeats(built.encode(stored, slices), slices, built.config.pes)
        : built.encode(stored, slices),
  };
  const encoded = encodeLayers(array, layers);
  const placed = placedModelOf(array, encoded, fitToDevice(array, encoded, platform));
  return timeLayers(placed).reduce((sum, { cycles }) => sum + cycles, 0);
}

function byBeats<Image extends { readonly beats: BeatImage }>(
  image: Image,
  slices: readonly RowSlice[],
  pes: number,
) {
  const parts = slices.map(({ rowFrom, rows }) =>
    balancedOrder(
      Uint32Array.from({ length: rows }, (_, row) => beatsOfRow(image.beats, rowFrom + row)),
      pes,
      rowFrom,
    ),
  );
  const rows: number[] = [];
  const start = new Uint32Array(pes + 1);
  for (let pe = 0; pe < pes; pe++) {
    for (const part of parts) rows.push(...part.rows.subarray(part.start[pe], part.start[pe + 1]));
    start[pe + 1] = rows.length;
  }
  return { ...image, beats: { ...image.beats, order: { pes, start, rows: Uint32Array.from(rows) } } };
}

/** S1 beat by beat: when each entered, and when it left; requests of a bank by their number. */
function arbitrateOther(
  matrix: BeatMatrix,
  order: RowOrder,
  { window, ports, leaving }: OtherWindow,
): Arbitration {
  const result = emptyArbitration(matrix.lanes, order);
  for (let pe = 0; pe < order.pes; pe++) {
    const served = Array.from({ length: matrix.lanes }, () => [] as number[]);
    const leftAt: number[] = [];
    let entered = 0;
    let left = 0;
    for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
      const before = left;
      const [from, end] = matrix.entryStart.subarray(order.rows[q], order.rows[q] + 2);
      for (let beat = 0; beat < Math.max(1, Math.ceil((end - from) / matrix.lanes)); beat++) {
        entered = Math.max(entered, leftAt[leftAt.length - window] ?? 0) + 1;
        let last = entered;
        const first = from + beat * matrix.lanes;
        for (let e = first; e < Math.min(first + matrix.lanes, end); e++) {
          const requests = served[matrix.addresses[e] % matrix.lanes];
          requests.push(Math.max(entered, (requests[requests.length - ports] ?? 0) + 1));
          last = Math.max(last, requests[requests.length - 1]);
        }
        left = Math.max(leaving === 'one' ? left + 1 : left, last);
        leftAt.push(left);
      }
      result.slots[q] = left - before;
    }
    result.beats[pe] = leftAt.length;
    result.issueCycles[pe] = left;
  }
  return result;
}
