import { Fifo } from '../../../sim/fifo.ts';
import type { Kernel } from '../../../sim/kernel.ts';
import { Ticker } from '../../../sim/ticker.ts';
import { BeatFeeder } from '../beat-feeder.ts';
import type { BeatList } from '../beat-list.ts';
import type { EntryList } from '../entry-list.ts';
import type { BeatPart } from '../packed-beats.ts';
import type { VectorBanks } from '../vector-banks.ts';
import type { Bank } from './bank.ts';
import { BankOutputs, type S1Outputs } from './bank-outputs.ts';
import { type LaneOperands, laneOperands, Multipliers } from './multipliers.ts';
import type { PeAccount } from './pe-account.ts';
import { BUBBLE, MID_ROW, RegisterChain } from './register-chain.ts';
import { noRowEnd, type PeScales, Rescaler } from './rescaler.ts';
import { type RowSums, SumsByRow, SumsOfPackedRows, SumsOfParts } from './row-sums.ts';
import type { S1Observer } from './s1-observer.ts';
import { ShuffleOutputs } from './shuffle-outputs.ts';
import { WindowOutputs } from './window-outputs.ts';

/** Slots of the beat register between S0 and S1: two sustain one beat per cycle. */
const BEAT_REGISTER = 2;

/** Registers and widths of a PE, and its banks. docs/timing.md sections 1 and 3. */
export interface PeSpec extends VectorBanks {
  /** Words that a bank reads in a cycle. */
  readonly ports: number;
  /** Slots for beats in S1 whose words are collected in registers; 0: a beat's words go on as they come. */
  readonly slots: number;
  /** Rows with an accumulator at every bank, whose lanes have their own streams; 0: lanes go on together. */
  readonly openRows: number;
  /** Rows that may leave in a cycle where they share beats; null: a beat is of one row. */
  readonly rowsPerCycle: number | null;
  /** Cycles from a bank's address to its data: 1, or 2 with bankOutputRegister. */
  readonly bankLatency: number;
  /** 1 when the data crossbar is registered, 0 without one. */
  readonly crossbarRegisters: number;
  readonly mulLatency: number;
  readonly accumulatorBits: number;
  /** Registers of the multiplier that rescales sums; 0 without one. */
  readonly rescaleRegisters: number;
}

/** What a weight memory holds for all PEs: the beats, and address and value of every entry. */
export interface WeightStore {
  readonly list: BeatList;
  /** The streams of the lanes; null when they go on together, beat by beat. */
  readonly entries: EntryList | null;
  /** The row of every entry where rows share beats; null: a beat is of one row. */
  readonly rows: Uint32Array | null;
  readonly addresses: Uint16Array | Uint32Array;
  readonly values: Int16Array;
}

/** The result of the row with number `q` in the order, and what it lost because its accumulator wraps. */
export type OnResult = (q: number, sum: number, lost: number) => void;

/**
 * One processing element, docs/timing.md section 3: S0, the beat register that S1 takes beats from, and
 * everything from the bank outputs to the result. S1 itself (all banks at once, or an arbiter) is wired to
 * `beats`, `read` and `issue`. Every register takes in a cycle what the one before it shows in that cycle, so
 * the stages are clocked from the last to the first.
 */
export class ProcessingElement {
  /** From S0: numbers of the beats, or one stream for every lane with the numbers of its entries. */
  readonly streams: readonly Fifo[];
  readonly account: PeAccount;
  /** Its index in the array. */
  readonly index: number;
  readonly observer: S1Observer | null;
  private readonly kernel: Kernel;
  private readonly spec: PeSpec;
  private readonly store: WeightStore;
  private readonly feeders: readonly BeatFeeder[];
  private readonly ticker: Ticker;
  private readonly outputs: S1Outputs;
  private readonly crossbar: RegisterChain<LaneOperands>;
  private readonly multipliers: Multipliers;
  private readonly sums: RowSums;
  private readonly rescaler: Rescaler;
  /** Beside the row in it, rows that leave before it through the other result ports. */
  private readonly out = noRowEnd();
  private readonly onResult: OnResult;
  private rowsLeft: number;
  private partsInFlight = 0;

  /**
   * PE `pe` of a store, with `rows` rows to compute; `onResult` is called in the cycle at whose end
   * row `order.rows[q]` is written.
   */
  constructor(
    kernel: Kernel,
    spec: PeSpec,
    pe: number,
    rows: number,
    banks: readonly Bank[],
    store: WeightStore,
    scales: PeScales | null,
    account: PeAccount,
    onResult: OnResult,
    observer: S1Observer | null,
  ) {
    this.index = pe;
    this.observer = observer;
    this.kernel = kernel;
    this.spec = spec;
    this.store = store;
    this.account = account;
    this.rowsLeft = rows;
    this.onResult = onResult;
    const ranges = streamRanges(store, pe, spec.lanes);
    this.streams = ranges.map((_, lane) => new Fifo(kernel, `PE ${pe} stream ${lane}`, BEAT_REGISTER));
    this.feeders = ranges.map(([from, to], lane) => new BeatFeeder(kernel, this.streams[lane], from, to));
    this.outputs = outputsOf(kernel, banks, spec);
    const hasRows = spec.openRows > 0 || spec.rowsPerCycle !== null;
    this.crossbar = new RegisterChain(spec.crossbarRegisters, () => laneOperands(spec.lanes, hasRows));
    this.multipliers = new Multipliers(spec.lanes, spec.mulLatency, hasRows);
    this.sums = sumsOf(spec);
    this.rescaler = new Rescaler(spec.rescaleRegisters, spec.accumulatorBits, scales);
    this.ticker = new Ticker(kernel, () => this.tick());
  }

