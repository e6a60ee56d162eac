import { bankAddress, bankOf } from '../../../bbs/bank-address.ts';
import { csrRows, csrStorage, encodeCsr } from '../../../bbs/formats/csr.ts';
import { widthOf } from '../../../bbs/formats/storage.ts';
import type { StoredMatrix } from '../../../bbs/matrix.ts';
import { replicateColumns } from '../../../bbs/placement.ts';
import { weightValueBits } from '../../../num/row-scale.ts';
import { packRows, rowOrder, rowsPerCycle } from '../../config/array.ts';
import { packableDram } from '../../config/streaming.ts';
import { timing } from '../../config/timing.ts';
import { addressArray, type BeatImage } from '../beat-matrix.ts';
import { shareBeats } from '../encode.ts';
import { arrayKind, ownBanks, packingOf, timeAlone, timePacked, unpackedIsMoot } from './kind.ts';

/**
 * Vector replication instead of banking: every lane of every PE reads a copy of the whole vector of its own,
 * so any N entries of a row make a beat and none waits. It costs N times the memory and N times the writes of
 * a banked buffer. A copy is written a word of N elements at a time and read element by element (block RAM
 * with ports of unequal width), so that a LOAD takes as long as into banks: an assumption.
 */
export const replicated = arrayKind({
  kind: 'replicated',
  says: 'Vector replication instead of banks: every lane reads a copy of the whole vector',
  pattern: 'unstructured',
  fields: { rowOrder, packRows, rowsPerCycle, timing, dram: packableDram },
  issue: 'parallel',
  placements: [],
  storesZeros: false,
  needsBalance: false,
  moot: [unpackedIsMoot],
  rtl: null,
  wiring: (config) => ({
    ...ownBanks,
    rowPacking: packingOf(config),
    stream: config.dram.stream,
    rowOrder: config.rowOrder,
    bufferCopies: config.pes * config.banks,
  }),
  place: ({ banks }, cols) => replicateColumns(cols, banks),
  encode: ({ number, banks, packRows: packed }, stored) => {
    const csr = encodeCsr(stored);
    return {
      beats: packed
        ? packedBeats(stored, banks, weightValueBits(number))
        : beatsOfLanes(stored, banks, weightValueBits(number)),
      storage: csrStorage(csr, weightValueBits(number)),
      packed: csrRows(csr, weightValueBits(number)),
    };
  },
  time: (array, matrix, order) =>
    array.rowPacking ? timePacked(array, matrix, order) : timeAlone(array, matrix, order),
});

/**
 * A row's entries in ascending column order, cut in groups of N; entry i of a row is lane i mod N. A lane
 * carries valid, column and value.
 */
function beatsOfLanes(stored: StoredMatrix, lanes: number, bits: number): BeatImage {
  const { tensor, rows, cols, rowStart, columns, codes } = stored;
  const placement = replicateColumns(cols, lanes);
  const addresses = addressArray(placement, columns.length);
  for (let row = 0; row < rows; row++) {
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) {
      addresses[e] = bankAddress(lanes, (e - rowStart[row]) % lanes, columns[e]);
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
    beatBits: lanes * (1 + widthOf(cols) + bits) + 1,
  };
}

/**
 * The same with rows that share beats: which lane an entry falls to depends on the rows before it, so that an
 * address names a column alone. A lane carries valid, end of row, column and value.
 */
function packedBeats(stored: StoredMatrix, lanes: number, bits: number): BeatImage {
  const plain = beatsOfLanes(stored, lanes, bits);
  const addresses = plain.addresses.map((address) => address - bankOf(lanes, address));
  return shareBeats({ ...plain, addresses, isByLane: true }, lanes * (2 + widthOf(stored.cols) + bits));
}
