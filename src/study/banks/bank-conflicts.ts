import { type BeatMatrix, beatsOfRow } from '../../hw/array/beat-matrix.ts';
import { bankAsked, type VectorBanks } from '../../hw/array/vector-banks.ts';

/** Beats of a matrix, and those of them that take more than one cycle because their lanes want one bank. */
export interface ConflictingBeats {
  readonly beats: number;
  readonly conflicting: number;
}

/**
 * Counts the beats in which a bank is asked for more words than it serves in a cycle (`ports`), from the
 * addresses alone (docs/timing.md section 3): whatever the format, and whichever PE issues the beat. The
 * lanes are split among `copies` copies of the banks.
 */
export function conflictingBeats(matrix: BeatMatrix, ports: number, copies = 1): ConflictingBeats {
  const { rows, entryStart, lanes, placement } = matrix;
  const reach = { lanes, banks: placement.banks, copies };
  const requests = new Uint16Array(copies * placement.banks);
  let beats = 0;
  let conflicting = 0;
  for (let row = 0; row < rows; row++) {
    beats += beatsOfRow(matrix, row);
    for (let from = entryStart[row]; from < entryStart[row + 1]; from += lanes) {
      const to = Math.min(from + lanes, entryStart[row + 1]);
      conflicting += Number(mostRequests(matrix, reach, from, to, requests) > ports);
    }
  }
  return { beats, conflicting };
}

/**
 * Requests of entries from .. to - 1 at the bank that most of them want; `requests` is zero before and after.
 */
function mostRequests(
  { addresses }: BeatMatrix,
  reach: VectorBanks,
  from: number,
  to: number,
  requests: Uint16Array,
): number {
  let most = 0;
  for (let e = from; e < to; e++) most = Math.max(most, ++requests[bankAsked(reach, e - from, addresses[e])]);
  requests.fill(0);
  return most;
}
