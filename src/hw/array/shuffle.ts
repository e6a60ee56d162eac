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

const NOTHING = -1;

/**
 * A shuffle unit between N independent lanes and the banks, as HiSparse has it (Du et al., FPGA 2022;
 * checked against its RTL by `bbsim verify hisparse`). Slot u = 0, 1, ...: every lane presents the entry that
 * it lost in slot u - `retryCycles`, else its next new one. Lane (u + 1) mod N is asked first, then the
 * others, rising and round; a bank accepts the first that asks it. Each lane has up to `retryCycles` entries
 * under way, and their order is not kept.
 */
export function timeShuffle(
  bankOf: readonly (Uint16Array | Uint32Array)[],
  banks: number,
  retryCycles: number,
): ShuffleTiming {
  const lanes = bankOf.length;
  const acceptedAt = bankOf.map((entries) => new Uint32Array(entries.length));
  const perBank = new Uint32Array(banks);
  const next = new Uint32Array(lanes);
  // The entry that a lane presents again in slot u: lost[(u mod retryCycles) * lanes + lane].
  const lost = new Int32Array(retryCycles * lanes).fill(NOTHING);
  const takenIn = new Int32Array(banks).fill(NOTHING);
  let left = bankOf.reduce((sum, entries) => sum + entries.length, 0);
  let slot = 0;
  for (; left > 0; slot++) {
    const place = (slot % retryCycles) * lanes;
    let lane = (slot + 1) % lanes;
    for (let i = 0; i < lanes; i++, lane = lane + 1 < lanes ? lane + 1 : 0) {
      let entry = lost[place + lane];
      if (entry === NOTHING) {
        if (next[lane] === bankOf[lane].length) continue;
        entry = next[lane]++;
      }
      const bank = bankOf[lane][entry];
      const isAccepted = takenIn[bank] !== slot;
      lost[place + lane] = isAccepted ? NOTHING : entry;
      if (!isAccepted) continue;
      takenIn[bank] = slot;
      acceptedAt[lane][entry] = slot;
      perBank[bank]++;
      left--;
    }
  }
  return { slots: slot, acceptedAt, perBank };
}
