import { bankAddress } from '../../../bbs/bank-address.ts';
import { storageBits, widthOf } from '../../../bbs/formats/storage.ts';
import type { StoredMatrix } from '../../../bbs/matrix.ts';
import type { Placement } from '../../../bbs/placement.ts';
import { weightValueBits } from '../../../num/row-scale.ts';
import { ownedBanks, rowOrder } from '../../config/array.ts';
import { timing } from '../../config/timing.ts';
import { addressArray, type BeatImage } from '../beat-matrix.ts';
import { arrayKind, ownBanks, placeAsConfigured, timeAlone } from './kind.ts';

/**
 * Banks without balance: the bank-balanced datapath, every lane bound to its bank, for weights of any
 * pattern. A row takes as many beats as its fullest bank has entries; the lanes of the other banks carry
 * stored zeros meanwhile. What bank-balanced pruning is measured against.
 */
export const banked = arrayKind({
  kind: 'banked',
  says: 'Banks without balance: every lane owns a bank, a row takes as many beats as its fullest bank',
  pattern: 'unstructured',
  fields: { rowOrder, timing, placement: ownedBanks },
  issue: 'parallel',
  placements: ['even', 'blocked'],
  storesZeros: false,
  needsBalance: false,
  moot: [],
  rtl: null,
  wiring: (config) => ({ ...ownBanks, rowOrder: config.rowOrder, bufferCopies: config.pes }),
  place: placeAsConfigured,
  encode: ({ number, placement, banks }, stored) => {
    const placed = placeAsConfigured({ placement, banks }, stored.cols);
    const beats = beatsFromBanks(stored, placed, weightValueBits(number));
    const { values, lanes } = beats;
    const indexWidth = widthOf(placed.depth);
    const rowEnds = { count: values.length / lanes, width: 1 };
    const storage = storageBits({ count: values.length, bits: weightValueBits(number), indexWidth }, rowEnds);
    // What fills up the other banks is stored, so the format is the image.
    return { beats, storage, packed: null };
  },
  time: timeAlone,
});

/**
 * Beat j of a row carries the j-th entry (ascending column) of every bank, or a
 * stored zero; one bit ends the row.
 */
function beatsFromBanks(stored: StoredMatrix, placement: Placement, bits: number): BeatImage {
  const { tensor, rows, cols, rowStart, columns, codes } = stored;
  const { banks, bankOf, wordOf, depth } = placement;
  const counts = new Uint32Array(banks);
  const entryStart = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    counts.fill(0);
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) counts[bankOf[columns[e]]]++;
    entryStart[row + 1] = entryStart[row] + banks * Math.max(1, ...counts);
  }
  const values = new Int16Array(entryStart[rows]);
  const addresses = addressArray(placement, values.length);
  for (let e = 0; e < values.length; e++) addresses[e] = e % banks;
  for (let row = 0; row < rows; row++) {
    counts.fill(0);
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) {
      const bank = bankOf[columns[e]];
      const slot = entryStart[row] + banks * counts[bank]++ + bank;
      values[slot] = codes[e];
      addresses[slot] = bankAddress(banks, bank, wordOf[columns[e]]);
    }
  }
  return {
    tensor,
    rows,
    cols,
    lanes: banks,
    placement,
    entryStart,
    values,
    addresses,
    padding: values.length - codes.length,
    beatBits: banks * (bits + widthOf(depth)) + 1,
  };
}
