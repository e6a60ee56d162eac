import { bankStride } from '../../bbs/bank-address.ts';
import { type Arbitration, emptyArbitration } from './arbitration-plain.ts';
import type { BeatMatrix } from './beat-matrix.ts';
import type { RowOrder } from './row-order.ts';

/**
 * Beats in flight, requests that stand at a bank (null: as many as come) and that it serves in a cycle
 * (`ports`), and copies of the vector buffer (absent: one).
 */
export interface IssueWindow {
  readonly window: number;
  readonly queueDepth: number | null;
  readonly ports: number;
  readonly copies?: number;
}

/**
 * S1 of a PE, in cycles from 1. `mask` takes the bank out of an address; `banks`, `lanesPerCopy`: banks of a
 * copy, and lanes that read it.
 * `leftAt`: when the last beats left, by beat modulo the window. Per bank: its requests so far, when the last
 * `kept` of them were served (bank * kept + request modulo kept), and until when one of them waited.
 * `queuedAt`, `servedAt`: when the last lane of the newest beat stood at its bank, and when the last one was
 * served.
 */
export interface WindowState {
  readonly mask: number;
  readonly banks: number;
  readonly lanesPerCopy: number;
  readonly leftAt: Uint32Array;
  readonly requests: Uint32Array;
  readonly kept: number;
  readonly services: Uint32Array;
  readonly waitedUntil: Uint32Array;
  readonly reads: Uint32Array;
  readonly waits: Uint32Array;
  queuedAt: number;
  servedAt: number;
}

/**
 * `arbitrate` with up to `window` beats of a PE in S1: beats enter in order, one a cycle, a bank serves the
 * oldest request first, and beats leave in order, one a cycle, each when its last lane has been served. Who
 * goes first inside a beat changes no count. `slots` of a row are the cycles from the last beat of the row
 * before to its own. docs/timing.md section 3, windowed issue.
 */
export function arbitrateWindow(matrix: BeatMatrix, order: RowOrder, issue: IssueWindow): Arbitration {
  const result = emptyArbitration((issue.copies ?? 1) * matrix.placement.banks, order);
  const queues = queuesOf(matrix.lanes, issue);
  for (let pe = 0; pe < order.pes; pe++)
    timePe(matrix, order, pe, emptyState(matrix, queues, result, pe), queues, result);
  return result;
}

/** What bounds requests at the banks: `depth` places in front of each (0: enough), services to remember. */
export interface BankQueues extends Required<Omit<IssueWindow, 'queueDepth'>> {
  readonly depth: number;
  readonly kept: number;
}

/** The queues of an issue with beats of `lanes` lanes. */
export function queuesOf(lanes: number, { window, ports, queueDepth, copies = 1 }: IssueWindow): BankQueues {
  // With a place for every lane of all beats in flight no queue is ever full.
  const depth = Math.min(queueDepth ?? Infinity, window * lanes);
  const isBounded = depth < window * lanes;
  const kept = isBounded ? Math.max(ports, depth) : ports;
  return { window, ports, copies, depth: isBounded ? depth : 0, kept };
}

/** S1 of PE `pe` before its first beat; reads and waits are counted in the arbitration. */
export function emptyState(
  { lanes, placement }: Pick<BeatMatrix, 'lanes' | 'placement'>,
  { window, copies, kept }: BankQueues,
  { bankReads, bankWaits }: Arbitration,
  pe: number,
): WindowState {
  const all = copies * placement.banks;
  return {
    mask: bankStride(placement.banks) - 1,
    banks: placement.banks,
    lanesPerCopy: lanes / copies,
    leftAt: new Uint32Array(window),
    requests: new Uint32Array(all),
    kept,
    services: new Uint32Array(all * kept),
    waitedUntil: new Uint32Array(all),
    reads: bankReads.subarray(pe * all, (pe + 1) * all),
    waits: bankWaits.subarray(pe * all, (pe + 1) * all),
    queuedAt: 0,
    servedAt: 0,
  };
}

