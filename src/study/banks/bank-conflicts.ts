import { type BeatMatrix, beatsOfRow } from '../../hw/array/beat-matrix.ts';

/** Beats of a matrix, and those of them that take more than one cycle because their lanes want one bank. */
export interface ConflictingBeats {
  readonly beats: number;
  readonly conflicting: number;
}

/**
 * Counts the beats in which a bank is asked for more words than it has `ports`, from the addresses alone
 * (docs/timing.md section 3): whatever the format, and whichever PE issues the beat.
 */
export function conflictingBeats(matrix: BeatMatrix, ports: number): ConflictingBeats {
  const { rows, entryStart, lanes } = matrix;
  const requests = new Uint16Array(lanes);
  let beats = 0;
  let conflicting = 0;
  for (let row = 0; row < rows; row++) {
    beats += beatsOfRow(matrix, row);
    for (let from = entryStart[row]; from < entryStart[row + 1]; from += lanes) {
      const to = Math.min(from + lanes, entryStart[row + 1]);
      conflicting += Number(mostRequests(matrix, from, to, requests) > ports);
    }
  }
  return { beats, conflicting };
}

/**
 * Requests of entries from .. to - 1 at the bank that most of them want; `requests` is zero before and after.
 */
function mostRequests({ addresses, lanes }: BeatMatrix, from: number, to: number, requests: Uint16Array) {
  let most = 0;
  // A bank is in the low bits of an address.
  for (let e = from; e < to; e++) most = Math.max(most, ++requests[addresses[e] & (lanes - 1)]);
  for (let e = from; e < to; e++) requests[addresses[e] & (lanes - 1)] = 0;
  return most;
}
