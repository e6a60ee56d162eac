import { bankAddress } from '../../../bbs/bank-address.ts';
import { type Dense, denseStorage, encodeDense } from '../../../bbs/formats/dense.ts';
import type { Placement } from '../../../bbs/placement.ts';
import { weightValueBits } from '../../../num/row-scale.ts';
import { ownedBanks } from '../../config/array.ts';
import { timing } from '../../config/timing.ts';
import { addressArray, type BeatImage } from '../beat-matrix.ts';
import { arrayKind, ownBanks, placeAsConfigured, timeAlone } from './kind.ts';

/**
 * Every weight in its place: the bank-balanced datapath with D beats per row, all banks in step, and no
 * indices to store. docs/timing.md section 2.
 */
export const dense = arrayKind({
  kind: 'dense',
  says: 'Every weight is stored: a vector buffer per PE, every lane owns a bank',
  pattern: 'dense',
  fields: { timing, placement: ownedBanks },
  issue: 'parallel',
  placements: ['even', 'blocked'],
  storesZeros: true,
  needsBalance: false,
  moot: [],
  rtl: { code: 0, mostMappedLanes: 0 },
  wiring: ({ pes }) => ({ ...ownBanks, bufferCopies: pes }),
  place: placeAsConfigured,
  encode: ({ number, placement, banks }, stored) => {
    const all = encodeDense(stored);
    const placed = placeAsConfigured({ placement, banks }, stored.cols);
    const beats = beatsFromDense(all, placed, weightValueBits(number));
    // A weight has no index that says its place: it is found where the image has it, rows filled up to beats.
    return { beats, storage: denseStorage(all, weightValueBits(number)), packed: null };
  },
  time: timeAlone,
});

/** Beat j of a row carries word j of every bank; a bank shorter than D repeats its word 0 times zero. */
function beatsFromDense(dense: Dense, placement: Placement, bits: number): BeatImage {
  const { rows, cols } = dense;
  const { banks, depth } = placement;
  const perRow = depth * banks;
  const values = new Int16Array(rows * perRow);
  const addresses = addressArray(placement, rows * perRow);
  const rowAddresses = addressesOfRow(placement);
  for (let row = 0; row < rows; row++) {
    addresses.set(rowAddresses, row * perRow);
    for (let c = 0; c < cols; c++) {
      values[row * perRow + placement.wordOf[c] * banks + placement.bankOf[c]] = dense.values[row * cols + c];
    }
  }
  return {
    tensor: dense.tensor,
    rows,
    cols,
    lanes: banks,
    placement,
    entryStart: Uint32Array.from({ length: rows + 1 }, (_, row) => row * perRow),
    values,
    addresses,
    padding: rows * (perRow - cols),
    beatBits: banks * bits,
  };
}

function addressesOfRow({ depth, banks, sizes }: Placement): Uint32Array {
  return Uint32Array.from({ length: depth * banks }, (_, at) => {
    const bank = at % banks;
    const word = Math.floor(at / banks);
    return bankAddress(banks, bank, word < sizes[bank] ? word : 0);
  });
}