function timePe(
  matrix: BeatMatrix,
  order: RowOrder,
  pe: number,
  state: WindowState,
  queues: BankQueues,
  result: Arbitration,
): void {
  const { entryStart, addresses, lanes } = matrix;
  const { leftAt } = state;
  const { window } = queues;
  let entered = 0;
  let left = 0;
  let beats = 0;
  let place = 0;
  for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
    const end = entryStart[order.rows[q] + 1];
    const leftBefore = left;
    let from = entryStart[order.rows[q]];
    do {
      const to = Math.min(from + lanes, end);
      entered = Math.max(entered, state.queuedAt, leftAt[place]) + 1;
      serveLanes(addresses, from, to, entered, queues, state);
      left = Math.max(left + 1, state.servedAt);
      leftAt[place] = left;
      place = place + 1 < window ? place + 1 : 0;
      beats++;
      from = to;
    } while (from < end);
    result.slots[q] = left - leftBefore;
  }
  result.beats[pe] = beats;
  result.issueCycles[pe] = left;
}

/**
 * A beat (entries from .. to - 1) that enters in cycle `entered`: when all its lanes stand at their banks,
 * and when all are served.
 */
export function serveLanes(
  addresses: Uint16Array | Uint32Array,
  from: number,
  to: number,
  entered: number,
  { ports, depth }: BankQueues,
  state: WindowState,
): void {
  const { banks, lanesPerCopy } = state;
  state.queuedAt = entered;
  state.servedAt = entered;
  for (let run = from, firstBank = 0; run < to; run += lanesPerCopy, firstBank += banks) {
    const end = Math.min(run + lanesPerCopy, to);
    if (ports === 1 && depth === 0) serveAtOnce(addresses, run, end, firstBank, entered, state);
    else serveFromQueues(addresses, run, end, firstBank, entered, ports, depth, state);
  }
}

/**
 * The lanes of a beat that read one copy, at banks of one port with room for all: each is served when its
 * bank is free.
 */
function serveAtOnce(
  addresses: Uint16Array | Uint32Array,
  from: number,
  to: number,
  firstBank: number,
  entered: number,
  state: WindowState,
): void {
  const { mask, services, reads, waits } = state;
  let last = state.servedAt;
  for (let e = from; e < to; e++) {
    const bank = firstBank + (addresses[e] & mask);
    const before = services[bank];
    reads[bank]++;
    if (before < entered) {
      services[bank] = entered;
      continue;
    }
    // Since the beat entered, a request of the bank has waited until `before` at most.
    services[bank] = before + 1;
    waits[bank]++;
    if (before >= last) last = before + 1;
  }
  state.servedAt = last;
}

/**
 * The same with more ports, or with `depth` places in front of every bank (0: enough): a request stands there
 * once the one `depth` before it has been served, and is served after the one `ports` before it.
 */
function serveFromQueues(
  addresses: Uint16Array | Uint32Array,
  from: number,
  to: number,
  firstBank: number,
  entered: number,
  ports: number,
  depth: number,
  state: WindowState,
): void {
  const { mask, requests, services, waitedUntil, kept, reads, waits } = state;
  for (let e = from; e < to; e++) {
    const bank = firstBank + (addresses[e] & mask);
    const request = requests[bank]++;
    const own = bank * kept;
    let stands = entered;
    if (depth > 0 && request >= depth)
      stands = Math.max(stands, services[own + ((request - depth) % kept)] + 1);
    let served = stands;
    if (request >= ports) served = Math.max(served, services[own + ((request - ports) % kept)] + 1);
    services[own + (request % kept)] = served;
    reads[bank]++;
    waits[bank] += Math.max(0, served - Math.max(entered, waitedUntil[bank]));
    waitedUntil[bank] = Math.max(waitedUntil[bank], served);
    state.queuedAt = Math.max(state.queuedAt, stands);
    state.servedAt = Math.max(state.servedAt, served);
  }
}
