import { csbStorage, encodeCsb } from '../../../bbs/formats/csb.ts';
import { placeColumns } from '../../../bbs/placement.ts';
import type { AcceleratorConfig } from '../../config/config.ts';
import { fillCycles } from '../../sequencer/pipeline-depth.ts';
import { knownArbitration } from '../arbitration.ts';
import { beatsFromCsb } from '../encode.ts';
import type { SpmvArray } from '../spmv-array.ts';
import { timePrivate } from '../spmv-timing.ts';

/**
 * Bank-balanced sparsity (BBS, FPGA 2019, section on the SpMxV unit): CSB order, one lane per bank, a private vector buffer per PE.
 * Nothing in the wiring says that beats never conflict: it is what the arbitration finds in the addresses of the format.
 */
export function bbsArray(config: AcceleratorConfig): SpmvArray {
  const place = (cols: number) => placeColumns(config.placement, cols, config.banks);
  return {
    config,
    place,
    encode: (stored) => {
      const csb = encodeCsb(stored, place(stored.cols));
      return {
        beats: beatsFromCsb(csb, config.number.bits, config),
        storage: csbStorage(csb, config.number.bits),
      };
    },
    time: (matrix, order) =>
      timePrivate(order, knownArbitration(matrix, order, config.ports), fillCycles(config)),
    bufferCopies: config.pes,
    isArbitrated: false,
  };
}
