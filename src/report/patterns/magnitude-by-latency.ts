import type { ChartText, JudgedQuantity, NamedChart } from '../charts/spec.ts';
import type { StudiedPattern } from './studied-pattern.ts';

/** Latencies further apart than this factor are shown on a log scale. */
const FAR = 3;

/**
 * The study on one page: kept magnitude against latency, a named point per pattern in the colour of its
 * array, hollow where that does not fit.
 */
export function magnitudeByLatency(patterns: readonly StudiedPattern[], text: ChartText): NamedChart {
  const latencies = patterns.map(({ latencyUs }) => latencyUs);
  const [least, most] = [Math.min(...latencies), Math.max(...latencies)];
  const scale: JudgedQuantity['scale'] = least > 0 && most > FAR * least ? 'log' : 'linear';
  const arrays = [...new Set(patterns.map(({ accelerator }) => accelerator))];
  return {
    file: 'magnitude-by-latency',
    spec: {
      ...text,
      kind: 'scatter',
      x: { title: 'latency', unit: 'us', scale, better: 'lower' },
      y: { title: 'kept share of the sum of w^2', unit: '%', scale: 'linear', better: 'higher' },
      series: arrays,
      isFew: true,
      hollowName: 'does not fit',
      points: patterns.map(({ pattern, accelerator, latencyUs, keptMagnitudeShare, isOnFront, fits }) => ({
        x: latencyUs,
        y: 100 * keptMagnitudeShare,
        series: arrays.indexOf(accelerator),
        label: pattern,
        isOnFront,
        isHollow: !fits,
      })),
    },
  };
}
