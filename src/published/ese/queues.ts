import type { Csc } from '../../bbs/formats/csc.ts';

/** What the queues of a channel do: an activation enters all of them in one cycle, or none. */
export interface QueueOptions {
  readonly queueDepth: number;
  readonly emptyColumnCycles: number;
  readonly fillCycles: number;
}

/**
 * One product of a channel. Cycles are counted from the first broadcast on; per PE: cycles with an entry, and
 * cycles without work.
 */
export interface QueueTiming {
  readonly cycles: number;
  /** Cycles in which the next activation waited because a queue was full. */
  readonly broadcastStallCycles: number;
  readonly busyCycles: Uint32Array;
  readonly starvedCycles: Uint32Array;
}

/**
 * The cycles of one product of a matrix in interleaved CSC on one channel (Han et al., FPGA 2017, section 4):
 * activations are broadcast one a cycle, in the order of the columns, into a queue per PE; the broadcast
 * waits while any queue is full. A PE takes an activation from its queue, reads the pointers of the column
 * and multiplies one entry a cycle. An activation that enters in cycle t can be taken in t + 1; a place that
 * is given up in cycle t can be taken in t + 1.
 */
export function timeQueues(
  csc: Csc,
  { queueDepth, emptyColumnCycles, fillCycles }: QueueOptions,
): QueueTiming {
  const { cols, pes, columnStart } = csc;
  // taken[(c mod depth) * pes + p]: the cycle in which PE p took activation c out of its queue.
  const taken = new Float64Array(queueDepth * pes).fill(-1);
  const finished = new Float64Array(pes);
  const busyCycles = new Uint32Array(pes);
  let broadcast = -1;
  let broadcastStallCycles = 0;
  for (let column = 0; column < cols; column++) {
    const place = (column % queueDepth) * pes;
    let earliest = broadcast + 1;
    for (let pe = 0; pe < pes; pe++) earliest = Math.max(earliest, taken[place + pe] + 1);
    broadcastStallCycles += earliest - broadcast - 1;
    broadcast = earliest;
    for (let pe = 0; pe < pes; pe++) {
      const at = pe * (cols + 1) + column;
      const entries = columnStart[at + 1] - columnStart[at];
      const start = Math.max(broadcast + 1, finished[pe]);
      taken[place + pe] = start;
      finished[pe] = start + (entries || emptyColumnCycles);
      busyCycles[pe] += entries;
    }
  }
  const last = finished.reduce((most, end) => Math.max(most, end), 0);
  const starvedCycles = busyCycles.map((busy) => last - busy);
  return { cycles: last + fillCycles, broadcastStallCycles, busyCycles, starvedCycles };
}
