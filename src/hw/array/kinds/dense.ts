import { type Dense, denseStorage, encodeDense } from '../../../bbs/formats/dense.ts';
import { type Placement, placeColumns } from '../../../bbs/placement.ts';
import type { AcceleratorConfig } from '../../config/config.ts';
import { fillCycles } from '../../sequencer/pipeline-depth.ts';
import { knownArbitration } from '../arbitration.ts';
import { addressArray, type BeatMatrix } from '../beat-matrix.ts';
import { balancedOrder, naturalOrder } from '../row-order.ts';
import type { SpmvArray } from '../spmv-array.ts';
import { timePrivate } from '../spmv-timing.ts';

/** Every weight in its place: the bank-balanced datapath with D beats per row, all banks in step, and no indices to store. docs/timing.md section 2. */
export function denseArray(config: AcceleratorConfig): SpmvArray {
  const place = (cols: number) => placeColumns(config.placement, cols, config.banks);
  return {
    config,
    place,
    encode: (stored) => {
      const dense = encodeDense(stored);
      return {
        beats: beatsFromDense(dense, place(stored.cols), config),
        storage: denseStorage(dense, config.number.bits),
      };
    },
    time: (matrix, order) =>
      timePrivate(order, knownArbitration(matrix, order, config.ports), fillCycles(config)),
    bufferCopies: config.pes,
    isArbitrated: false,
  };
}

/** Beat j of a row carries word j of every bank; a bank shorter than D repeats its word 0 times zero. */
function beatsFromDense(dense: Dense, placement: Placement, config: AcceleratorConfig): BeatMatrix {
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
  const beatsPerRow = Uint32Array.from({ length: rows }, () => Math.max(1, depth));
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
    beatBits: banks * config.number.bits,
    order:
      config.rowOrder === 'natural' ? naturalOrder(rows, config.pes) : balancedOrder(beatsPerRow, config.pes),
  };
}

function addressesOfRow({ depth, banks, sizes }: Placement): Uint32Array {
  return Uint32Array.from({ length: depth * banks }, (_, at) => {
    const bank = at % banks;
    const word = Math.floor(at / banks);
    return (word < sizes[bank] ? word : 0) * banks + bank;
  });
}
