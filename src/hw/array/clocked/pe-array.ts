import { bankOf } from '../../../bbs/bank-address.ts';
import { Counters } from '../../../sim/counters.ts';
import { Kernel } from '../../../sim/kernel.ts';
import { listBeats } from '../beat-list.ts';
import type { BeatMatrix } from '../beat-matrix.ts';
import { listEntries } from '../entry-list.ts';
import { rescaleRegisters } from '../fill.ts';
import { listPackedBeats } from '../packed-beats.ts';
import type { RowOrder } from '../row-order.ts';
import type { SpmvArray } from '../spmv-array.ts';
import type { SpmvTiming } from '../spmv-timing.ts';
import { servedPerBank, type VectorBanks } from '../vector-banks.ts';
import { loadElements, type VectorBuffer, vectorBuffer } from '../vector-buffer.ts';
import { ArbitratedIssue, type ArbitrationSpec } from './arbitrated-issue.ts';
import { Bank } from './bank.ts';
import { DecoupledPe } from './decoupled-pe.ts';
import { ParallelIssue } from './parallel-issue.ts';
import { type OnResult, type PeSpec, ProcessingElement, type WeightStore } from './pe.ts';
import { type AccountObserver, accountSlots, PeAccount, type PeTotals } from './pe-account.ts';
import type { PeScales } from './rescaler.ts';
import type { S1Observer } from './s1-observer.ts';
import { ShuffledIssue } from './shuffled-issue.ts';
import { WindowedIssue } from './windowed-issue.ts';

/**
 * An SpMV over the rows of an order: its time, and the sum of every row of the matrix
 * (0 for rows outside the order).
 */
export interface ComputedSpmv {
  readonly timing: SpmvTiming;
  readonly results: Float64Array;
  /** What each row has lost because its accumulator wraps: the exact sum less the result. */
  readonly lost: Float64Array;
}

/**
 * One SpMV of the rows in `order` times `x`, cycle by cycle: M processing elements made of banks, arbiters,
 * multipliers, adder trees and accumulators, each clocked in every cycle in which it holds something. It
 * follows docs/timing.md section 3 block by block and shares no timing formula with the fast path
 * (arbitration.ts, spmv-timing.ts, csr-shared), which must agree with it to the cycle and the bit. `observer`
 * sees S1 of every PE, `accounts` what each PE is charged with. Throws a RangeError when matrix, order, x and
 * array do not fit, an Error when a bank refuses a beat that nothing arbitrates.
 */
export function runClocked(
  matrix: BeatMatrix,
  order: RowOrder,
  array: SpmvArray,
  x: Int16Array,
  observer: S1Observer | null = null,
  accounts: AccountObserver | null = null,
): ComputedSpmv {
  checkSizes(matrix, order, array.config, x);
  const kernel = new Kernel();
  const results = new Float64Array(matrix.rows);
  const lost = new Float64Array(matrix.rows);
  const finishedAt = new Uint32Array(order.rows.length);
  const onResult = (q: number, sum: number, lostOfRow: number) => {
    finishedAt[q] = kernel.now;
    results[order.rows[q]] = sum;
    lost[order.rows[q]] = lostOfRow;
  };
  const pes = buildPes(kernel, matrix, order, array, x, onResult, observer, accounts);
  for (const pe of pes) pe.start();
  kernel.run();
  const cycles = finishedAt.reduce((last, cycle) => Math.max(last, cycle), 0);
  const totals = pes.map(({ account }) => account.finish(cycles));
  return { timing: timingOf(order, pes[0].fillCycles, cycles, finishedAt, totals), results, lost };
}

/** A PE of any wiring. */
interface ClockedPe {
  readonly account: PeAccount;
  readonly fillCycles: number;
  start(): void;
}

function buildPes(
  kernel: Kernel,
  matrix: BeatMatrix,
  order: RowOrder,
  array: SpmvArray,
  x: Int16Array,
  onResult: OnResult,
  observer: S1Observer | null,
  accounts: AccountObserver | null,
): readonly ClockedPe[] {
  const { placement } = matrix;
  const spec = peSpec(array);
  const buffer = vectorBuffer(placement);
  loadElements(buffer, x, 0);
  const banksOf = vectorBanks(kernel, spec, buffer, array.issue === 'shared');
  const banksPerPe = spec.banks * spec.copies;
  const counters = new Counters(accountSlots(order.pes, banksPerPe));
  const accountOf = (pe: number) => new PeAccount(counters, pe, banksPerPe, kernel, accounts);
  const scalesOf = (pe: number) => scalesOfPe(matrix, order, pe);
  if (array.issue === 'decoupled') {
    const apart = { ...spec, rowsApart: array.rowsApart };
    return Array.from(
      { length: order.pes },
      (_, pe) =>
        new DecoupledPe(
          kernel,
          apart,
          pe,
          matrix,
          order,
          banksOf(pe),
          scalesOf(pe),
          accountOf(pe),
          onResult,
          observer,
        ),
    );
  }
  const store = weightStore(matrix, order, array);
  const pes = Array.from({ length: order.pes }, (_, pe) => {
    const rows = order.start[pe + 1] - order.start[pe];
    const account = accountOf(pe);
    const [banks, scales] = [banksOf(pe), scalesOf(pe)];
    return new ProcessingElement(kernel, spec, pe, rows, banks, store, scales, account, onResult, observer);
  });
  wireIssue(kernel, array, pes, store);
  return pes;
}

