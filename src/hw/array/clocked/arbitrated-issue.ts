import type { Kernel } from '../../../sim/kernel.ts';
import { Ticker } from '../../../sim/ticker.ts';
import { bankAsked, type VectorBanks } from '../vector-banks.ts';
import { Arbiter } from './arbiter.ts';
import type { ProcessingElement, WeightStore } from './pe.ts';
import { MID_ROW } from './register-chain.ts';

/**
 * Lanes of a PE and the banks that they ask, requests that a bank serves in a cycle, and who goes first:
 * which lane, or with a shared vector buffer which PE.
 */
export interface ArbitrationSpec extends VectorBanks {
  readonly ports: number;
  readonly policy: 'fixed' | 'rotating';
  readonly rotates: 'lanes' | 'pes';
}

const NO_BEAT = -1;

/**
 * S1 with an arbiter: of one PE with a private vector buffer (csr), or of all PEs with a shared one
 * (csr-shared). A beat asks for the banks of its lanes; lanes that are granted move on at once as a
 * part of the beat; the beat leaves with its last lane, and the PE's next beat is there in the cycle
 * after. docs/timing.md section 3.
 */
export class ArbitratedIssue {
  private readonly kernel: Kernel;
  private readonly spec: ArbitrationSpec;
  private readonly pes: readonly ProcessingElement[];
  private readonly store: WeightStore;
  private readonly arbiter: Arbiter;
  /** Per PE: its beat in S1, the lanes of it that wait, and whether one was granted in this cycle. */
  private readonly beatOf: Int32Array;
  private readonly lanesWaiting: Int32Array;
  private readonly isGranted: Uint8Array;
  /** Banks that a PE asks, and lanes waiting per PE and bank (pe * banks + bank). */
  private readonly banks: number;
  private readonly requests: Uint16Array;

  constructor(kernel: Kernel, spec: ArbitrationSpec, pes: readonly ProcessingElement[], store: WeightStore) {
    const { lanes, ports, policy, rotates } = spec;
    const banks = spec.banks * spec.copies;
    this.kernel = kernel;
    this.spec = spec;
    this.pes = pes;
    this.store = store;
    const stride = rotates === 'lanes' ? 1 : lanes;
    this.arbiter = new Arbiter({ requesters: pes.length * lanes, banks, ports, policy, stride });
    this.beatOf = new Int32Array(pes.length).fill(NO_BEAT);
    this.lanesWaiting = new Int32Array(pes.length);
    this.isGranted = new Uint8Array(pes.length);
    this.banks = banks;
    this.requests = new Uint16Array(pes.length * banks);
    const ticker = new Ticker(kernel, () => this.tick());
    for (const pe of pes) pe.beats.wakeOnPush(ticker);
  }

  private tick(): boolean {
    const { pes, kernel } = this;
    for (let i = 0; i < pes.length; i++) this.present(i);
    for (const requester of this.arbiter.grant(kernel.now)) this.serve(requester);
    let isBusy = false;
    for (let i = 0; i < pes.length; i++) {
      if (this.beatOf[i] !== NO_BEAT) isBusy = true;
      this.moveOn(i);
    }
    return isBusy;
  }

  /**
   * The beat of PE `i` in S1: it stays, and the banks it asks for have kept it
   * waiting, or the next one enters.
   */
  private present(i: number): void {
    const pe = this.pes[i];
    if (this.beatOf[i] !== NO_BEAT) {
      pe.observer?.present(pe.index, this.beatOf[i], false);
      this.countWaits(i);
    } else if (pe.beats.canPop) this.enter(i, pe.beats.pop());
  }

  private countWaits(i: number): void {
    const { requests, pes, banks } = this;
    for (let bank = 0; bank < banks; bank++) {
      if (requests[i * banks + bank] > 0) pes[i].account.countWait(bank);
    }
  }

  private enter(i: number, beat: number): void {
    const { spec, store, arbiter, requests, banks, kernel } = this;
    const { list, addresses } = store;
    const { account, index, observer } = this.pes[i];
    observer?.present(index, beat, true);
    for (let e = list.from[beat]; e < list.to[beat]; e++) {
      const lane = e - list.from[beat];
      const bank = bankAsked(spec, lane, addresses[e]);
      arbiter.request(i * spec.lanes + lane, bank);
      requests[i * banks + bank]++;
    }
    this.beatOf[i] = beat;
    this.lanesWaiting[i] = list.to[beat] - list.from[beat];
    account.countBeat();
    account.enter('issue', kernel.now);
  }

  private serve(requester: number): void {
    const { spec, store, requests, banks } = this;
    const { list, addresses, values } = store;
    const i = Math.floor(requester / spec.lanes);
    const lane = requester % spec.lanes;
    const entry = list.from[this.beatOf[i]] + lane;
    this.pes[i].read(this.beatOf[i], lane, addresses[entry], values[entry]);
    requests[i * banks + bankAsked(spec, lane, addresses[entry])]--;
    this.lanesWaiting[i]--;
    this.isGranted[i] = 1;
  }

  /** The lanes of PE `i` that were granted in this cycle move on, and with its last lane the beat. */
  private moveOn(i: number): void {
    const beat = this.beatOf[i];
    if (beat === NO_BEAT) return;
    const pe = this.pes[i];
    const { now } = this.kernel;
    if (this.lanesWaiting[i] === 0) {
      pe.issue(this.store.list.endsRow[beat]);
      pe.observer?.leave(pe.index);
      pe.account.enter('fill', now + 1);
      this.beatOf[i] = NO_BEAT;
    } else {
      if (this.isGranted[i] === 1) pe.issue(MID_ROW);
      pe.account.enter('conflict', now + 1);
    }
    this.isGranted[i] = 0;
  }
}
