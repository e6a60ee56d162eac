import type { FirstReads } from './decides.ts';

/**
 * Where a run first reads a field of its workload. Not listed, and so read from the first stage on: `layers`,
 * which decide the dense weights.
 */
export const workloadFields: FirstReads = {
  name: 'never',
  description: 'never',
  source: 'never',
  sparsity: 'prepared',
  steps: 'result',
};
