import { type Arbitration, arbitratePlain } from './arbitration-plain.ts';
import type { BeatMatrix } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';
import { arbitrateSimd } from './simd/arbitrate-simd.ts';
import { kernelImages } from './simd/images.ts';

export type { Arbitration } from './arbitration-plain.ts';

/** Entries from which on the SIMD kernel is worth the image of the matrix. */
const FEWEST_ENTRIES = 4096;

/**
 * Plays the arbiter of every PE over every beat of the rows in `order` (the matrix's own, or a part of it):
 * `slots = max(1, max over banks of ceil(requests / ports))`, `ports` the requests that a bank serves in a
 * cycle, among the banks of `copies` copies of the vector buffer. The SIMD kernel does it for large matrices
 * where the platform has one and lanes and banks are as many: the arrays of `matrix` must not change between
 * calls.
 */
export function arbitrate(matrix: BeatMatrix, order: RowOrder, ports: number, copies = 1): Arbitration {
  const isSquare = copies === 1 && matrix.placement.banks === matrix.lanes;
  const kernel = isSquare && matrix.entryStart[matrix.rows] >= FEWEST_ENTRIES ? kernelImages() : null;
  return (
    (kernel && arbitrateSimd(kernel, matrix, order, ports)) ?? arbitratePlain(matrix, order, ports, copies)
  );
}

const known = new WeakMap<BeatMatrix, WeakMap<RowOrder, Map<number, Arbitration>>>();

/**
 * What `arbitrate` finds, worked out when it is first asked for and kept with the
 * matrix: it depends on nothing else.
 */
export function knownArbitration(matrix: BeatMatrix, order: RowOrder, ports: number): Arbitration {
  const ofMatrix = known.get(matrix) ?? new WeakMap<RowOrder, Map<number, Arbitration>>();
  known.set(matrix, ofMatrix);
  const ofOrder = ofMatrix.get(order) ?? new Map<number, Arbitration>();
  ofMatrix.set(order, ofOrder);
  const found = ofOrder.get(ports) ?? arbitrate(matrix, order, ports);
  ofOrder.set(ports, found);
  return found;
}