  /** The stream of beats of lanes that go on together. */
  get beats(): Fifo {
    return this.streams[0];
  }

  /** Rows that may leave in a cycle. */
  get rowsPerCycle(): number {
    return this.spec.rowsPerCycle ?? 1;
  }

  /**
   * FILL, counted along the registers: beat, banks, crossbar, multipliers, tree and accumulator, rescaler,
   * output.
   */
  get fillCycles(): number {
    const { bankLatency, crossbarRegisters, mulLatency, rescaleRegisters } = this.spec;
    return 1 + bankLatency + crossbarRegisters + mulLatency + this.sums.depth + rescaleRegisters + 1;
  }

  /** The start pulse, in cycle 0. */
  start(): void {
    if (this.rowsLeft === 0) return;
    this.account.enter('fill', 1);
    for (const feeder of this.feeders) feeder.start();
  }

  /**
   * S1: a lane of a beat, which is in `slot`, reads the vector buffer at `address` in this cycle. Throws when
   * the bank has no port free. Of lanes with streams of their own `slot` is the row.
   */
  read(beat: number, lane: number, address: number, weight: number, slot = 0): void {
    const { list, rows } = this.store;
    const row = rows ? rows[list.from[beat] + lane] : MID_ROW;
    this.account.countRead(this.outputs.read(lane, address, weight, slot, row));
    this.observer?.read(this.index, beat, lane, address);
    this.ticker.wake();
  }

  /**
   * S1: what was read in this cycle, or all that the beat in `slot` has read, moves on as a part of a beat
   * that ends row `ends`, or with MID_ROW does not end one. `part`: of what it has read, these lanes.
   */
  issue(ends: number, slot = 0, part: BeatPart | null = null): void {
    this.outputs.close(ends, slot, part);
    this.partsInFlight++;
    this.ticker.wake();
  }

  private tick(): boolean {
    const { out, sums, multipliers, crossbar, rescaler } = this;
    if (out.ends !== BUBBLE) this.retire();
    rescaler.clock(sums.output.ends, sums.output.sum, sums.lost, sums.beside, out);
    sums.clock(multipliers.output);
    this.outputs.collect(crossbar.input);
    multipliers.clock(crossbar.output);
    crossbar.clock();
    // Products of open rows are under way before a row leaves.
    return this.partsInFlight > 0 || (this.spec.openRows > 0 && this.rowsLeft > 0);
  }

  /** A part has reached the output registers; the last one of a row carries the result. */
  private retire(): void {
    const { out, kernel, account } = this;
    this.partsInFlight--;
    if (out.ends === MID_ROW) return;
    for (const { row, sum, lost } of out.beside) this.onResult(row, sum, lost);
    this.onResult(out.ends, out.sum, out.lost);
    this.rowsLeft -= 1 + out.beside.length;
    if (this.rowsLeft === 0) account.enter('idle', kernel.now + 1);
  }
}

/** What S0 presents: all beats of the PE, or every N-th entry of it, counted, for each lane. */
function streamRanges(
  { list, entries }: WeightStore,
  pe: number,
  lanes: number,
): readonly [number, number][] {
  if (entries === null) return [[list.start[pe], list.start[pe + 1]]];
  const count = entries.start[pe + 1] - entries.start[pe];
  return Array.from({ length: lanes }, (_, lane) => [0, Math.max(0, Math.ceil((count - lane) / lanes))]);
}

function sumsOf({ lanes, accumulatorBits, openRows, rowsPerCycle }: PeSpec): RowSums {
  if (openRows > 0) return new SumsByRow(lanes, accumulatorBits, openRows);
  if (rowsPerCycle !== null) return new SumsOfPackedRows(lanes, accumulatorBits, rowsPerCycle);
  return new SumsOfParts(lanes, accumulatorBits);
}

function outputsOf(kernel: Kernel, banks: readonly Bank[], spec: PeSpec): S1Outputs {
  const { bankLatency, slots, openRows } = spec;
  if (openRows > 0) return new ShuffleOutputs(kernel, banks, bankLatency);
  if (slots > 0) return new WindowOutputs(kernel, banks, spec, bankLatency, slots);
  return new BankOutputs(kernel, banks, spec, bankLatency);
}
