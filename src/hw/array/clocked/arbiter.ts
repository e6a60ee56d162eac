import type { Cycle } from '../../../sim/cycle.ts';

/**
 * Who asks, how many ports each bank has, and who goes first. `rotating`: in cycle t (counted from the start
 * pulse) requester (t * stride) mod requesters has the highest priority, and the others follow in ascending
 * order, wrapping. With a private vector buffer the requesters are the N lanes of a PE and the stride is 1,
 * so the lane t mod N goes first; with a shared one they are the lanes of all PEs, PE by PE, and the stride
 * is N, so PE t mod M goes first, its lanes in ascending order. `fixed`: the lowest requester first.
 */
export interface ArbiterSpec {
  readonly requesters: number;
  readonly banks: number;
  readonly ports: number;
  readonly policy: 'fixed' | 'rotating';
  readonly stride: number;
}

/**
 * The arbiter between lanes and banks: in each cycle it grants every bank's ports to the pending requests for
 * it, by priority. A request stays until it is granted. Who is served first never changes how many are
 * served. docs/timing.md section 3.
 */
export class Arbiter {
  private readonly spec: ArbiterSpec;
  /** The bank that each requester asks for, -1 for none. */
  private readonly bankOf: Int32Array;
  private readonly portsUsed: Uint8Array;
  private readonly granted: Int32Array;

  constructor(spec: ArbiterSpec) {
    this.spec = spec;
    this.bankOf = new Int32Array(spec.requesters).fill(-1);
    this.portsUsed = new Uint8Array(spec.banks);
    this.granted = new Int32Array(spec.requesters);
  }

  /** Whether a requester has a request pending. */
  isPending(requester: number): boolean {
    return this.bankOf[requester] >= 0;
  }

  /** A requester asks for a bank, from this cycle on. Throws an Error when it has a request already. */
  request(requester: number, bank: number): void {
    if (this.isPending(requester)) {
      throw new Error(
        `arbiter: requester ${requester} asks for bank ${bank} while bank ${this.bankOf[requester]} is pending`,
      );
    }
    this.bankOf[requester] = bank;
  }

  /**
   * The grants of cycle `cycle`: the requesters served, in the order of their priority. The array
   * is overwritten by the next call.
   */
  grant(cycle: Cycle): Int32Array {
    const { spec, bankOf, portsUsed, granted } = this;
    const { requesters, ports } = spec;
    portsUsed.fill(0);
    let count = 0;
    let requester = spec.policy === 'fixed' ? 0 : (cycle * spec.stride) % requesters;
    for (let i = 0; i < requesters; i++) {
      const bank = bankOf[requester];
      if (bank >= 0 && portsUsed[bank] < ports) {
        portsUsed[bank]++;
        bankOf[requester] = -1;
        granted[count++] = requester;
      }
      requester = requester + 1 < requesters ? requester + 1 : 0;
    }
    return granted.subarray(0, count);
  }
}
