import { placeColumns } from '../../../bbs/placement.ts';
import { sharedBanks } from '../../config/arbitration.ts';
import type { ConfigWith } from '../../config/config.ts';
import { timeShared } from '../shared-memory/time-shared.ts';
import { servedPerBank } from '../vector-banks.ts';
import { compressedRows, csrDesign } from './csr.ts';
import { arrayKind } from './kind.ts';

// Copies of a memory that all share are arrays of fewer PEs, or with one for every PE `csr`.
const { vectorCopies: _, ...ofOneMemory } = csrDesign.fields;
const fields = { ...ofOneMemory, sharedBanks };

/**
 * Compressed sparse rows with one banked vector memory for all PEs, who fight for its banks cycle by
 * cycle. docs/timing.md section 3.
 */
export const csrShared = arrayKind<typeof fields>({
  ...csrDesign,
  fields,
  kind: 'csr-shared',
  says: 'Compressed rows: one vector buffer, the lanes of all PEs arbitrate for its banks',
  issue: 'shared',
  rtl: { code: 2, mostMappedLanes: 0 },
  wiring: (config) => ({ ...csrDesign.wiring({ ...config, vectorCopies: 1 }), bufferCopies: 1 }),
  place,
  encode: (config, stored) => compressedRows(config, place(config, stored.cols), stored),
  time: (array, matrix, order) => {
    const { config, bufferBanks: banks, arbiter, fillCycles } = array;
    const spec = { pes: config.pes, banks, ports: servedPerBank(array), arbiter };
    return timeShared(matrix, order, spec, fillCycles);
  },
});

/** Columns in the banks of the memory that all PEs share. */
function place({ placement, banks: lanes, sharedBanks: banks }: ConfigWith<typeof fields>, cols: number) {
  return placeColumns(placement, cols, banks ?? lanes);
}
