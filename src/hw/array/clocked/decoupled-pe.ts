import { wrap } from '../../../num/fixed.ts';
import type { Kernel } from '../../../sim/kernel.ts';
import { Ticker } from '../../../sim/ticker.ts';
import type { BeatMatrix } from '../beat-matrix.ts';
import type { RowOrder } from '../row-order.ts';
import { AdderTree } from './adder-tree.ts';
import type { Bank } from './bank.ts';
import { BankOutputs } from './bank-outputs.ts';
import { LaneCounters, type LaneRead, laneWords } from './decoupled-lanes.ts';
import { type LaneOperands, laneOperands, Multipliers } from './multipliers.ts';
import { PartialSums } from './partial-sums.ts';
import type { OnResult, PeSpec } from './pe.ts';
import type { PeAccount } from './pe-account.ts';
import { BUBBLE, MID_ROW, RegisterChain } from './register-chain.ts';
import { noRowEnd, type PeScales, Rescaler } from './rescaler.ts';
import type { S1Observer } from './s1-observer.ts';

/** A PE whose lanes may be that many rows apart. */
export interface DecoupledSpec extends PeSpec {
  readonly rowsApart: number;
}

/** What travels beside the words of a cycle: the local row of every lane, and the one that leaves, or -1. */
interface BesideWords {
  readonly rows: Int32Array;
  leaves: number;
}

/**
 * One processing element whose lanes run apart: address counters, banks, multipliers, queues of partial sums,
 * adder tree and output register. Every register takes in a cycle what the one before it shows in that cycle,
 * so the stages are clocked from the last to the first. docs/timing.md section 3, decoupled lanes.
 */
export class DecoupledPe {
  readonly account: PeAccount;
  private readonly index: number;
  private readonly kernel: Kernel;
  private readonly spec: DecoupledSpec;
  private readonly matrix: BeatMatrix;
  private readonly firstRow: number;
  private rowsLeft: number;
  private readonly counters: LaneCounters;
  private readonly outputs: BankOutputs;
  private readonly operands: LaneOperands;
  private readonly beside: RegisterChain<BesideWords>;
  private readonly multipliers: Multipliers;
  private readonly sums: PartialSums;
  private leaving = -1;
  private readonly tree: AdderTree;
  private readonly rescaler: Rescaler;
  private readonly out = noRowEnd();
  private readonly onResult: OnResult;
  private readonly observer: S1Observer | null;
  private readonly ticker: Ticker;
  private wordsRead = 0;
  private presented = 0;

  /** PE `pe` of an order; `onResult` is called in the cycle at whose end row `order.rows[q]` is written. */
  constructor(
    kernel: Kernel,
    spec: DecoupledSpec,
    pe: number,
    matrix: BeatMatrix,
    order: RowOrder,
    banks: readonly Bank[],
    scales: PeScales | null,
    account: PeAccount,
    onResult: OnResult,
    observer: S1Observer | null,
  ) {
    const { lanes, rowsApart, bankLatency, mulLatency } = spec;
    this.kernel = kernel;
    this.spec = spec;
    this.index = pe;
    this.matrix = matrix;
    this.firstRow = order.start[pe];
    this.rowsLeft = order.start[pe + 1] - this.firstRow;
    this.account = account;
    this.onResult = onResult;
    this.observer = observer;
    this.counters = new LaneCounters(laneWords(matrix, order, pe), rowsApart, this.rowsLeft);
    this.outputs = new BankOutputs(kernel, banks, spec, bankLatency);
    this.operands = laneOperands(lanes);
    this.beside = new RegisterChain(bankLatency + mulLatency, () => nothingBeside(lanes));
    this.multipliers = new Multipliers(lanes, mulLatency);
    this.sums = new PartialSums(lanes, rowsApart);
    this.tree = new AdderTree(lanes);
    this.rescaler = new Rescaler(spec.rescaleRegisters, spec.accumulatorBits, scales);
    this.ticker = new Ticker(kernel, () => this.tick());
  }

  /** FILL, counted along the registers: beat, banks, multipliers, partial sums, tree, rescaler, output. */
  get fillCycles(): number {
    const { bankLatency, mulLatency, rescaleRegisters } = this.spec;
    return 1 + bankLatency + mulLatency + 1 + this.tree.depth + rescaleRegisters + 1;
  }

  /** The start pulse, in cycle 0: S0 addresses the first words in cycle 1. */
  start(): void {
    if (this.rowsLeft === 0) return;
    this.account.enter('fill', 1);
    this.ticker.wake();
  }

  private tick(): boolean {
    const { out, tree, sums, multipliers, beside, operands, firstRow, rescaler, spec } = this;
    if (out.ends !== BUBBLE) this.retire();
    const { ends, sum } = tree.output;
    const held = wrap(sum, spec.accumulatorBits);
    rescaler.clock(ends, held, sum - held, [], out);
    tree.clock(sums.take(this.leaving, firstRow + this.leaving));
    const { rows, leaves } = beside.output;
    sums.add(multipliers.output.products, rows);
    this.leaving = leaves;
    this.outputs.collect(operands);
    multipliers.clock(operands);
    this.issue(beside.input);
    beside.clock();
    return this.rowsLeft > 0;
  }

  /** S1, from cycle 2 on. */
  private issue(beside: BesideWords): void {
    const { counters, account, kernel } = this;
    beside.rows.fill(MID_ROW);
    beside.leaves = -1;
    if (kernel.now < FIRST_S1_CYCLE || !counters.isBusy) return;
    const { oldest, pending } = counters;
    const { reads, leaves } = counters.clock();
    const hasGained = this.gain(reads.length, counters.oldest);
    account.enter(hasGained ? 'issue' : 'conflict', kernel.now);
    this.observer?.present(this.index, oldest, hasGained, { row: oldest + this.firstRow, lanes: pending });
    for (const read of reads) this.read(read, beside);
    this.outputs.close(MID_ROW);
    beside.leaves = leaves;
    if (leaves >= 0) this.observer?.leave(this.index);
    if (!counters.isBusy) account.enter('fill', kernel.now + 1);
  }

  private read({ lane, entry, row }: LaneRead, beside: BesideWords): void {
    const { addresses, values } = this.matrix;
    this.account.countRead(this.outputs.read(lane, addresses[entry], values[entry], 0, MID_ROW));
    this.observer?.read(this.index, row + this.firstRow, lane, addresses[entry]);
    beside.rows[lane] = row;
  }

  /**
   * Whether the PE is a cycle further than before: it has now read a word for every lane more, or, where rows
   * have fewer, another row has left. The cycles in which it is are its beats.
   */
  private gain(words: number, rowsOut: number): boolean {
    this.wordsRead += words;
    const reached = Math.max(rowsOut, Math.ceil(this.wordsRead / this.spec.lanes));
    const hasGained = reached > this.presented;
    this.presented = reached;
    if (hasGained) this.account.countBeat();
    return hasGained;
  }

  private retire(): void {
    const { out, kernel } = this;
    this.onResult(out.ends, out.sum, out.lost);
    if (--this.rowsLeft === 0) this.account.enter('idle', kernel.now + 1);
  }
}

/** S0 addresses words in cycle 1. */
const FIRST_S1_CYCLE = 2;

function nothingBeside(lanes: number): BesideWords {
  return { rows: new Int32Array(lanes).fill(MID_ROW), leaves: -1 };
}
