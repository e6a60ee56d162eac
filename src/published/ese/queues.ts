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
  /** The end of the last stored entry, whatever a column without entries holds a PE after it. */
  readonly entriesEnd: number;
  /** Cycles in which the next activation waited because a queue was full. */
  readonly broadcastStallCycles: number;
  readonly busyCycles: Uint32Array;
  readonly starvedCycles: Uint32Array;
}

/**
 * The activations that are broadcast, by column, and before each the cycles in which the search for it went
 * on without a broadcast (in vain while a queue is full, and then at no cost).
 */
export interface Scan {
  readonly columns: Uint32Array;
  readonly gaps: Uint32Array;
}

/** Every activation, one a cycle: nobody looks for zeros. */
function denseScan(cols: number): Scan {
  return { columns: Uint32Array.from({ length: cols }, (_, column) => column), gaps: new Uint32Array(cols) };
}

/**
 * The cycles of one product of a matrix in interleaved CSC on one channel (Han et al., FPGA 2017, section 4):
 * activations are broadcast one a cycle, in the order of the columns, into a queue per PE; the broadcast
 * waits while any queue is full. A PE takes an activation from its queue, reads the pointers of the column
 * and multiplies one entry a cycle. An activation that enters in cycle t can be taken in t + 1; a place that
 * is given up in cycle t can be taken in t + 1. Without a `scan` every activation is broadcast.
 */
export function timeQueues(
  csc: Csc,
  { queueDepth, emptyColumnCycles, fillCycles }: QueueOptions,
  { columns, gaps }: Scan = denseScan(csc.cols),
): QueueTiming {
  const { cols, pes, columnStart } = csc;
  // taken[(c mod depth) * pes + p]: the cycle in which PE p took activation c out of its queue.
  const taken = new Float64Array(queueDepth * pes).fill(-1);
  const finished = new Float64Array(pes);
  const busyCycles = new Uint32Array(pes);
  let broadcast = -1;
  let broadcastStallCycles = 0;
  let entriesEnd = 0;
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i];
    const place = (i % queueDepth) * pes;
    const found = broadcast + 1 + gaps[i];
    let earliest = found;
    for (let pe = 0; pe < pes; pe++) earliest = Math.max(earliest, taken[place + pe] + 1);
    broadcastStallCycles += earliest - found;
    broadcast = earliest;
    for (let pe = 0; pe < pes; pe++) {
      const at = pe * (cols + 1) + column;
      const entries = columnStart[at + 1] - columnStart[at];
      const start = Math.max(broadcast + 1, finished[pe]);
      taken[place + pe] = start;
      finished[pe] = start + (entries || emptyColumnCycles);
      busyCycles[pe] += entries;
      if (entries > 0) entriesEnd = Math.max(entriesEnd, finished[pe]);
    }
  }
  const last = finished.reduce((most, end) => Math.max(most, end), 0);
  const starvedCycles = busyCycles.map((busy) => last - busy);
  return { cycles: last + fillCycles, entriesEnd, broadcastStallCycles, busyCycles, starvedCycles };
}
