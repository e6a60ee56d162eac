import { csbStorage, encodeCsb } from '../../../bbs/formats/csb.ts';
import { weightValueBits } from '../../../num/row-scale.ts';
import { ownedBanks } from '../../config/array.ts';
import { timing } from '../../config/timing.ts';
import { beatsFromCsb } from '../encode.ts';
import { arrayKind, ownBanks, placeAsConfigured, timeAlone } from './kind.ts';

/**
 * Bank-balanced sparsity (BBS, FPGA 2019, section on the SpMxV unit): CSB order, one lane per bank, a private
 * vector buffer per PE. Nothing in the wiring says that beats never conflict: it is what the arbitration
 * finds in the addresses of the format.
 */
export const bbs = arrayKind({
  kind: 'bbs',
  says: 'Bank-balanced sparsity: a vector buffer per PE, every lane owns a bank',
  pattern: 'bank-balanced',
  fields: { timing, placement: ownedBanks },
  issue: 'parallel',
  placements: ['even', 'blocked'],
  storesZeros: false,
  needsBalance: true,
  moot: [],
  rtl: { code: 0, mostMappedLanes: 32 },
  wiring: ({ pes }) => ({ ...ownBanks, bufferCopies: pes }),
  place: placeAsConfigured,
  encode: ({ number, placement, banks }, stored) => {
    const csb = encodeCsb(stored, placeAsConfigured({ placement, banks }, stored.cols));
    const beats = beatsFromCsb(csb, weightValueBits(number));
    // CSB order is beat order: no lane is empty, and what fills up a short bank is stored.
    return { beats, storage: csbStorage(csb, weightValueBits(number)), packed: null };
  },
  time: timeAlone,
});
