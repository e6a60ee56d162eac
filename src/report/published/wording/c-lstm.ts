import type { DesignWording } from './wording.ts';

/** C-LSTM. */
export const cLstm: DesignWording = {
  details: {
    stages: {
      title: (design) => `${design}: stages, in cycles`,
      columns: [
        { key: 'block', title: 'block', digits: 0 },
        { key: 'board', title: 'board' },
        { key: 'convolution', title: 'gates', digits: 0 },
        { key: 'elementWise', title: 'element-wise', digits: 0 },
        { key: 'projection', title: 'projection', digits: 0 },
        { key: 'interval', title: 'interval', digits: 0 },
      ],
      notes: () => ['The interval is that of the longest stage; the latency is three of them.'],
    },
    products: {
      title: (design) => `${design}: products in the frequency domain against the time domain`,
      columns: [
        { key: 'block', title: 'block', digits: 0 },
        { key: 'values', title: 'sums compared', digits: 0 },
        { key: 'exact', title: 'equal as integers' },
        { key: 'roundedError', title: 'largest error with rounded spectra', digits: 4 },
      ],
      notes: () => [
        'Rounded spectra: to the fraction bits of the open code, everything else in doubles; in units of the pre-activation.',
      ],
    },
  },
};
