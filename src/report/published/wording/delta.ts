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

const sensitivity: DetailWording = {
  title: (design) => `${design}: what each assumption contributes to the throughput`,
  columns: [
    { key: 'parameter', title: 'parameter' },
    { key: 'taken', title: 'taken' },
    { key: 'changed', title: 'changed to' },
    { key: 'cycles', title: 'cycles, mean', digits: 1 },
    { key: 'gops', title: 'effective throughput', digits: 1 },
    { key: 'difference', title: 'difference', digits: 2 },
  ],
  notes: () => [
    'Everything else stays as it is, the correlation of the input among it: what a calibration would make up for is not made up for.',
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
    sensitivity,
  },
  curves: { threshold: thresholdCurve },
};

/** Spartus. */
export const spartus: DesignWording = {
  details: { implied, threshold, sensitivity },
  curves: { threshold: thresholdCurve },
};

/** EdgeDRNN. */
export const edgeDrnn: DesignWording = {
  details: {
    implied: {
      ...implied,
      title: (design) => `${design}: the delta sparsity behind the published throughput`,
      labels: {
        what: {
          ...implied.labels?.what,
          implied: 'implied by the published throughput, other cycles as simulated',
        },
      },
    },
    layers: {
      title: (design) => `${design}: what the layers send, and where their cycles go`,
      columns: [
        { key: 'layer', title: 'layer', digits: 0 },
        { key: 'inputs', title: 'inputs sent', digits: 1 },
        { key: 'states', title: 'states sent', digits: 1 },
        { key: 'columns', title: 'columns', digits: 1 },
        { key: 'cycles', title: 'cycles, mean', digits: 1 },
        { key: 'multiplying', title: 'multiplying', digits: 1 },
        { key: 'other', title: 'other', digits: 1 },
      ],
      notes: ({ measuredSteps, least, most }) => [
        `Over ${measuredSteps} steps, of ${least} to ${most} cycles for all layers together. Other: comparison and fetch that nothing hides, and the activation unit.`,
      ],
    },
    sensitivity,
  },
};
