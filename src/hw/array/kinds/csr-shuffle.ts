import { csrRows, csrStorage, encodeCsr } from '../../../bbs/formats/csr.ts';
import { weightValueBits } from '../../../num/row-scale.ts';
import { arbiterStyle, openRows, retryCycles } from '../../config/arbitration.ts';
import { anyBanks, rowOrder } from '../../config/array.ts';
import { packableDram } from '../../config/streaming.ts';
import { arbitratedTiming } from '../../config/timing.ts';
import { arbitrateShuffle } from '../arbitration-shuffle.ts';
import { beatsFromTaggedCsr } from '../encode.ts';
import { timePrivate } from '../spmv-timing.ts';
import { arrayKind, oneBeat, placeAsConfigured } from './kind.ts';

const fields = {
  rowOrder,
  retryCycles,
  openRows,
  arbiterStyle,
  timing: arbitratedTiming,
  placement: anyBanks,
  dram: packableDram,
};

/**
 * Compressed sparse rows with independent lanes, as HiSparse has them: every lane has a stream of entries of
 * its own, a request that lost its bank comes back some cycles later and the other lanes go on. A multiplier
 * stands behind every bank and adds to accumulators of the open rows; a row that is complete leaves through
 * the adder tree. docs/timing.md section 3, shuffled issue.
 */
export const csrShuffle = arrayKind<typeof fields>({
  kind: 'csr-shuffle',
  says: 'Compressed rows: a vector buffer per PE, independent lanes that ask again when they lost a bank',
  pattern: 'unstructured',
  fields,
  issue: 'shuffled',
  placements: ['cyclic', 'even', 'blocked'],
  storesZeros: false,
  needsBalance: false,
  moot: [],
  rtl: { code: 4, mostMappedLanes: 0 },
  wiring: ({
    retryCycles: retry,
    openRows: open,
    arbiterStyle: style,
    timing,
    dram,
    rowOrder: dealt,
    pes,
  }) => ({
    ...oneBeat,
    ports: 1,
    arbiter: 'rotating',
    arbiterStyle: style,
    shuffle: { retryCycles: retry, openRows: open },
    // A lost request is back when it has come through the arbiter, and one that is accepted has, too.
    crossbarRegisters: timing.crossbarRegister + retry - 1,
    stream: dram.stream,
    rowOrder: dealt,
    bufferCopies: pes,
  }),
  place: placeAsConfigured,
  encode: ({ number, placement, banks, openRows: open }, stored) => {
    const csr = encodeCsr(stored);
    const placed = placeAsConfigured({ placement, banks }, stored.cols);
    return {
      beats: beatsFromTaggedCsr(csr, placed, weightValueBits(number), open),
      storage: csrStorage(csr, weightValueBits(number)),
      packed: csrRows(csr, weightValueBits(number)),
    };
  },
  time: (array, matrix, order) => {
    const { shuffle } = array;
    if (!shuffle) throw new RangeError('csr-shuffle without a shuffle unit');
    return timePrivate(order, arbitrateShuffle(matrix, order, shuffle), array.fillCycles);
  },
});
