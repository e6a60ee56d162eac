import type { Lookup } from './cross-figures.ts';
import type { DetailTable } from './simulation.ts';

/** Published GOPS and watts of the comparison table of BBS, and where the simulated ones are found. */
const compared = [
  { name: 'ESE', kind: 'ese', id: 'gops', gops: 282.2, watts: 41, variant: '' },
  { name: 'C-LSTM FFT8', kind: 'c-lstm', id: 'gops-fft8-7v3', gops: 131.1, watts: 22, variant: 'fft8-7v3' },
  // 728,640 operations of ESE x 330,275 frames per second.
  {
    name: 'C-LSTM FFT16',
    kind: 'c-lstm',
    id: 'gops-fft16-7v3',
    gops: 240.65,
    watts: 23,
    variant: 'fft16-7v3',
  },
  { name: 'DeltaRNN, peak', kind: 'delta-rnn', id: 'peak-gops', gops: 192, watts: 7.3, variant: '' },
] as const;

/** GOPS/W of BBS over every design that its paper compares with, published and simulated: which pairing gives which end of 2.3 to 3.7. */
export function pairingTable(figure: Lookup, watts: ReadonlyMap<string, number>): DetailTable {
  const own = [
    { what: 'TIMIT', gops: 304.1, simulated: figure('bbs', 'gops') },
    { what: 'its highest throughput', gops: 750.9, simulated: figure('bbs', 'peak-benchmark-gops') },
  ];
  const power = watts.get('bbs/') ?? Number.NaN;
  return {
    title: 'BBS: GOPS/W over the other designs, by pairing',
    columns: [
      { key: 'of', title: 'BBS at' },
      { key: 'over', title: 'over' },
      { key: 'published', title: 'from published figures', digits: 2 },
      { key: 'simulated', title: 'simulated', digits: 2 },
    ],
    rows: own.flatMap(({ what, gops, simulated }) =>
      compared.map((other) => ({
        of: what,
        over: other.name,
        published: gops / 19.1 / (other.gops / other.watts),
        simulated:
          simulated /
          power /
          (figure(other.kind, other.id) / (watts.get(`${other.kind}/${other.variant}`) ?? Number.NaN)),
      })),
    ),
    notes: [
      "Published figures: published (recalled), but ESE's power and 750.9 GOPS, which are published. The lower end, 2.3, is TIMIT over ESE. The upper end, 3.7, comes out of none exactly; its highest throughput over C-LSTM FFT16 is nearest, and whether the paper means that is not known. Powers: published, and fitted for the simulated column (calibrated); the power at the highest throughput is not published and taken as that of TIMIT.",
    ],
  };
}

/** A line of the comparison table of the paper on BBS, as published: GOPS in the operations of ESE, latency of a frame. */
const comparison = [
  {
    name: 'ESE',
    kind: 'ese',
    latency: 'latency-us',
    gops: 'gops',
    variant: '',
    published: [82.7, 282.2, 41],
  },
  {
    name: 'C-LSTM FFT8',
    kind: 'c-lstm',
    latency: 'latency-us-fft8-7v3',
    gops: 'gops-fft8-7v3',
    variant: 'fft8-7v3',
    published: [16.7, 131.1, 22],
  },
  {
    name: 'DeltaRNN, peak',
    kind: 'delta-rnn',
    latency: null,
    gops: 'peak-gops',
    variant: '',
    published: [null, 192, 7.3],
  },
  {
    name: 'BBS',
    kind: 'bbs',
    latency: 'latency-us',
    gops: 'gops',
    variant: '',
    published: [2.4, 304.1, 19.1],
  },
] as const;

/** The comparison table of the paper on BBS, published (recalled) and simulated. */
export function comparisonTable(figure: Lookup, watts: ReadonlyMap<string, number>): DetailTable {
  return {
    title: 'The comparison of the paper on BBS: published and simulated',
    columns: [
      { key: 'name', title: 'design' },
      { key: 'latency', title: 'latency', unit: 'us', digits: 2 },
      { key: 'latencyHere', title: 'simulated', digits: 2 },
      { key: 'gops', title: 'throughput', unit: 'GOPS', digits: 1 },
      { key: 'gopsHere', title: 'simulated', digits: 1 },
      { key: 'watts', title: 'power', unit: 'W', digits: 1 },
      { key: 'wattsHere', title: 'fitted', digits: 1 },
      { key: 'perWatt', title: 'efficiency', unit: 'GOPS/W', digits: 1 },
      { key: 'perWattHere', title: 'simulated', digits: 1 },
    ],
    rows: comparison.map(({ name, kind, latency, gops, variant, published }) => {
      const [latencyUs, publishedGops, publishedWatts] = published;
      const power = watts.get(`${kind}/${variant}`) ?? Number.NaN;
      return {
        name,
        latency: latencyUs,
        latencyHere: latency === null ? null : figure(kind, latency),
        gops: publishedGops,
        gopsHere: figure(kind, gops),
        watts: publishedWatts,
        wattsHere: power,
        perWatt: publishedGops / publishedWatts,
        perWattHere: figure(kind, gops) / power,
      };
    }),
    notes: [
      'Marks: the latency and the power of ESE are published, everything else is published (recalled), efficiencies are derived. Fitted powers and what rests on them are calibrated. Throughput in the operations that ESE stores, not in those of each design.',
    ],
  };
}
