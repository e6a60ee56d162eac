import type { CurveWording, DesignWording, DetailWording } from './wording.ts';

const implied: DetailWording = {
  title: (design) => `${design}: the delta sparsity behind the published speed-up`,
  columns: [
    { key: 'what', title: '' },
    { key: 'sparsity', title: 'columns not sent', digits: 1 },
    { key: 'cycles', title: 'cycles of a step', digits: 1 },
  ],
  labels: {
    what: {
      implied: 'implied by the published speed-up, no array waiting',
      simulated: ({ correlation }) => `simulated, input with a correlation of ${correlation}`,
    },
  },
};

const threshold: DetailWording = {
  title: (design) => `${design}: threshold of the delta units`,
  columns: [
    { key: 'threshold', title: 'threshold', digits: 3 },
    { key: 'active', title: 'columns sent', digits: 1 },
    { key: 'cycles', title: 'cycles, mean', digits: 1 },
    { key: 'least', title: 'least', digits: 0 },
    { key: 'most', title: 'most', digits: 0 },
    { key: 'speedUp', title: 'speed-up', digits: 2 },
  ],
  notes: ({ measuredSteps, taken }) => [
    `Over ${measuredSteps} steps; the figures are taken at ${taken}. How far the outputs move with the threshold depends on a trained network and is not shown.`,
  ],
};

const thresholdCurve: CurveWording = {
  title: (design) => `${design}: speed-up over the threshold of the delta units`,
  x: 'threshold',
  y: 'speed-up',
  series: {},
};

/** DeltaRNN. */
export const deltaRnn: DesignWording = {
  details: {
    implied,
    threshold,
    cells: {
      title: (design) => `${design}: a GRU and an LSTM of the same sizes on the same input`,
      columns: [
        { key: 'cell', title: 'cell' },
        { key: 'active', title: 'columns sent', digits: 1 },
        { key: 'cycles', title: 'cycles, mean', digits: 1 },
        { key: 'dense', title: 'cycles when all are sent', digits: 0 },
        { key: 'speedUp', title: 'speed-up', digits: 2 },
      ],
      notes: () => ['The multipliers take a column of three gates in one cycle, one of four in two.'],
    },
  },
  curves: { threshold: thresholdCurve },
};

/** Spartus. */
export const spartus: DesignWording = {
  details: { implied, threshold },
  curves: { threshold: thresholdCurve },
};
