import type { StoredMatrix } from '../../../../src/bbs/matrix.ts';
import type { CsrConfig } from '../../../../src/hw/array/kinds/csr.ts';
import type { RowOrder } from '../../../../src/hw/array/row-order.ts';

/** What the naive model finds; arrays as in SpmvTiming. */
export interface NaiveTiming {
  readonly cycles: number;
  readonly issueCycles: number[];
  readonly conflictCycles: number[];
  readonly rowFinishedAtCycle: number[];
  readonly bankReads: number[];
  readonly bankWaits: number[];
}

/** A beat of the naive model: the bank that each of its lanes still waits for, null once it was served. */
interface NaiveBeat {
  readonly lanes: (number | null)[];
  /** Position in `RowOrder.rows` of the row it ends, or null. */
  readonly ends: number | null;
}

interface NaivePe {
  readonly beats: NaiveBeat[];
  /** Cycle in which the first of `beats` came to S1. */
  arrivedAt: number;
}

/**
 * S1 of compressed rows as docs/timing.md section 3 tells it: a loop over cycles, banks, PEs and lanes.
 * Straight from the stored columns; nothing of src/hw is used. `sharers` lists the PEs that share one
 * vector buffer: all of them, or one.
 */
export function naiveTiming(
  { rowStart, columns, cols }: StoredMatrix,
  order: RowOrder,
  config: Omit<CsrConfig, 'vectorCopies'> & {
    readonly sharedBanks?: number | null;
    readonly vectorCopies?: number;
  },
  sharers: readonly number[],
): NaiveTiming {
  const { pes: count, banks: lanes, ports, pump, placement, arbiter, timing } = config;
  const ofCopy = config.sharedBanks ?? lanes;
  const lanesOfCopy = lanes / (config.vectorCopies ?? 1);
  const banks = ofCopy * (config.vectorCopies ?? 1);
  const bankOf = (column: number): number => {
    if (placement === 'cyclic') return column % ofCopy;
    if (placement === 'blocked') return Math.floor(column / Math.ceil(cols / ofCopy));
    let bank = 0;
    while (Math.floor(((bank + 1) * cols) / ofCopy) <= column) bank++;
    return bank;
  };
  const rescale = config.number.weightBits === 8 ? timing.mulLatency : 0;
  const optional = timing.bankOutputRegister + timing.crossbarRegister + rescale;
  const fill = 4 + timing.mulLatency + Math.ceil(Math.log2(lanes)) + optional;
  const result = {
    cycles: 0,
    issueCycles: new Array<number>(count).fill(0),
    conflictCycles: new Array<number>(count).fill(0),
    rowFinishedAtCycle: new Array<number>(order.rows.length).fill(0),
    bankReads: new Array<number>(count * banks).fill(0),
    bankWaits: new Array<number>(count * banks).fill(0),
  };
  const pes = new Map<number, NaivePe>();
  for (const pe of sharers) {
    const beats: NaiveBeat[] = [];
    for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
      const row = order.rows[q];
      const rowBanks = Array.from(columns.subarray(rowStart[row], rowStart[row + 1]), bankOf);
      for (let from = 0; from === 0 || from < rowBanks.length; from += lanes) {
        beats.push({
          lanes: rowBanks
            .slice(from, from + lanes)
            .map((bank, l) => Math.floor(l / lanesOfCopy) * ofCopy + bank),
          ends: from + lanes >= rowBanks.length ? q : null,
        });
      }
    }
    pes.set(pe, { beats, arrivedAt: 2 });
  }
  for (let t = 2; [...pes.values()].some(({ beats }) => beats.length > 0); t++) {
    for (let bank = 0; bank < banks; bank++) {
      let free: number = ports * pump;
      for (let i = 0; i < count; i++) {
        const pe = arbiter === 'fixed' ? i : (t + i) % count;
        const state = pes.get(pe);
        const beat = state?.beats[0];
        if (!state || !beat) continue;
        if (t > state.arrivedAt && beat.lanes.includes(bank)) result.bankWaits[pe * banks + bank]++;
        for (let lane = 0; lane < beat.lanes.length; lane++) {
          if (free === 0 || beat.lanes[lane] !== bank) continue;
          beat.lanes[lane] = null;
          free--;
          result.bankReads[pe * banks + bank]++;
        }
      }
    }
    for (const [pe, state] of pes) {
      const beat = state.beats[0];
      if (!beat) continue;
      result.issueCycles[pe]++;
      if (t > state.arrivedAt) result.conflictCycles[pe]++;
      if (beat.lanes.some((bank) => bank !== null)) continue;
      state.beats.shift();
      state.arrivedAt = t + 1;
      if (beat.ends === null) continue;
      // The first beat is in S1 in cycle 2 and its row leaves in cycle 1 + FILL.
      result.rowFinishedAtCycle[beat.ends] = t - 1 + fill;
      result.cycles = Math.max(result.cycles, t - 1 + fill);
    }
  }
  return result;
}
