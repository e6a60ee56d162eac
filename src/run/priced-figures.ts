import type { Measured } from './result.ts';

/** A figure of a price that is known to lie in an interval: a metric without what all metrics have. */
interface PricedFigure {
  readonly name: string;
  readonly heading: string;
  readonly better: 'small' | 'large';
  readonly text: readonly [title: string, unit: string, words: string];
  readonly of: (result: Measured) => number;
}

/** The clock that a design reaches, and what its energy may be. */
export const pricedFigures: readonly PricedFigure[] = [
  {
    name: 'fmax_mhz',
    heading: 'Fmax',
    better: 'large',
    text: [
      'highest clock',
      'MHz',
      'The highest clock at which every stage of the design meets timing: an estimate.',
    ],
    of: ({ clock }) => clock.fmaxMhz,
  },
  {
    name: 'latency_at_fmax_us',
    heading: 'latency at Fmax',
    better: 'small',
    text: [
      'latency at the highest clock',
      'us',
      'Time of one step at the highest clock that the design reaches.',
    ],
    of: ({ latencyAtFmaxUs }) => latencyAtFmaxUs,
  },
  {
    name: 'energy_low_uj',
    heading: 'energy, least',
    better: 'small',
    text: ['least energy', 'uJ', 'The least energy of one step, at the best end of what is not known of it.'],
    of: ({ energy }) => energy.lowUj,
  },
  {
    name: 'energy_high_uj',
    heading: 'energy, most',
    better: 'small',
    text: ['most energy', 'uJ', 'The most energy of one step, at the worst end of what is not known of it.'],
    of: ({ energy }) => energy.highUj,
  },
];
