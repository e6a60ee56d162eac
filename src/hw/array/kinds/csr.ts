import { csrStorage, encodeCsr } from '../../../bbs/formats/csr.ts';
import { placeColumns } from '../../../bbs/placement.ts';
import type { AcceleratorConfig } from '../../config/config.ts';
import { fillCycles } from '../../sequencer/pipeline-depth.ts';
import { arbitrate } from '../arbitration.ts';
import { beatsFromCsr } from '../encode.ts';
import type { SpmvArray } from '../spmv-array.ts';
import { timePrivate } from '../spmv-timing.ts';

/**
 * Compressed sparse rows on the same PEs: the lanes of a beat take a row's entries as they come, so several may want one bank, and an
 * arbiter and a data crossbar stand between lanes and banks of every private vector buffer. docs/timing.md sections 2 and 3.
 */
export function csrArray(config: AcceleratorConfig): SpmvArray {
  const place = (cols: number) => placeColumns(config.placement, cols, config.banks);
  return {
    config,
    place,
    encode: (stored) => {
      const csr = encodeCsr(stored);
      return {
        beats: beatsFromCsr(csr, place(stored.cols), config.number.bits, config),
        storage: csrStorage(csr, config.number.bits),
      };
    },
    time: (matrix, order) => timePrivate(order, arbitrate(matrix, order, config.ports), fillCycles(config)),
    bufferCopies: config.pes,
    isArbitrated: true,
  };
}
