import type { DesignWording } from './wording.ts';

/** BRDS. */
export const brds: DesignWording = {
  details: {
    ratios: {
      title: (design) => `${design}: the two ratios at one sparsity of both gate matrices`,
      columns: [
        { key: 'density', title: 'density of Wh over Wx', digits: 2 },
        { key: 'ofX', title: 'sparsity of Wx', digits: 1 },
        { key: 'ofH', title: 'sparsity of Wh', digits: 1 },
        { key: 'kept', title: 'kept weights', digits: 0 },
        { key: 'cycles', title: 'cycles', digits: 0 },
        { key: 'latency', title: 'latency', digits: 2 },
      ],
      notes: () => [
        'Which pair loses least accuracy is a question of training, which is not simulated; the time depends on the pair only where a row fills its last beat badly.',
      ],
    },
  },
};
