import type { DesignWording } from './wording.ts';

/** ESE. */
export const ese: DesignWording = {
  details: {
    slots: {
      title: (design) => `${design}: slots of a step, in cycles`,
      columns: [
        { key: 'matrix', title: 'matrix' },
        { key: 'kept', title: 'kept weights', digits: 0 },
        { key: 'padding', title: 'padding', digits: 1 },
        { key: 'ideal', title: 'entries per PE', digits: 0 },
        { key: 'spmv', title: 'product', digits: 0 },
        { key: 'stalls', title: 'broadcast waits', digits: 0 },
        { key: 'elementWise', title: 'element-wise', digits: 0 },
        { key: 'fetch', title: 'next fetch', digits: 0 },
        { key: 'slot', title: 'slot', digits: 0 },
      ],
      notes: ({ firstFetchCycles }) => [
        `The first fetch, which nothing hides, takes ${firstFetchCycles} cycles. Padding: zeros stored because a gap in a column is longer than the relative index can say, as a share of all entries; it follows from the gaps of the pruned weights.`,
      ],
    },
    balance: {
      title: (design) => `${design}: load-balance-aware pruning at equal numbers of kept weights`,
      columns: [
        { key: 'pruning', title: 'pruning' },
        { key: 'theoretical', title: 'fullest PE', digits: 2 },
        { key: 'real', title: 'step', digits: 2 },
        { key: 'speedUp', title: 'over dense', digits: 2 },
      ],
      labels: { pruning: { 'load-balanced': 'load-balance-aware', magnitude: 'by magnitude alone' } },
      notes: () => ['Dense: one weight a cycle and PE, and nothing else counted.'],
    },
  },
  charts: [
    {
      file: 'ese-matrices',
      title: 'ESE: real time of each matrix, simulated and published',
      quantity: 'real time',
      unit: 'us',
      isShown: (id) => id.startsWith('real-us-'),
      digits: 2,
    },
  ],
};
