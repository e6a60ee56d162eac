import type { StorageBits } from '../../bbs/formats/storage.ts';
import type { StoredMatrix } from '../../bbs/matrix.ts';
import type { Placement } from '../../bbs/placement.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import type { BeatMatrix } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';
import type { SpmvTiming } from './spmv-timing.ts';

/** A matrix in the format of an accelerator: the weight memory image, and what it takes to store. */
export interface EncodedMatrix {
  readonly beats: BeatMatrix;
  readonly storage: StorageBits;
}

/**
 * What an accelerator kind wires together for its SpMV: the format that its weights are stored in, and the time that its PEs take.
 * Everything downstream (phases, stalls, energy, reports) follows from these.
 */
export interface SpmvArray {
  readonly config: AcceleratorConfig;
  /** Where the columns of a vector live in the banks. */
  place(cols: number): Placement;
  /** Encodes a pruned matrix. Throws BadInput naming tensor, row and bank when the format cannot hold it. */
  encode(stored: StoredMatrix): EncodedMatrix;
  /** The cycles of an SpMV over the rows in `order` (the matrix's own order, a slice or a tile of it). */
  time(matrix: BeatMatrix, order: RowOrder): SpmvTiming;
  /** Copies of the vector buffer that a LOAD writes: one per PE, or one that all share. */
  readonly bufferCopies: number;
  /** True when requests pass an arbiter and a data crossbar. */
  readonly isArbitrated: boolean;
}
