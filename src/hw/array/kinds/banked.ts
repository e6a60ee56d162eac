import { storageBits, widthOf } from '../../../bbs/formats/storage.ts';
import type { StoredMatrix } from '../../../bbs/matrix.ts';
import { type Placement, placeColumns } from '../../../bbs/placement.ts';
import type { AcceleratorConfig } from '../../config/config.ts';
import { fillCycles } from '../../sequencer/pipeline-depth.ts';
import { knownArbitration } from '../arbitration.ts';
import { addressArray, type BeatMatrix } from '../beat-matrix.ts';
import { dealRows } from '../encode.ts';
import type { SpmvArray } from '../spmv-array.ts';
import { timePrivate } from '../spmv-timing.ts';

/**
 * Banks without balance: the bank-balanced datapath, every lane bound to its bank, for weights of any pattern. A row takes as many beats as its
 * fullest bank has entries; the lanes of the other banks carry stored zeros meanwhile. What bank-balanced pruning is measured against.
 */
export function bankedArray(config: AcceleratorConfig): SpmvArray {
  const place = (cols: number) => placeColumns(config.placement, cols, config.banks);
  return {
    config,
    place,
    encode: (stored) => {
      const beats = beatsFromBanks(stored, place(stored.cols), config);
      const { values, lanes, placement } = beats;
      const indexWidth = widthOf(placement.depth);
      const rowEnds = { count: values.length / lanes, width: 1 };
      const storage = storageBits({ count: values.length, bits: config.number.bits, indexWidth }, rowEnds);
      return { beats, storage };
    },
    time: (matrix, order) =>
      timePrivate(order, knownArbitration(matrix, order, config.ports), fillCycles(config)),
    bufferCopies: config.pes,
    isArbitrated: false,
  };
}

/** Beat j of a row carries the j-th entry (ascending column) of every bank, or a stored zero; one bit ends the row. */
function beatsFromBanks(stored: StoredMatrix, placement: Placement, config: AcceleratorConfig): BeatMatrix {
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
      addresses[slot] = wordOf[columns[e]] * banks + bank;
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
    beatBits: banks * (config.number.bits + widthOf(depth)) + 1,
    order: dealRows(entryStart, banks, config),
  };
}
