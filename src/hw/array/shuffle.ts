/**
 * What a shuffle unit did: `acceptedAt` says of every lane in which slot its bank accepted its entry i;
 * `slots` is the number of slots up to the last acceptance (0 without entries).
 */
export interface ShuffleTiming {
  readonly slots: number;
  readonly acceptedAt: readonly Uint32Array[];
  /** Entries that each bank accepted. */
  readonly perBank: Uint32Array;
}

/**
 * The entries of all lanes, each with the bank that it asks for: lane l has entries next[l], next[l] +
 * stride, ... below end[l].
 */
export interface LaneStreams {
  readonly bankOf: Uint16Array | Uint32Array;
  readonly next: Uint32Array;
  readonly end: Uint32Array;
  readonly stride: number;
}

const NOTHING = -1;

/**
 * A shuffle unit between N independent lanes and the banks, as HiSparse has it (Du et al., FPGA 2022;
 * checked against its RTL by `bbsim verify hisparse`). Slot u = 0, 1, ...: every lane presents the entry that
 * it lost in slot u - `retryCycles`, else its next new one. Lane (u + 1) mod N is asked first, then the
 * others, rising and round; a bank accepts the first that asks it. Each lane has up to `retryCycles` entries
 * under way, and their order is not kept.
 */
export class ShuffleUnit {
  /** The entries that were accepted in the last slot, `acceptedCount` of them. */
  readonly accepted: Uint32Array;
  acceptedCount = 0;
  /** Per bank: requests that it has turned down. */
  readonly lostPerBank: Uint32Array;
  private slot = 0;
  private readonly streams: LaneStreams;
  private readonly lanes: number;
  private readonly retryCycles: number;
  /** The entry that a lane presents again in slot u: lost[(u mod retryCycles) * lanes + lane]. */
  private readonly lost: Int32Array;
  private readonly takenIn: Int32Array;

  constructor(streams: LaneStreams, banks: number, retryCycles: number) {
    const lanes = streams.next.length;
    this.streams = streams;
    this.lanes = lanes;
    this.retryCycles = retryCycles;
    this.accepted = new Uint32Array(lanes);
    this.lostPerBank = new Uint32Array(banks);
    this.lost = new Int32Array(retryCycles * lanes).fill(NOTHING);
    this.takenIn = new Int32Array(banks).fill(NOTHING);
  }

  /** The next slot, in which no new entry from `limit` on is presented. */
  step(limit: number): void {
    const { streams, lanes, lost, takenIn, accepted, lostPerBank } = this;
    const { bankOf, next, end, stride } = streams;
    const slot = this.slot++;
    const place = (slot % this.retryCycles) * lanes;
    let count = 0;
    let lane = (slot + 1) % lanes;
    for (let i = 0; i < lanes; i++, lane = lane + 1 < lanes ? lane + 1 : 0) {
      let entry = lost[place + lane];
      if (entry === NOTHING) {
        entry = next[lane];
        if (entry >= end[lane] || entry >= limit) continue;
        next[lane] += stride;
      }
      const bank = bankOf[entry];
      if (takenIn[bank] === slot) {
        lost[place + lane] = entry;
        lostPerBank[bank]++;
        continue;
      }
      takenIn[bank] = slot;
      lost[place + lane] = NOTHING;
      accepted[count++] = entry;
    }
    this.acceptedCount = count;
  }
}

/** `bankOf`: the banks that each lane asks for, entry by entry, all of which may be presented at once. */
export function timeShuffle(
  bankOf: readonly (Uint16Array | Uint32Array)[],
  banks: number,
  retryCycles: number,
): ShuffleTiming {
  const first = new Uint32Array(bankOf.length + 1);
  bankOf.forEach((entries, lane) => {
    first[lane + 1] = first[lane] + entries.length;
  });
  const all = first[bankOf.length];
  const flat = new Uint32Array(all);
  bankOf.forEach((entries, lane) => {
    flat.set(entries, first[lane]);
  });
  const streams = { bankOf: flat, next: first.slice(0, -1), end: first.slice(1), stride: 1 };
  const unit = new ShuffleUnit(streams, banks, retryCycles);
  const acceptedAt = new Uint32Array(all);
  const perBank = new Uint32Array(banks);
  let slots = 0;
  for (let left = all; left > 0; slots++) {
    unit.step(all);
    for (let i = 0; i < unit.acceptedCount; i++) {
      acceptedAt[unit.accepted[i]] = slots;
      perBank[flat[unit.accepted[i]]]++;
    }
    left -= unit.acceptedCount;
  }
  return {
    slots,
    acceptedAt: bankOf.map((_, lane) => acceptedAt.slice(first[lane], first[lane + 1])),
    perBank,
  };
}
