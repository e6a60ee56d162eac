import type { Reproduction } from '../../published/result.ts';
import type { Detail } from '../../published/simulation.ts';
import type { ComparedBarsSpec, NamedChart } from '../charts/spec.ts';
import { factNumber } from './wording/wording.ts';

type Bar = ComparedBarsSpec['bars'][number];

/**
 * The latencies of the designs that the paper on BBS compares, simulated and published; null where the
 * comparison is not what was reproduced.
 */
export function comparisonChart({ designs, configHash, version }: Reproduction): NamedChart | null {
  const found = designs.length === 1 ? designs[0].details.find(({ id }) => id === 'comparison') : undefined;
  if (found === undefined) return null;
  return {
    file: 'latency',
    spec: {
      kind: 'compared-bars',
      title: 'Latency of a step of the designs that the paper on BBS compares',
      subtitle:
        'BBS, ESE and C-LSTM: the TIMIT LSTM. DeltaRNN: its own GRU of 256 cells, from its effective throughput, since no latency is published (derived)',
      configHash,
      toolVersion: version,
      value: { title: 'latency of a step', unit: 'us' },
      digits: 2,
      tickName: 'published, recalled or derived (marks in the table)',
      bars: barsOf(found),
    },
  };
}

/** BBS first, as the design that the others are compared with. */
function barsOf({ rows, facts }: Detail): Bar[] {
  const bars = rows.flatMap(({ name, latency, latencyHere, isPredicted }): Bar[] =>
    typeof latency === 'number' && typeof latencyHere === 'number'
      ? [{ name: String(name), value: latencyHere, ticks: [latency], isCalibrated: isPredicted !== true }]
      : [],
  );
  const deltaRnn = {
    name: 'DeltaRNN, its GRU (derived)',
    value: factNumber(facts, 'deltaRnnUsHere'),
    ticks: [factNumber(facts, 'deltaRnnUs')],
    // Its input was chosen to give the published speed-up.
    isCalibrated: true,
  };
  return [...bars.slice(-1), ...bars.slice(0, -1), deltaRnn];
}
