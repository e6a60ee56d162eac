import { Fifo } from '../../../sim/fifo.ts';
import { Kernel } from '../../../sim/kernel.ts';
import { BeatFeeder } from '../beat-feeder.ts';
import { listBeats } from '../beat-list.ts';
import type { BeatMatrix } from '../beat-matrix.ts';
import type { RowOrder } from '../row-order.ts';
import { type SpmvTiming, totalsOf } from '../spmv-timing.ts';
import { type SharedMemorySpec, SharedVectorMemory } from './shared-vector-memory.ts';

/** Slots of the beat register between S0 and S1: two sustain one beat per cycle. */
const BEAT_REGISTER = 2;

/**
 * One SpMV of the rows in `order` on PEs that share one vector memory, cycle by cycle on the
 * kernel. `wakeOrder` is the order in which the PEs are built and started: it must not
 * change anything, and a test says so.
 */
export function timeShared(
  matrix: BeatMatrix,
  order: RowOrder,
  spec: SharedMemorySpec,
  fillCycles: number,
  wakeOrder: readonly number[] = Array.from({ length: order.pes }, (_, pe) => pe),
): SpmvTiming {
  const kernel = new Kernel();
  const list = listBeats(matrix, order);
  const fifos = Array.from(
    { length: order.pes },
    (_, pe) => new Fifo(kernel, `PE ${pe} beat`, BEAT_REGISTER),
  );
  const issueCycles = new Uint32Array(order.pes);
  const rowFinishedAtCycle = new Uint32Array(order.rows.length);
  const rowOut = kernel.on((q) => {
    rowFinishedAtCycle[q] = kernel.now;
  });
  const memory = new SharedVectorMemory(
    kernel,
    spec,
    { list, addresses: matrix.addresses, fifos },
    (pe, beat) => {
      // The first beat is in S1 in cycle 2, so a PE that never waits has issued now - 1 cycles.
      issueCycles[pe] = kernel.now - 1;
      if (list.endsRow[beat] >= 0) kernel.after(fillCycles - 1, rowOut, list.endsRow[beat]);
    },
  );
  const feeders = wakeOrder.map(
    (pe) => new BeatFeeder(kernel, fifos[pe], list.start[pe], list.start[pe + 1]),
  );
  for (const feeder of feeders) feeder.start();
  kernel.run();
  const beats = Uint32Array.from({ length: order.pes }, (_, pe) => list.start[pe + 1] - list.start[pe]);
  const { bankReads, bankWaits } = memory;
  return {
    order,
    fillCycles,
    beats,
    issueCycles,
    ...totalsOf(beats, issueCycles, fillCycles),
    rowFinishedAtCycle,
    bankReads,
    bankWaits,
  };
}
