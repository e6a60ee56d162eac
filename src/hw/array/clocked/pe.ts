import { Fifo } from '../../../sim/fifo.ts';
import type { Kernel } from '../../../sim/kernel.ts';
import { Ticker } from '../../../sim/ticker.ts';
import { BeatFeeder } from '../beat-feeder.ts';
import type { BeatList } from '../beat-list.ts';
import { Accumulator } from './accumulator.ts';
import { AdderTree, type PartSum } from './adder-tree.ts';
import type { Bank } from './bank.ts';
import { BankOutputs, type S1Outputs } from './bank-outputs.ts';
import { type LaneOperands, laneOperands, Multipliers } from './multipliers.ts';
import type { PeAccount } from './pe-account.ts';
import { BUBBLE, MID_ROW, RegisterChain } from './register-chain.ts';
import type { S1Observer } from './s1-observer.ts';
import { WindowOutputs } from './window-outputs.ts';

/** Slots of the beat register between S0 and S1: two sustain one beat per cycle. */
const BEAT_REGISTER = 2;

/** Registers and widths of a PE. docs/timing.md sections 1 and 3. */
export interface PeSpec {
  readonly lanes: number;
  readonly ports: number;
  /** Slots for beats in S1 whose words are collected in registers; 0: a beat's words go on as they come. */
  readonly slots: number;
  /** Cycles from a bank's address to its data: 1, or 2 with bankOutputRegister. */
  readonly bankLatency: number;
  /** 1 when the data crossbar is registered, 0 without one. */
  readonly crossbarRegisters: number;
  readonly mulLatency: number;
  readonly accumulatorBits: number;
}

/** What a weight memory holds for all PEs: the beats, and address and value of every entry. */
export interface WeightStore {
  readonly list: BeatList;
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
  /** Numbers of the beats from S0. */
  readonly beats: Fifo;
  readonly account: PeAccount;
  /** Its index in the array. */
  readonly index: number;
  readonly observer: S1Observer | null;
  private readonly kernel: Kernel;
  private readonly spec: PeSpec;
  private readonly feeder: BeatFeeder;
  private readonly ticker: Ticker;
  private readonly outputs: S1Outputs;
  private readonly crossbar: RegisterChain<LaneOperands>;
  private readonly multipliers: Multipliers;
  private readonly tree: AdderTree;
  private readonly accumulator: Accumulator;
  private readonly out: PartSum = { ends: BUBBLE, sum: 0 };
  private lostOfOut = 0;
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
    { list }: WeightStore,
    account: PeAccount,
    onResult: OnResult,
    observer: S1Observer | null,
  ) {
    this.index = pe;
    this.observer = observer;
    this.kernel = kernel;
    this.spec = spec;
    this.account = account;
    this.rowsLeft = rows;
    this.onResult = onResult;
    this.beats = new Fifo(kernel, `PE ${pe} beat`, BEAT_REGISTER);
    this.feeder = new BeatFeeder(kernel, this.beats, list.start[pe], list.start[pe + 1]);
    this.outputs =
      spec.slots === 0
        ? new BankOutputs(kernel, banks, spec.bankLatency)
        : new WindowOutputs(kernel, banks, spec.ports, spec.bankLatency, spec.slots);
    this.crossbar = new RegisterChain(spec.crossbarRegisters, () => laneOperands(spec.lanes));
    this.multipliers = new Multipliers(spec.lanes, spec.mulLatency);
    this.tree = new AdderTree(spec.lanes);
    this.accumulator = new Accumulator(spec.accumulatorBits);
    this.ticker = new Ticker(kernel, () => this.tick());
  }

  /** FILL, counted along the registers: beat, banks, crossbar, multipliers, tree, accumulator, output. */
  get fillCycles(): number {
    const { bankLatency, crossbarRegisters, mulLatency } = this.spec;
    return 1 + bankLatency + crossbarRegisters + mulLatency + this.tree.depth + 1 + 1;
  }

  /** The start pulse, in cycle 0. */
  start(): void {
    if (this.rowsLeft === 0) return;
    this.account.enter('fill', 1);
    this.feeder.start();
  }

  /**
   * S1: a lane of a beat, which is in `slot`, reads the vector buffer at `address` in this cycle. Throws when
   * the bank has no port free.
   */
  read(beat: number, lane: number, address: number, weight: number, slot = 0): void {
    this.account.countRead(this.outputs.read(lane, address, weight, slot));
    this.observer?.read(this.index, beat, lane, address);
    this.ticker.wake();
  }

  /**
   * S1: what was read in this cycle, or all that the beat in `slot` has read, moves on as a part of a beat
   * that ends row `ends`, or with MID_ROW does not end one.
   */
  issue(ends: number, slot = 0): void {
    this.outputs.close(ends, slot);
    this.partsInFlight++;
    this.ticker.wake();
  }

  private tick(): boolean {
    const { out, accumulator, tree, multipliers, crossbar } = this;
    if (out.ends !== BUBBLE) this.retire();
    out.ends = accumulator.output.ends;
    out.sum = accumulator.output.sum;
    this.lostOfOut = accumulator.lost;
    accumulator.clock(tree.output);
    tree.clock(multipliers.output);
    this.outputs.collect(crossbar.input);
    multipliers.clock(crossbar.output);
    crossbar.clock();
    return this.partsInFlight > 0;
  }

  /** A part has reached the output register; the last one of a row carries the result. */
  private retire(): void {
    const { out, kernel, account } = this;
    this.partsInFlight--;
    if (out.ends === MID_ROW) return;
    this.onResult(out.ends, out.sum, this.lostOfOut);
    if (--this.rowsLeft === 0) account.enter('idle', kernel.now + 1);
  }
}
