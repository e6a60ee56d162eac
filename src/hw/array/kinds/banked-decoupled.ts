import { bankAddress } from '../../../bbs/bank-address.ts';
import { storageBits, widthOf } from '../../../bbs/formats/storage.ts';
import type { StoredMatrix } from '../../../bbs/matrix.ts';
import type { Placement } from '../../../bbs/placement.ts';
import { weightValueBits } from '../../../num/row-scale.ts';
import { emptyRow, rowsApart } from '../../config/arbitration.ts';
import { ownedBanks, rowOrder } from '../../config/array.ts';
import { timing } from '../../config/timing.ts';
import { addressArray, type BeatImage, type LaneMemories } from '../beat-matrix.ts';
import { timeDecoupled } from '../decoupled-lanes.ts';
import { timePrivate } from '../spmv-timing.ts';
import { arrayKind, ownBanks, placeAsConfigured } from './kind.ts';

/**
 * Banks without balance whose lanes run apart: a lane owns a bank and has a weight memory and an address
 * counter of its own, so that it goes on with the next rows while others still work on this one; its partial
 * sums wait in a queue until all have theirs. No crossbar, and no stored zeros but for a lane without an
 * entry in a row, unless such rows are skipped. docs/timing.md section 3, decoupled lanes.
 */
export const bankedDecoupled = arrayKind({
  kind: 'banked-decoupled',
  says: 'Banks without balance: every lane owns a bank and runs ahead over a queue of partial sums',
  pattern: 'unstructured',
  fields: { rowsApart, emptyRow, rowOrder, timing, placement: ownedBanks },
  issue: 'decoupled',
  placements: ['even', 'blocked'],
  storesZeros: false,
  needsBalance: false,
  moot: [],
  rtl: { code: 5, mostMappedLanes: 0 },
  wiring: (config) => ({
    ...ownBanks,
    rowsApart: config.rowsApart,
    rowOrder: config.rowOrder,
    bufferCopies: config.pes,
  }),
  place: placeAsConfigured,
  encode: ({ number, placement, banks, emptyRow: empty }, stored) => {
    const placed = placeAsConfigured({ placement, banks }, stored.cols);
    const indexWidth = widthOf(placed.depth);
    const markBits = empty === 'skipped' ? banks : 0;
    const streams = { wordBits: weightValueBits(number) + indexWidth + 1, rowBits: markBits, rowMemories: 1 };
    const beats = streamsOfBanks(stored, placed, streams, empty === 'cycle' && stored.cols > 0);
    const words = beats.values.length;
    const marks = words + stored.rows * markBits;
    const storage = storageBits(
      { count: words, bits: weightValueBits(number), indexWidth },
      { count: marks, width: 1 },
    );
    // Off-chip memory holds the words of all lanes side by side, as deep as the fullest.
    return { beats, storage, packed: null };
  },
  time: (array, matrix, order) =>
    timePrivate(order, timeDecoupled(matrix, order, array.rowsApart), array.fillCycles),
});

/** Entries of a row in ascending columns, so bank by bank; `fillsUp`: a stored zero where a bank has none. */
function streamsOfBanks(
  stored: StoredMatrix,
  placement: Placement,
  streams: LaneMemories,
  fillsUp: boolean,
): BeatImage {
  const { tensor, rows, cols, codes } = stored;
  const { banks } = placement;
  const entryStart = new Uint32Array(rows + 1);
  const most = codes.length + (fillsUp ? rows * banks : 0);
  const values = new Int16Array(most);
  const addresses = addressArray(placement, most);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    at = putRow(stored, placement, row, fillsUp, at, values, addresses);
    entryStart[row + 1] = at;
  }
  return {
    tensor,
    rows,
    cols,
    lanes: banks,
    placement,
    entryStart,
    values: values.slice(0, at),
    addresses: addresses.slice(0, at),
    padding: at - codes.length,
    beatBits: banks * streams.wordBits,
    streams,
  };
}

/** Puts a row at `at`, and returns where it ends. */
function putRow(
  { rowStart, columns, codes }: StoredMatrix,
  { banks, bankOf, wordOf }: Placement,
  row: number,
  fillsUp: boolean,
  from: number,
  values: Int16Array,
  addresses: Uint16Array | Uint32Array,
): number {
  let at = from;
  let e = rowStart[row];
  for (let bank = 0; bank < banks; bank++) {
    const first = at;
    for (; e < rowStart[row + 1] && bankOf[columns[e]] === bank; e++, at++) {
      values[at] = codes[e];
      addresses[at] = bankAddress(banks, bank, wordOf[columns[e]]);
    }
    if (fillsUp && at === first) addresses[at++] = bank;
  }
  return at;
}
