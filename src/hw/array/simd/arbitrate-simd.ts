import { bankStride } from '../../../bbs/bank-address.ts';
import { type Arbitration, emptyArbitration } from '../arbitration-plain.ts';
import { type BeatMatrix, beatsOfRow } from '../beat-matrix.ts';
import type { RowOrder } from '../row-order.ts';
import { type KernelImages, type MatrixImage, MOST_LANES, ROWS_PER_CALL, regions } from './images.ts';

/** The kernel counts sixteen banks at once; of fewer, the others stay without requests. */
const FEWEST_LANES = 2;

/**
 * `arbitratePlain` on the SIMD kernel, with the same result. Returns null where the kernel cannot do it: a
 * matrix that it cannot hold, more than 128 lanes, more than two ports.
 */
export function arbitrateSimd(
  kernel: KernelImages,
  matrix: BeatMatrix,
  order: RowOrder,
  ports: number,
): Arbitration | null {
  const { lanes } = matrix;
  if (lanes < FEWEST_LANES || lanes > MOST_LANES || ports < 1 || ports > 2) return null;
  const image = kernel.imageOf(matrix);
  if (!image) return null;
  const result = emptyArbitration(lanes, order);
  for (let pe = 0; pe < order.pes; pe++) {
    result.beats[pe] = beatsOfPe(matrix, order, pe);
    arbitratePe(kernel, image, order, pe, lanes, ports, result);
  }
  return result;
}

function beatsOfPe(matrix: BeatMatrix, { start, rows }: RowOrder, pe: number): number {
  let beats = 0;
  for (let q = start[pe]; q < start[pe + 1]; q++) beats += beatsOfRow(matrix, rows[q]);
  return beats;
}

function arbitratePe(
  { functions, views }: KernelImages,
  { starts, offsets }: MatrixImage,
  order: RowOrder,
  pe: number,
  lanes: number,
  ports: number,
  result: Arbitration,
): void {
  const { rows, slots, reads, waits } = views;
  const { bankReads, bankWaits } = result;
  reads.fill(0);
  waits.fill(0);
  const last = order.start[pe + 1];
  for (let from = order.start[pe]; from < last; from += ROWS_PER_CALL) {
    const count = Math.min(ROWS_PER_CALL, last - from);
    for (let i = 0; i < count; i++) rows[i] = order.rows[from + i];
    functions.arbitrateRows(
      starts,
      offsets,
      regions.rows,
      count,
      lanes,
      bankStride(lanes) - 1,
      ports,
      regions.slots,
      regions.reads,
      regions.waits,
      regions.requests,
    );
    for (let i = 0; i < count; i++) {
      result.slots[from + i] = slots[i];
      result.issueCycles[pe] += slots[i];
    }
  }
  for (let bank = 0; bank < lanes; bank++) {
    bankReads[pe * lanes + bank] = reads[bank];
    bankWaits[pe * lanes + bank] = waits[bank];
  }
}
