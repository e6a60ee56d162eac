import type { AcceleratorConfig } from '../../config/config.ts';
import { fillCycles } from '../../sequencer/pipeline-depth.ts';
import { timeShared } from '../shared-memory/time-shared.ts';
import type { SpmvArray } from '../spmv-array.ts';
import { csrArray } from './csr.ts';

/** Compressed sparse rows with one banked vector memory for all PEs, who fight for its banks cycle by cycle. docs/timing.md section 3. */
export function csrSharedArray(config: AcceleratorConfig): SpmvArray {
  return {
    ...csrArray(config),
    time: (matrix, order) => timeShared(matrix, order, config, fillCycles(config)),
    bufferCopies: 1,
  };
}
