import { bankOf } from '../../../bbs/bank-address.ts';
import type { Kernel } from '../../../sim/kernel.ts';
import { Ticker } from '../../../sim/ticker.ts';
import type { ShuffleSpec } from '../arbitration-shuffle.ts';
import type { EntryList } from '../entry-list.ts';
import type { ProcessingElement, WeightStore } from './pe.ts';

/** An entry that a lane presents to its bank. */
interface Request {
  readonly lane: number;
  readonly entry: number;
  readonly bank: number;
  readonly row: number;
}

/** S1 holds the first entries in cycle 2 (docs/timing.md section 3), which is slot 0. */
const FIRST_CYCLE = 2;

/**
 * S1 of a PE with independent lanes: each presents the request that comes back to it, or the next entry of
 * its stream while its row is open. Every bank takes the first that asks, from another lane on in each cycle.
 * The oldest row leaves when all its entries have been accepted. docs/timing.md section 3, shuffled issue.
 */
export class ShuffledIssue {
  private readonly kernel: Kernel;
  private readonly spec: ShuffleSpec;
  private readonly pe: ProcessingElement;
  private readonly store: WeightStore;
  private readonly entries: EntryList;
  /** Per lane: what was lost, the oldest first, and when it is back. */
  private readonly lost: { readonly request: Request; readonly backAt: number }[][];
  private readonly presentedOfLane: Uint32Array;
  /** Entries of each row of the PE that have not been accepted, by position in the order. */
  private readonly unaccepted = new Map<number, number>();
  /** Rows that have left, each with the cycle from which on the lanes know. */
  private readonly leftKnownAt: number[] = [];
  private readonly firstRow: number;
  private readonly rows: number;
  private closed = 0;
  private accepted = 0;

  constructor(
    kernel: Kernel,
    spec: ShuffleSpec,
    pe: ProcessingElement,
    store: WeightStore,
    entries: EntryList,
  ) {
    this.kernel = kernel;
    this.spec = spec;
    this.pe = pe;
    this.store = store;
    this.entries = entries;
    this.lost = pe.streams.map(() => []);
    this.presentedOfLane = new Uint32Array(pe.streams.length);
    const [from, to] = [entries.start[pe.index], entries.start[pe.index + 1]];
    for (const row of entries.row.subarray(from, to))
      this.unaccepted.set(row, (this.unaccepted.get(row) ?? 0) + 1);
    this.firstRow = from < to ? entries.row[from] : 0;
    this.rows = this.unaccepted.size;
    const ticker = new Ticker(kernel, () => this.tick());
    for (const stream of pe.streams) stream.wakeOnPush(ticker);
  }

  private tick(): boolean {
    const { kernel, leftKnownAt, rows } = this;
    if (kernel.now < FIRST_CYCLE) return true;
    if (leftKnownAt.length === rows) return false;
    while (this.closed < leftKnownAt.length && leftKnownAt[this.closed] <= kernel.now) this.closed++;
    const requests = this.lanesInOrder().flatMap((lane) => this.requestOf(lane) ?? []);
    const served = new Map<number, Request>();
    for (const request of requests) if (!served.has(request.bank)) served.set(request.bank, request);
    this.account(requests, [...served.values()]);
    for (const request of requests) {
      if (served.get(request.bank) === request) this.accept(request);
      else this.lose(request);
    }
    this.leave();
    return true;
  }

  private lanesInOrder(): readonly number[] {
    const lanes = this.pe.streams.length;
    const first = (this.kernel.now - FIRST_CYCLE + 1) % lanes;
    return Array.from({ length: lanes }, (_, i) => (first + i) % lanes);
  }

  private requestOf(lane: number): Request | null {
    const { lost, pe, entries, store, presentedOfLane, kernel } = this;
    if (lost[lane][0]?.backAt === kernel.now) return lost[lane].shift()?.request ?? null;
    const stream = pe.streams[lane];
    if (!stream.canPop) return null;
    const lanes = pe.streams.length;
    const at = entries.start[pe.index] + presentedOfLane[lane] * lanes + lane;
    const row = entries.row[at];
    if (row - this.firstRow >= this.closed + this.spec.openRows) return null;
    stream.pop();
    presentedOfLane[lane]++;
    const entry = entries.entry[at];
    return { lane, entry, bank: bankOf(lanes, store.addresses[entry]), row };
  }

  /** What the cycle counts as: N accepted entries are a beat. */
  private account(requests: readonly Request[], served: readonly Request[]): void {
    const { pe, kernel } = this;
    const lanes = pe.streams.length;
    const before = Math.ceil(this.accepted / lanes);
    this.accepted += served.length;
    const beats = Math.ceil(this.accepted / lanes);
    if (beats > before) pe.account.countBeat();
    pe.account.enter(beats > before ? 'issue' : 'conflict', kernel.now);
    const row = this.firstRow + this.leftKnownAt.length;
    const asking = requests.map(({ lane }) => lane);
    pe.observer?.present(pe.index, beats - 1, beats > before, { row, lanes: asking });
    if (served.length === requests.length) pe.observer?.leave(pe.index);
  }

  private accept({ lane, entry, row }: Request): void {
    const { addresses, values } = this.store;
    const beat = Math.ceil(this.accepted / this.pe.streams.length) - 1;
    this.pe.read(beat, lane, addresses[entry], values[entry], row);
    this.unaccepted.set(row, (this.unaccepted.get(row) ?? 0) - 1);
  }

  private lose(request: Request): void {
    this.lost[request.lane].push({ request, backAt: this.kernel.now + this.spec.retryCycles });
    this.pe.account.countWait(request.bank);
  }

  /** The oldest row, when it is complete. */
  private leave(): void {
    const { pe, kernel, leftKnownAt, firstRow, rows, spec } = this;
    const row = firstRow + leftKnownAt.length;
    if (this.unaccepted.get(row) !== 0) return;
    leftKnownAt.push(kernel.now + spec.retryCycles);
    pe.issue(row);
    if (leftKnownAt.length === rows) pe.account.enter('fill', kernel.now + 1);
  }
}
