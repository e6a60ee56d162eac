import { bankStride } from '../../../bbs/bank-address.ts';
import type { Fifo } from '../../../sim/fifo.ts';
import type { Kernel } from '../../../sim/kernel.ts';
import { Ticker } from '../../../sim/ticker.ts';
import type { BeatList } from '../beat-list.ts';
import { PeSet } from './pe-set.ts';

/** Sizes and policy of the shared vector memory. */
export interface SharedMemorySpec {
  readonly pes: number;
  readonly banks: number;
  readonly ports: number;
  readonly arbiter: 'fixed' | 'rotating';
}

/** What the PEs ask for: their beats, and the vector buffer address of every entry (bank in the low bits). */
export interface BeatSource {
  readonly list: BeatList;
  readonly addresses: Uint16Array | Uint32Array;
  /** FIFO p carries the numbers of PE p's beats from its S0. */
  readonly fifos: readonly Fifo[];
}

/**
 * S1 of all PEs of `csr-shared`: one vector buffer whose banks each serve at most `ports` of all pending
 * lanes of all PEs per cycle, PEs in the order 0, 1, ... (fixed) or t mod M, t mod M + 1, ... wrapping
 * (rotating; t = cycles since start), lanes in ascending order within a PE. A beat leaves S1 in the cycle in
 * which its last lane is served; the PE's next beat is there in the cycle after. docs/timing.md section 3.
 */
export class SharedVectorMemory {
  /** Per PE and bank (pe * banks + bank): words read, and cycles waited after the first cycle of a beat. */
  readonly bankReads: Uint32Array;
  readonly bankWaits: Uint32Array;
  private readonly kernel: Kernel;
  private readonly spec: SharedMemorySpec;
  private readonly source: BeatSource;
  private readonly onBeatLeaves: (pe: number, beat: number) => void;
  /**
   * The beat that each PE has in S1 (-1: none), since when, and its requests still
   * pending: at each bank, and in all.
   */
  private readonly beatOfPe: Int32Array;
  private readonly arrivedAt: Int32Array;
  private readonly pending: Uint16Array;
  private readonly pendingOfPe: Uint32Array;
  /** Which PEs have requests pending at each bank. */
  private readonly askers: readonly PeSet[];

  constructor(
    kernel: Kernel,
    spec: SharedMemorySpec,
    source: BeatSource,
    onBeatLeaves: (pe: number, beat: number) => void,
  ) {
    const { pes, banks } = spec;
    this.kernel = kernel;
    this.spec = spec;
    this.source = source;
    this.onBeatLeaves = onBeatLeaves;
    this.bankReads = new Uint32Array(pes * banks);
    this.bankWaits = new Uint32Array(pes * banks);
    this.beatOfPe = new Int32Array(pes).fill(-1);
    this.arrivedAt = new Int32Array(pes);
    this.pending = new Uint16Array(pes * banks);
    this.pendingOfPe = new Uint32Array(pes);
    this.askers = Array.from({ length: banks }, () => new PeSet(pes));
    const ticker = new Ticker(kernel, () => this.tick());
    for (const fifo of source.fifos) fifo.wakeOnPush(ticker);
  }

  private tick(): boolean {
    const { spec, kernel } = this;
    this.acceptBeats();
    const first = spec.arbiter === 'fixed' ? 0 : kernel.now % spec.pes;
    for (let bank = 0; bank < spec.banks; bank++) this.serve(bank, first);
    return this.releaseBeats();
  }

  /** Beats that S0 presented in an earlier cycle enter S1 where it is free. */
  private acceptBeats(): void {
    const { fifos } = this.source;
    for (let pe = 0; pe < fifos.length; pe++) {
      if (this.beatOfPe[pe] < 0 && fifos[pe].canPop) this.accept(pe, fifos[pe].pop());
    }
  }

  private accept(pe: number, beat: number): void {
    const { list, addresses } = this.source;
    const { banks } = this.spec;
    const mask = bankStride(banks) - 1;
    for (let e = list.from[beat]; e < list.to[beat]; e++) {
      const bank = addresses[e] & mask;
      if (this.pending[pe * banks + bank]++ === 0) this.askers[bank].add(pe);
    }
    this.beatOfPe[pe] = beat;
    this.arrivedAt[pe] = this.kernel.now;
    this.pendingOfPe[pe] = list.to[beat] - list.from[beat];
  }

  /** One bank's cycle: its ports go to the PEs that ask, from `first` upwards and round once. */
  private serve(bank: number, first: number): void {
    const askers = this.askers[bank];
    let free = this.spec.ports;
    for (let pe = askers.nextFrom(first); free > 0 && pe >= 0; pe = askers.nextFrom(pe + 1)) {
      free -= this.grant(pe, bank, free);
    }
    if (free === 0 || first === 0) return;
    for (let pe = askers.nextFrom(0); free > 0 && pe >= 0 && pe < first; pe = askers.nextFrom(pe + 1)) {
      free -= this.grant(pe, bank, free);
    }
  }

  private grant(pe: number, bank: number, free: number): number {
    const at = pe * this.spec.banks + bank;
    const granted = Math.min(free, this.pending[at]);
    this.pending[at] -= granted;
    this.pendingOfPe[pe] -= granted;
    this.bankReads[at] += granted;
    if (this.pending[at] === 0) {
      this.askers[bank].remove(pe);
      this.bankWaits[at] += this.kernel.now - this.arrivedAt[pe];
    }
    return granted;
  }

  /** Beats whose lanes are all served leave; true while any PE had a beat in this cycle. */
  private releaseBeats(): boolean {
    let isBusy = false;
    for (let pe = 0; pe < this.beatOfPe.length; pe++) {
      if (this.beatOfPe[pe] < 0) continue;
      isBusy = true;
      if (this.pendingOfPe[pe] > 0) continue;
      this.onBeatLeaves(pe, this.beatOfPe[pe]);
      this.beatOfPe[pe] = -1;
    }
    return isBusy;
  }
}