function scalesOfPe({ scales }: BeatMatrix, { rows, start }: RowOrder, pe: number): PeScales | null {
  return scales ? { ...scales, rows: rows.subarray(start[pe], start[pe + 1]) } : null;
}

function weightStore(matrix: BeatMatrix, order: RowOrder, { rowPacking, shuffle }: SpmvArray): WeightStore {
  if (rowPacking) return { ...listPackedBeats(matrix, order), entries: null };
  const { addresses, values } = matrix;
  const entries = shuffle ? listEntries(matrix, order) : null;
  return { list: listBeats(matrix, order), entries, rows: null, addresses, values };
}

function checkSizes(
  { lanes, cols }: BeatMatrix,
  order: RowOrder,
  { banks, pes }: SpmvArray['config'],
  x: Int16Array,
): void {
  if (lanes !== banks) throw new RangeError(`matrix of ${lanes} lanes on an array of ${banks} banks`);
  if (order.pes !== pes) throw new RangeError(`rows dealt to ${order.pes} PEs on an array of ${pes}`);
  if (x.length !== cols)
    throw new RangeError(`vector of ${x.length} elements for a matrix of ${cols} columns`);
}

function peSpec(array: SpmvArray): PeSpec {
  const { config, window, shuffle, rowPacking, crossbarRegisters } = array;
  const { timing, number } = config;
  return {
    ...banksOfLanes(array),
    ports: servedPerBank(array),
    slots: hasSlots(array) ? window : 0,
    openRows: shuffle?.openRows ?? 0,
    rowsPerCycle: rowPacking?.rowsPerCycle ?? null,
    bankLatency: 1 + timing.bankOutputRegister,
    crossbarRegisters,
    mulLatency: timing.mulLatency,
    accumulatorBits: number.accumulatorBits,
    rescaleRegisters: rescaleRegisters(config),
  };
}

function banksOfLanes({ config, bufferBanks, vectorCopies }: SpmvArray): VectorBanks {
  return { lanes: config.banks, banks: bufferBanks, copies: vectorCopies };
}

/** Whether words of beats stand in registers until the beat goes on. */
function hasSlots({ issue, rowPacking }: SpmvArray): boolean {
  return issue === 'windowed' || (issue === 'arbitrated' && rowPacking !== null);
}

/** The banks that each PE reads: copies of the vector of its own, or one that all share. */
function vectorBanks(
  kernel: Kernel,
  { banks, copies, ports, bankLatency }: PeSpec,
  { words }: VectorBuffer,
  isShared: boolean,
): (pe: number) => readonly Bank[] {
  const contents = Array.from({ length: banks }, (_, bank) =>
    words.filter((_, at) => bankOf(banks, at) === bank),
  );
  const build = (owner: string) =>
    Array.from({ length: copies * banks }, (_, bank) => {
      const spec = { name: `${owner} bank ${bank}`, ports, latency: bankLatency };
      return new Bank(kernel, spec, contents[bank % banks]);
    });
  if (!isShared) return (pe) => build(`PE ${pe}`);
  const shared = build('shared');
  return () => shared;
}

/**
 * Wires S1: all banks at once, an arbiter per PE for one beat, for several or for lanes on their own, or one
 * arbiter for all.
 */
function wireIssue(
  kernel: Kernel,
  array: SpmvArray,
  pes: readonly ProcessingElement[],
  store: WeightStore,
): void {
  const { issue, arbiter, window, queueDepth, shuffle } = array;
  const spec: Omit<ArbitrationSpec, 'rotates'> = {
    ...banksOfLanes(array),
    ports: servedPerBank(array),
    policy: arbiter,
  };
  if (issue === 'shared') {
    new ArbitratedIssue(kernel, { ...spec, rotates: 'pes' }, pes, store);
    return;
  }
  for (const pe of pes) {
    if (shuffle && store.entries) new ShuffledIssue(kernel, shuffle, pe, store, store.entries);
    else if (hasSlots(array)) new WindowedIssue(kernel, { ...spec, window, queueDepth }, pe, store);
    else if (issue === 'arbitrated') new ArbitratedIssue(kernel, { ...spec, rotates: 'lanes' }, [pe], store);
    else new ParallelIssue(kernel, pe, store);
  }
}

/** The timing as it was observed: nothing but C and the critical PE is derived. */
function timingOf(
  order: RowOrder,
  fillCycles: number,
  cycles: number,
  rowFinishedAtCycle: Uint32Array,
  totals: readonly PeTotals[],
): SpmvTiming {
  const perPe = (value: (total: PeTotals) => number) => Uint32Array.from(totals, value);
  const busyCycles = perPe((total) => cycles - total.cycles.idle);
  return {
    order,
    cycles,
    fillCycles,
    beats: perPe((total) => total.beats),
    issueCycles: perPe((total) => total.cycles.issue + total.cycles.conflict),
    conflictCycles: perPe((total) => total.cycles.conflict),
    busyCycles,
    rowFinishedAtCycle,
    bankReads: Uint32Array.from(totals.flatMap(({ bankReads }) => Array.from(bankReads))),
    bankWaits: Uint32Array.from(totals.flatMap(({ bankWaits }) => Array.from(bankWaits))),
    criticalPe: cycles === 0 ? -1 : busyCycles.indexOf(cycles),
  };
}
