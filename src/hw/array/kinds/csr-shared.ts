import { timeShared } from '../shared-memory/time-shared.ts';
import { csrDesign } from './csr.ts';
import { arrayKind } from './kind.ts';

/**
 * Compressed sparse rows with one banked vector memory for all PEs, who fight for its banks cycle by
 * cycle. docs/timing.md section 3.
 */
export const csrShared = arrayKind({
  ...csrDesign,
  kind: 'csr-shared',
  says: 'Compressed rows: one vector buffer, the lanes of all PEs arbitrate for its banks',
  issue: 'shared',
  moot: [
    {
      fields: ['arbiter'],
      by: ['pes'],
      why: ({ pes }) => (pes === 1 ? 'one PE has nobody to wait for' : null),
    },
  ],
  rtl: { code: 2, mostMappedLanes: 0 },
  wiring: (config) => ({ ...csrDesign.wiring(config), bufferCopies: 1 }),
  time: ({ config, ports, arbiter, fillCycles }, matrix, order) =>
    timeShared(matrix, order, { pes: config.pes, banks: config.banks, ports, arbiter }, fillCycles),
});
