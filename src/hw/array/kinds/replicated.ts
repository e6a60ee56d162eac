import { csrStorage, encodeCsr } from '../../../bbs/formats/csr.ts';
import { widthOf } from '../../../bbs/formats/storage.ts';
import type { StoredMatrix } from '../../../bbs/matrix.ts';
import { replicateColumns } from '../../../bbs/placement.ts';
import type { AcceleratorConfig } from '../../config/config.ts';
import { fillCycles } from '../../sequencer/pipeline-depth.ts';
import { knownArbitration } from '../arbitration.ts';
import { addressArray, type BeatMatrix } from '../beat-matrix.ts';
import { dealRows } from '../encode.ts';
import type { SpmvArray } from '../spmv-array.ts';
import { timePrivate } from '../spmv-timing.ts';

/**
 * Vector replication instead of banking: every lane of every PE reads a copy of the whole vector of its own, so any N entries of a row make a
 * beat and none waits. It costs N times the memory and N times the writes of a banked buffer. A copy is written a word of N elements at a
 * time and read element by element (block RAM with ports of unequal width), so that a LOAD takes as long as into banks: an assumption.
 */
export function replicatedArray(config: AcceleratorConfig): SpmvArray {
  return {
    config,
    place: (cols) => replicateColumns(cols, config.banks),
    encode: (stored) => ({
      beats: beatsOfLanes(stored, config),
      storage: csrStorage(encodeCsr(stored), config.number.bits),
    }),
    time: (matrix, order) =>
      timePrivate(order, knownArbitration(matrix, order, config.ports), fillCycles(config)),
    bufferCopies: config.pes * config.banks,
    isArbitrated: false,
  };
}

/** A row's entries in ascending column order, cut in groups of N; entry i of a row is lane i mod N. A lane carries valid, column and value. */
function beatsOfLanes(stored: StoredMatrix, config: AcceleratorConfig): BeatMatrix {
  const { tensor, rows, cols, rowStart, columns, codes } = stored;
  const lanes = config.banks;
  const placement = replicateColumns(cols, lanes);
  const addresses = addressArray(placement, columns.length);
  for (let row = 0; row < rows; row++) {
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) {
      addresses[e] = columns[e] * lanes + ((e - rowStart[row]) % lanes);
    }
  }
  return {
    tensor,
    rows,
    cols,
    lanes,
    placement,
    entryStart: rowStart,
    values: codes,
    addresses,
    padding: 0,
    beatBits: lanes * (1 + widthOf(cols) + config.number.bits) + 1,
    order: dealRows(rowStart, lanes, config),
  };
}
