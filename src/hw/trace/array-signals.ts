import type { SignalId, VcdWriter } from '../../sim/vcd.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import { banksPerPe, servedPerBank } from '../array/vector-banks.ts';
import type { S1Content, SpmvTrace } from './spmv-trace.ts';

/**
 * An SpMV in a run: its cycle 0 is cycle `from` of the run, its rows are numbered from `rowFrom`,
 * its words begin at `wordBase`.
 */
export interface PlacedSpmv {
  readonly from: number;
  readonly trace: SpmvTrace;
  readonly rowFrom: number;
  readonly wordBase: number;
}

/** States of a PE, as rtl/pe_array.sv numbers them. */
const states = { idle: 0, issue: 1, conflict: 2, fill: 3 } as const;

interface PeSignals {
  readonly state: SignalId;
  readonly row: SignalId;
  readonly beat: SignalId;
  readonly pending: SignalId;
  readonly granted: SignalId;
  readonly stall: SignalId;
}

interface BankSignals {
  readonly read: SignalId;
  readonly address: SignalId;
}

/** The signals of the PEs and banks, under the names that they have in rtl/pe_array.sv. */
export class ArraySignals {
  private readonly vcd: VcdWriter;
  private readonly addressBits: number;
  private readonly isShared: boolean;
  private readonly banks: number;
  private readonly pes: readonly PeSignals[];
  private readonly bankSignals: readonly BankSignals[];
  /** Banks that were read in the last cycle. */
  private active: number[] = [];

  /** Declares them in a scope for an accelerator whose banks have words of `addressBits` address bits. */
  constructor(vcd: VcdWriter, spmv: SpmvArray, addressBits: number, scope: readonly string[] = ['bbsim']) {
    const { config, issue } = spmv;
    const { pes, banks: lanes } = config;
    const ports = servedPerBank(spmv);
    const banks = banksPerPe(spmv);
    this.vcd = vcd;
    this.addressBits = addressBits;
    this.isShared = issue === 'shared';
    this.banks = banks;
    const array = [...scope, 'array'];
    const bank = (of: string[], b: number): BankSignals => ({
      read: vcd.declare([...of, `bank[${b}]`], 'read', ports),
      address: vcd.declare([...of, `bank[${b}]`], 'address', ports * addressBits),
    });
    const ownBanks: BankSignals[] = [];
    this.pes = Array.from({ length: pes }, (_, pe) => {
      const ofPe = [...array, `pe[${pe}]`];
      const signals = declarePe(vcd, ofPe, lanes);
      if (!this.isShared) for (let b = 0; b < banks; b++) ownBanks.push(bank(ofPe, b));
      return signals;
    });
    this.bankSignals = this.isShared ? Array.from({ length: banks }, (_, b) => bank(array, b)) : ownBanks;
  }

  /** Sets what they are in a cycle of a run: those of the SpMV that runs then, or idle. */
  set(cycle: number, spmv: PlacedSpmv | null): void {
    const local = spmv === null ? 0 : cycle - spmv.from;
    const frame = spmv?.trace.frames.get(local);
    const held = new Set<number>();
    for (const content of frame?.contents ?? []) {
      held.add(content.pe);
      if (spmv) this.setContent(content, spmv);
    }
    this.pes.forEach((signals, pe) => {
      if (held.has(pe)) return;
      const isBusy = spmv !== null && local >= 1 && local <= spmv.trace.busyCycles[pe];
      this.setEmpty(signals, isBusy ? states.fill : states.idle);
    });
    this.setReads(frame?.reads ?? [], spmv?.wordBase ?? 0);
  }

  private setEmpty(signals: PeSignals, state: number): void {
    const { vcd } = this;
    vcd.set(signals.state, state);
    for (const id of [signals.row, signals.beat, signals.pending, signals.granted, signals.stall])
      vcd.set(id, 0);
  }

  private setContent(content: S1Content, { trace, rowFrom }: PlacedSpmv): void {
    const { vcd } = this;
    const signals = this.pes[content.pe];
    vcd.set(signals.state, content.isFirst ? states.issue : states.conflict);
    vcd.set(signals.row, trace.order.rows[content.q] - rowFrom);
    vcd.set(signals.beat, content.beat);
    vcd.set(signals.pending, content.pending);
    vcd.set(signals.granted, content.granted);
    vcd.set(signals.stall, content.stall ? 1 : 0);
  }

  private setReads(
    reads: readonly {
      readonly pe: number;
      readonly bank: number;
      readonly port: number;
      readonly word: number;
    }[],
    wordBase: number,
  ): void {
    const { bankSignals, addressBits } = this;
    const now = new Map<number, { read: bigint; address: bigint }>();
    for (const { pe, bank, port, word } of reads) {
      const at = this.isShared ? bank : pe * this.banks + bank;
      const entry = now.get(at) ?? { read: 0n, address: 0n };
      entry.read |= 1n << BigInt(port);
      entry.address |= BigInt(wordBase + word) << BigInt(port * addressBits);
      now.set(at, entry);
    }
    for (const at of this.active) if (!now.has(at)) this.setBank(bankSignals[at], 0n, 0n);
    for (const [at, { read, address }] of now) this.setBank(bankSignals[at], read, address);
    this.active = [...now.keys()];
  }

  private setBank(signals: BankSignals, read: bigint, address: bigint): void {
    this.vcd.set(signals.read, read);
    this.vcd.set(signals.address, address);
  }
}

function declarePe(vcd: VcdWriter, scope: readonly string[], lanes: number): PeSignals {
  return {
    state: vcd.declare(scope, 'state', 2),
    row: vcd.declare(scope, 'row', 32),
    beat: vcd.declare(scope, 'beat', 32),
    pending: vcd.declare(scope, 'pending', lanes),
    granted: vcd.declare(scope, 'granted', lanes),
    stall: vcd.declare(scope, 'stall', 1),
  };
}
