import { csbStorage, encodeCsb } from '../../../bbs/formats/csb.ts';
import type { StoredMatrix } from '../../../bbs/matrix.ts';
import type { Placement } from '../../../bbs/placement.ts';
import { ImpossibleDesign } from '../../../errors/impossible-design.ts';
import { weightValueBits } from '../../../num/row-scale.ts';
import { keepPerBank, ownedBanks } from '../../config/array.ts';
import { timing } from '../../config/timing.ts';
import { beatsFromCsb, nestedBeats } from '../encode.ts';
import type { EncodedImage } from '../spmv-array.ts';
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
  fields: { timing, placement: ownedBanks, keepPerBank },
  issue: 'parallel',
  placements: ['even', 'blocked'],
  storesZeros: false,
  needsBalance: true,
  moot: [],
  rtl: { code: 0, mostMappedLanes: 32 },
  wiring: ({ pes, keepPerBank: kept }) => ({ ...ownBanks, bufferCopies: pes, skipsBeats: kept !== null }),
  place: placeAsConfigured,
  encode: ({ number, placement, banks, keepPerBank: kept }, stored) => {
    const placed = placeAsConfigured({ placement, banks }, stored.cols);
    const bits = weightValueBits(number);
    if (kept !== null) return nestedImage(stored, placed, kept, bits);
    const csb = encodeCsb(stored, placed);
    // CSB order is beat order: no lane is empty, and what fills up a short bank is stored.
    return { beats: beatsFromCsb(csb, bits), storage: csbStorage(csb, bits), packed: null };
  },
  time: timeAlone,
});

/** A model with all its entries in the weight memories, of which every bank uses the `kept` largest. */
function nestedImage(stored: StoredMatrix, placed: Placement, kept: number, bits: number): EncodedImage {
  const csb = encodeCsb(stored, placed, stored.weights);
  const { tensor, perBank } = csb;
  if (kept > perBank) {
    throw new ImpossibleDesign(
      `tensor ${tensor}: keepPerBank is ${kept}, expected at most the ${perBank} that each bank of a row stores (a lower sparsity stores more)`,
    );
  }
  return {
    beats: nestedBeats(csb, kept, bits),
    storage: csbStorage(csb, bits),
    packed: null,
    usedPerBank: kept,
  };
}
