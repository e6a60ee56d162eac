import { DELTA_RNN_OPERATIONS } from '../delta-rnn-operations.ts';
import { ESE_OPERATIONS } from '../ese-operations.ts';
import type { KnownFigures } from '../published-design.ts';
import type { Detail } from '../simulation.ts';

type Lookup = KnownFigures['simulated'];

/**
 * A design of the comparison: GOPS in the operations of ESE, latency of a frame, watts; by the ids of its
 * figures.
 */
interface Compared {
  readonly name: string;
  readonly kind: string;
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

const fittedWatts = ({ watts }: KnownFigures, { kind, variant }: Compared) => watts(kind, variant);

/**
 * GOPS/W of BBS over every design that its paper compares with, published and simulated: which pairing gives
 * which end of 2.3 to 3.7.
 */
export function pairings(figures: KnownFigures): Detail {
  const { published, simulated } = figures;
  const own = ['gops', 'peak-benchmark-gops'];
  return {
    id: 'pairings',
    units: {},
    rows: own.flatMap((id) =>
      [ese, fft8, fft16, deltaRnn].map((other) => ({
        of: id,
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
    facts: {},
  };
}

/** A figure that is not simulated (a throughput that no layer reaches) leaves its cell empty. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The comparison of the paper on BBS, published and simulated. */
export function comparison(figures: KnownFigures): Detail {
  const { published, simulated } = figures;
  return {
    id: 'comparison',
    units: {
      latency: 'us',
      latencyHere: 'us',
      gops: 'GOPS',
      gopsHere: 'GOPS',
      watts: 'W',
      wattsHere: 'W',
      perWatt: 'GOPS/W',
      perWattHere: 'GOPS/W',
    },
    rows: [ese, fft8, deltaRnn, bbs].map((design) => {
      const { name, kind, latency, power, gopsOf } = design;
      return {
        name,
        isPredicted: latency !== null && figures.isPredicted(kind, latency),
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
    // Its paper has no latency: what a step of its own network takes follows from its effective throughput.
    facts: {
      deltaRnnUs: DELTA_RNN_OPERATIONS / (1000 * published('delta-rnn', 'effective-gops')),
      deltaRnnUsHere: finite(DELTA_RNN_OPERATIONS / (1000 * simulated('delta-rnn', 'effective-gops'))),
    },
  };
}
