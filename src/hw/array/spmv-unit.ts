import { packedBits } from '../../bbs/formats/storage.ts';
import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import { LAST_CYCLE } from '../../sim/cycle.ts';
import { clockMhzOf } from '../config/clock.ts';
import { type Interval, streamTiles } from './dma.ts';
import { burstBytes, type Dram, fetchCycles, latencyCyclesOf } from './dram.ts';
import { sliceOrder } from './row-order.ts';
import type { EncodedMatrix, SpmvArray } from './spmv-array.ts';
import type { SpmvTiming } from './spmv-timing.ts';
import { cutTiles, type Tile } from './tiles.ts';

/**
 * Where the weights are while the array computes: all on chip, or streamed through a weight memory
 * of `beatsPerPe` in two halves.
 */
export type Residency =
  | { readonly kind: 'resident' }
  | { readonly kind: 'streamed'; readonly beatsPerPe: number };

/** An SpMV inside a job: its start pulse is `from` cycles after the job's first cycle. */
export interface Compute {
  readonly from: number;
  readonly timing: SpmvTiming;
}

/**
 * A fetch of a tile inside a job, in its cycles from .. to - 1: the latency of off-chip memory first, then
 * the transfer of whole bursts.
 */
export interface TileFetch extends Interval {
  readonly latencyCycles: number;
  readonly bytes: number;
}

/**
 * What the SpMV unit does for one instruction: it is occupied for `cycles` cycles. A resident matrix
 * is one compute of C + 2 cycles; a streamed one is a compute per tile, with weight fetches in
 * between. docs/timing.md section 3.
 */
export interface SpmvJob {
  readonly cycles: number;
  readonly computes: readonly Compute[];
  /** Of each compute's weights where they are streamed; none of resident ones. */
  readonly fetches: readonly TileFetch[];
  /** Whether its weights are fetched and written into the weight memories first. */
  readonly isStreamed: boolean;
  /** Bits fetched from off-chip memory, whole bursts; of rows without a stored entry it may be none. */
  readonly dramBits: number;
}

/** Cycles of the start pulse and of done around an SpMV. docs/timing.md section 3. */
const CONTROL_CYCLES = 2;

/**
 * The SpMV unit: an array and where its weights are. The cycles of a job depend on the encoded matrix alone,
 * so every job is worked out once.
 */
export class SpmvUnit {
  readonly array: SpmvArray;
  readonly residency: Residency;
  private readonly dram: Dram;
  private readonly jobs = new WeakMap<EncodedMatrix, Map<string, SpmvJob>>();

  /** `sharers`: arrays that fetch at the same time, each with its share of the bandwidth. */
  constructor(array: SpmvArray, residency: Residency, sharers: 1 | 2 = 1) {
    const { dram } = array.config;
    // What is resident is not fetched, whatever the clock.
    const clockMhz = residency.kind === 'resident' ? 0 : clockMhzOf(array.config);
    this.array = array;
    this.residency = residency;
    this.dram = { clockMhz, config: { ...dram, gbPerS: dram.gbPerS / sharers } };
  }

  /** The job of rows rowFrom .. rowFrom + rows - 1 of a matrix. */
  job(matrix: EncodedMatrix, rowFrom: number, rows: number): SpmvJob {
    const known = this.jobs.get(matrix) ?? new Map<string, SpmvJob>();
    this.jobs.set(matrix, known);
    const key = `${rowFrom}+${rows}`;
    const job = known.get(key) ?? this.plan(matrix, rowFrom, rows);
    known.set(key, job);
    return job;
  }

  private plan(matrix: EncodedMatrix, rowFrom: number, rows: number): SpmvJob {
    const { beats } = matrix;
    const isWhole = rowFrom === 0 && rows === beats.rows;
    const order = isWhole ? beats.order : sliceOrder(beats.order, rowFrom, rows);
    if (this.residency.kind === 'resident') {
      const timing = this.array.time(beats, order);
      const cycles = timing.cycles + CONTROL_CYCLES;
      return { cycles, computes: [{ from: 0, timing }], fetches: [], isStreamed: false, dramBits: 0 };
    }
    const tiles = cutTiles(beats, order, this.residency.beatsPerPe);
    const timings = tiles.map((tile) => this.array.time(beats, tile.order));
    const bytes = tiles.map((tile) => Math.ceil(tileBits(matrix, tile, this.array.stream) / 8));
    const { dram } = this;
    const phases = tiles.map((_, i) => ({
      fetch: fetchCycles(dram, bytes[i]),
      compute: timings[i].cycles + CONTROL_CYCLES,
    }));
    refuseEndless(
      this.array.config,
      phases.reduce((sum, { fetch, compute }) => sum + fetch + compute, 0),
    );
    const timeline = streamTiles(phases);
    const latencyCycles = latencyCyclesOf(dram);
    const fetches = timeline.fetches.map((fetch, i) => ({
      ...fetch,
      latencyCycles,
      bytes: burstBytes(dram, bytes[i]),
    }));
    return {
      cycles: timeline.cycles,
      computes: timings.map((timing, i) => ({ from: timeline.computes[i].from, timing })),
      fetches,
      isStreamed: true,
      dramBits: fetches.reduce((sum, fetch) => sum + 8 * fetch.bytes, 0),
    };
  }
}

/** Half of what can be simulated: the rest of a step has room in the other half. */
const MOST_FETCH_CYCLES = (LAST_CYCLE - 1) / 2;

/**
 * Cycles are integers of 32 bits: a memory that is slow enough, beside a clock that is fast, takes more.
 * Throws ImpossibleDesign for so many.
 */
export function refuseEndless(config: SpmvArray['config'], cycles: number): void {
  if (cycles <= MOST_FETCH_CYCLES) return;
  const { gbPerS, latencyNs } = config.dram;
  throw new ImpossibleDesign(
    `dram: fetching the weights of a step takes ${cycles} cycles or more at ${clockMhzOf(config)} MHz with dram.gbPerS ${gbPerS} and dram.latencyNs ${latencyNs}, expected at most ${MOST_FETCH_CYCLES}`,
  );
}

/** What a fetch of a tile asks for: its rows as off-chip memory holds them. docs/timing.md section 3. */
export function tileBits({ beats, packed }: EncodedMatrix, tile: Tile, stream: SpmvArray['stream']): number {
  // What is side by side is fetched side by side, and the words of rows beside it.
  const scaleWords = tile.order.rows.length * (beats.scales?.rowBits ?? 0);
  const rowWords = tile.order.rows.length * (beats.streams?.rowBits ?? 0) + scaleWords;
  if (stream === 'image') return tile.beats * beats.beatBits + rowWords;
  const { tensor, entryStart } = beats;
  if (packed === null) throw new RangeError(`tensor ${tensor}: its format has nothing to pack`);
  const { rows } = tile.order;
  let entries = 0;
  for (const row of rows) entries += entryStart[row + 1] - entryStart[row];
  return packedBits(packed, { rows: rows.length, entries }) + scaleWords;
}
