import type { Kernel } from '../../../sim/kernel.ts';
import { Ticker } from '../../../sim/ticker.ts';
import { type BeatPart, partsOfBeat } from '../packed-beats.ts';
import { bankAsked } from '../vector-banks.ts';
import type { ArbitrationSpec } from './arbitrated-issue.ts';
import type { ProcessingElement, WeightStore } from './pe.ts';

/** Banks, ports and priority, beats that S1 may hold, and requests that stand at a bank (null: all). */
export interface WindowSpec extends Omit<ArbitrationSpec, 'rotates'> {
  readonly window: number;
  readonly queueDepth: number | null;
}

/** A lane that has not been served, and whether it stands at its bank. */
interface Request {
  readonly lane: number;
  readonly entry: number;
  readonly bank: number;
  stands: boolean;
}

/** A beat in S1: its slot, and its lanes that wait, in ascending order. */
interface BeatInFlight {
  readonly beat: number;
  readonly slot: number;
  waiting: Request[];
  /** What has not gone on, one part after the other. */
  readonly parts: BeatPart[];
  isNew: boolean;
}

/**
 * S1 of a PE with a window: beats enter in order, at most one a cycle, while there is a slot and every lane
 * of the beat before stands at its bank. A bank serves what stands there, the oldest beat first, inside a
 * beat by the priority of its lanes. The oldest beat leaves with its last lane, where rows share beats
 * part by part. docs/timing.md section 3.
 */
export class WindowedIssue {
  private readonly kernel: Kernel;
  private readonly spec: WindowSpec;
  private readonly pe: ProcessingElement;
  private readonly store: WeightStore;
  /** The oldest first. */
  private readonly beats: BeatInFlight[] = [];
  private entered = 0;
  private isOldestNew = true;
  private readonly standing: Uint16Array;
  private readonly portsUsed: Uint8Array;

  constructor(kernel: Kernel, spec: WindowSpec, pe: ProcessingElement, store: WeightStore) {
    this.kernel = kernel;
    this.spec = spec;
    this.pe = pe;
    this.store = store;
    this.standing = new Uint16Array(spec.banks * spec.copies);
    this.portsUsed = new Uint8Array(spec.banks * spec.copies);
    pe.beats.wakeOnPush(new Ticker(kernel, () => this.tick()));
  }

  private tick(): boolean {
    const { beats, pe, kernel } = this;
    if (this.hasRoom() && pe.beats.canPop) this.enter(pe.beats.pop());
    if (beats.length === 0) return false;
    this.present(beats[0]);
    this.countWaits();
    this.queue(beats[beats.length - 1]);
    this.serve();
    for (const beat of beats) beat.isNew = false;
    this.isOldestNew = beats[0].waiting.length === 0 && this.goOn(beats[0]);
    if (beats.length === 0) pe.account.enter('fill', kernel.now + 1);
    return true;
  }

  private hasRoom(): boolean {
    const { beats, spec } = this;
    const newest = beats[beats.length - 1];
    return beats.length < spec.window && (!newest || newest.waiting.every(({ stands }) => stands));
  }

  private enter(beat: number): void {
    const { spec, store, beats, pe } = this;
    const { list, addresses, rows } = store;
    const from = list.from[beat];
    const waiting = Array.from({ length: list.to[beat] - from }, (_, lane) => ({
      lane,
      entry: from + lane,
      bank: bankAsked(spec, lane, addresses[from + lane]),
      stands: false,
    }));
    const whole = { fromLane: 0, toLane: spec.lanes, ends: list.endsRow[beat] };
    const parts = rows ? partsOfBeat({ list, rows }, beat, pe.rowsPerCycle) : [whole];
    beats.push({ beat, slot: this.entered++ % spec.window, waiting, parts, isNew: true });
    pe.account.countBeat();
  }

  private present({ beat, waiting, parts }: BeatInFlight): void {
    const { pe, kernel, isOldestNew, store } = this;
    const { list, rows } = store;
    if (!rows) pe.observer?.present(pe.index, beat, isOldestNew);
    else
      pe.observer?.present(pe.index, beat - list.start[pe.index], isOldestNew, {
        row: rows[list.from[beat] + parts[0].fromLane],
        lanes: waiting.map(({ lane }) => lane),
      });
    pe.account.enter(isOldestNew ? 'issue' : 'conflict', kernel.now);
  }

  /** A bank has kept somebody waiting if a beat that is not new still asks for it. */
  private countWaits(): void {
    const late = this.beats.filter(({ isNew }) => !isNew).flatMap(({ waiting }) => waiting);
    for (const bank of new Set(late.map((request) => request.bank))) this.pe.account.countWait(bank);
  }

  /** Lanes find places at their banks, by priority. Places are those that were free when the cycle began. */
  private queue(newest: BeatInFlight): void {
    const { standing, spec } = this;
    for (const request of this.byPriority(newest.waiting)) {
      if (request.stands || standing[request.bank] >= (spec.queueDepth ?? Number.POSITIVE_INFINITY)) continue;
      request.stands = true;
      standing[request.bank]++;
    }
  }

  private serve(): void {
    const { beats, portsUsed, spec } = this;
    portsUsed.fill(0);
    for (const beat of beats) {
      const served = this.byPriority(beat.waiting).filter(
        ({ bank, stands }) => stands && portsUsed[bank] < spec.ports && ++portsUsed[bank] > 0,
      );
      for (const request of served) this.read(beat, request);
      beat.waiting = beat.waiting.filter((request) => !served.includes(request));
    }
  }

  private read({ beat, slot }: BeatInFlight, { lane, entry, bank }: Request): void {
    const { addresses, values } = this.store;
    this.standing[bank]--;
    this.pe.read(beat, lane, addresses[entry], values[entry], slot);
  }

  /** The next part of the oldest beat goes on; true when it was the last one. */
  private goOn({ slot, parts }: BeatInFlight): boolean {
    const { pe } = this;
    const part = parts.shift();
    if (!part) throw new Error(`PE ${pe.index}: a beat in S1 that has gone on`);
    pe.issue(part.ends, slot, part);
    if (parts.length > 0) return false;
    pe.observer?.leave(pe.index);
    this.beats.shift();
    return true;
  }

  /** Lanes in ascending order, with a rotating priority from lane t mod N on, wrapping. */
  private byPriority(requests: readonly Request[]): readonly Request[] {
    const { policy, lanes } = this.spec;
    if (policy === 'fixed') return requests;
    const first = this.kernel.now % lanes;
    return [...requests.filter(({ lane }) => lane >= first), ...requests.filter(({ lane }) => lane < first)];
  }
}
