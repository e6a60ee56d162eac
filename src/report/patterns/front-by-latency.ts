import { acceleratorPlaces } from '../accelerator-places.ts';
import type { ChartText, JudgedQuantity, NamedChart, ScatterSpec } from '../charts/spec.ts';
import { BITS_PER_KIB } from '../tables/number-text.ts';
import type { StudiedPattern } from './studied-pattern.ts';

/** Latencies further apart than this factor are shown on a log scale. */
const FAR = 2;

/** What the front may set against latency. */
const axes = {
  keptMagnitudeShare: {
    file: 'magnitude-by-latency',
    y: { title: 'kept share of the sum of w^2', unit: '%', scale: 'linear', better: 'higher', most: 100 },
    of: ({ keptMagnitudeShare }: StudiedPattern) => 100 * keptMagnitudeShare,
  },
  storageBits: {
    file: 'storage-by-latency',
    y: { title: 'storage', unit: 'KiB', scale: 'linear', better: 'lower' },
    of: ({ storageBits }: StudiedPattern) => storageBits / BITS_PER_KIB,
  },
} as const;

type FrontAxis = keyof typeof axes;

/**
 * The study on one page: kept magnitude against latency, or storage where all keep as much; a named point per
 * pattern in the colour of its array, hollow where that does not fit. Patterns at one place have one label
 * between them; where that has no room for all names, the subtitle has them.
 */
export function frontByLatency(
  patterns: readonly StudiedPattern[],
  axis: FrontAxis,
  text: ChartText,
): NamedChart {
  const { file, y } = axes[axis];
  const latencies = patterns.map(({ latencyUs }) => latencyUs);
  const [least, most] = [Math.min(...latencies), Math.max(...latencies)];
  const scale: JudgedQuantity['scale'] = least > 0 && most > FAR * least ? 'log' : 'linear';
  const arrays = [...new Set(patterns.map(({ accelerator }) => accelerator))];
  const places = samePlaces(patterns, axis);
  const crowds = places.filter(isCrowd).map((names) => `. In one place: ${names.join(', ')}`);
  return {
    file,
    spec: {
      ...text,
      subtitle: `${text.subtitle}${crowds.join('')}`,
      kind: 'scatter',
      x: { title: 'latency', unit: 'us', scale, better: 'lower' },
      y,
      series: arrays,
      seriesPlaces: acceleratorPlaces(arrays),
      isFew: true,
      hollowName: 'does not fit',
      points: patterns.map((pattern) => pointOf(pattern, axis, arrays, places)),
    },
  };
}

function pointOf(
  studied: StudiedPattern,
  axis: FrontAxis,
  arrays: readonly string[],
  places: readonly (readonly string[])[],
): ScatterSpec['points'][number] {
  const { pattern, accelerator, latencyUs, isOnFront, fits } = studied;
  const names = places.find(([first]) => first === pattern);
  return {
    x: latencyUs,
    y: axes[axis].of(studied),
    series: arrays.indexOf(accelerator),
    isOnFront,
    isHollow: !fits,
    ...(names === undefined ? {} : { label: labelOf(names) }),
  };
}

/** Names of patterns with the same two figures, in the order of the rows. */
function samePlaces(patterns: readonly StudiedPattern[], axis: FrontAxis): string[][] {
  const places = new Map<string, string[]>();
  for (const studied of patterns) {
    const place = `${studied.latencyUs} ${axes[axis].of(studied).toFixed(4)}`;
    places.set(place, [...(places.get(place) ?? []), studied.pattern]);
  }
  return [...places.values()];
}

/** The longest label of several names, in characters. */
const LONGEST = 30;

const isCrowd = (names: readonly string[]): boolean => names.length > 1 && names.join(', ').length > LONGEST;

/** `bank-balanced, n-m`, or `bank-balanced and 13 others`. */
function labelOf(names: readonly string[]): string {
  return isCrowd(names) ? `${names[0]} and ${names.length - 1} others` : names.join(', ');
}
