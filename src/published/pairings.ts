import { ESE_OPERATIONS } from './c-lstm/c-lstm.ts';
import type { Lookup } from './cross-figures.ts';
import type { DetailTable } from './simulation.ts';

/** Where the tables of the comparison find figures: published ones, simulated ones, and fitted watts by `kind/variant`. */
export interface ComparisonFigures {
  readonly published: Lookup;
  readonly simulated: Lookup;
  readonly watts: ReadonlyMap<string, number>;
}

/** A design of the comparison: GOPS in the operations of ESE, latency of a frame, watts; by the ids of its figures. */
interface Compared {
  readonly name: string;
  readonly kind: 'ese' | 'c-lstm' | 'delta-rnn' | 'bbs';
  readonly variant: string;
  readonly latency: string | null;
  readonly power: string;
  readonly gopsOf: (figure: Lookup) => number;
}

const cLstm = (name: string, variant: string): Compared => ({
  name,
  kind: 'c-lstm',
  variant,
  latency: `latency-us-${variant}`,
  power: `power-w-${variant}`,
  gopsOf: (figure) => (ESE_OPERATIONS * figure('c-lstm', `fps-${variant}`)) / 1e9,
});

const ese: Compared = {
  name: 'ESE',
  kind: 'ese',
  variant: '',
  latency: 'latency-us',
  power: 'power-w',
  gopsOf: (figure) => figure('ese', 'gops'),
};
const fft8 = cLstm('C-LSTM FFT8', 'fft8-7v3');
const fft16 = cLstm('C-LSTM FFT16', 'fft16-7v3');
const deltaRnn: Compared = {
  name: 'DeltaRNN, peak',
  kind: 'delta-rnn',
  variant: '',
  latency: null,
  power: 'power-w',
  gopsOf: (figure) => figure('delta-rnn', 'peak-gops'),
};
const bbs: Compared = {
  name: 'BBS',
  kind: 'bbs',
  variant: '',
  latency: 'latency-us',
  power: 'power-w',
  gopsOf: (figure) => figure('bbs', 'gops'),
};

const fittedWatts = ({ watts }: ComparisonFigures, { kind, variant }: Compared) =>
  watts.get(`${kind}/${variant}`) ?? Number.NaN;

/** GOPS/W of BBS over every design that its paper compares with, published and simulated: which pairing gives which end of 2.3 to 3.7. */
export function pairingTable(figures: ComparisonFigures): DetailTable {
  const { published, simulated } = figures;
  const own = [
    { what: 'TIMIT', id: 'gops' },
    { what: 'its highest throughput', id: 'peak-benchmark-gops' },
  ];
  return {
    title: 'BBS: GOPS/W over the other designs, by pairing',
    columns: [
      { key: 'of', title: 'BBS at' },
      { key: 'over', title: 'over' },
      { key: 'published', title: 'from published figures', digits: 2 },
      { key: 'simulated', title: 'simulated', digits: 2 },
    ],
    rows: own.flatMap(({ what, id }) =>
      [ese, fft8, fft16, deltaRnn].map((other) => ({
        of: what,
        over: other.name,
        published:
          published('bbs', id) /
          published('bbs', 'power-w') /
          (other.gopsOf(published) / published(other.kind, other.power)),
        simulated: finite(
          simulated('bbs', id) /
            fittedWatts(figures, bbs) /
            (other.gopsOf(simulated) / fittedWatts(figures, other)),
        ),
      })),
    ),
    notes: [
      "Published figures: published (recalled), but ESE's power and 750.9 GOPS, which are published. The lower end, 2.3, is TIMIT over ESE. The upper end, 3.7, comes out of none exactly; its highest throughput over C-LSTM FFT16 is nearest, and whether the paper means that is not known. Powers: published, and fitted for the simulated column (calibrated); the power at the highest throughput is not published and taken as that of TIMIT.",
    ],
  };
}

/** A figure that is not simulated (a throughput that no layer reaches) leaves its cell empty. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The comparison table of the paper on BBS, published and simulated. */
export function comparisonTable(figures: ComparisonFigures): DetailTable {
  const { published, simulated } = figures;
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
    rows: [ese, fft8, deltaRnn, bbs].map((design) => {
      const { name, kind, latency, power, gopsOf } = design;
      return {
        name,
        latency: latency === null ? null : published(kind, latency),
        latencyHere: latency === null ? null : simulated(kind, latency),
        gops: gopsOf(published),
        gopsHere: gopsOf(simulated),
        watts: published(kind, power),
        wattsHere: fittedWatts(figures, design),
        perWatt: gopsOf(published) / published(kind, power),
        perWattHere: gopsOf(simulated) / fittedWatts(figures, design),
      };
    }),
    notes: [
      'Marks: the latency and the power of ESE are published, everything else is published (recalled), efficiencies are derived. Fitted powers and what rests on them are calibrated. Throughput in the operations that ESE stores, not in those of each design.',
    ],
  };
}
