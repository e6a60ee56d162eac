import type { DetailWording } from './wording.ts';

/** The comparison table of the paper on BBS. */
export const comparisonWording: DetailWording = {
  title: (design) => `The comparison of the paper on ${design}: published and simulated`,
  columns: [
    { key: 'name', title: 'design' },
    { key: 'latency', title: 'latency', digits: 2 },
    { key: 'latencyHere', title: 'simulated', digits: 2, bare: true },
    { key: 'gops', title: 'throughput', digits: 1 },
    { key: 'gopsHere', title: 'simulated', digits: 1, bare: true },
    { key: 'watts', title: 'power', digits: 1 },
    { key: 'wattsHere', title: 'fitted', digits: 1, bare: true },
    { key: 'perWatt', title: 'efficiency', digits: 1 },
    { key: 'perWattHere', title: 'simulated', digits: 1, bare: true },
  ],
  notes: () => [
    'Marks: the latency and the power of ESE are published, everything else is published (recalled), efficiencies are derived. Fitted powers and what rests on them are calibrated. Throughput in the operations that ESE stores, not in those of each design.',
  ],
};

/** Its efficiency over the other designs: which pairing gives which end of 2.3 to 3.7. */
export const pairingsWording: DetailWording = {
  title: (design) => `${design}: GOPS/W over the other designs, by pairing`,
  columns: [
    { key: 'of', title: 'BBS at' },
    { key: 'over', title: 'over' },
    { key: 'published', title: 'from published figures', digits: 2 },
    { key: 'simulated', title: 'simulated', digits: 2 },
  ],
  labels: { of: { gops: 'TIMIT', 'peak-benchmark-gops': 'its highest throughput' } },
  notes: () => [
    "Published figures: published (recalled), but ESE's power and 750.9 GOPS, which are published. The lower end, 2.3, is TIMIT over ESE. The upper end, 3.7, comes out of none exactly; its highest throughput over C-LSTM FFT16 is nearest, and whether the paper means that is not known. Powers: published, and fitted for the simulated column (calibrated); the power at the highest throughput is not published and taken as that of TIMIT.",
  ],
};
