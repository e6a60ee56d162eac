import { expect, it } from 'vitest';
import { DELTA_RNN_OPERATIONS } from '../../../src/published/delta-rnn-operations.ts';
import { loadDesign } from '../../../src/published/load-design.ts';
import type { Reproduction } from '../../../src/published/result.ts';
import { comparisonChart } from '../../../src/report/published/comparison-chart.ts';

const row = (name: string, latency: number | null, latencyHere: number | null, isPredicted: boolean) => ({
  name,
  latency,
  latencyHere,
  isPredicted,
});

/** A reproduction as far as the chart reads it. */
const reproduction = (...kinds: readonly string[]) =>
  ({
    configHash: 'abc',
    version: '0.0.0',
    designs: kinds.map((kind) => ({
      kind,
      details: [
        {
          id: kind === 'bbs' ? 'comparison' : 'slots',
          units: {},
          rows: [
            row('ESE', 82.7, 83.5, false),
            row('C-LSTM FFT8', 16.7, 16.4, true),
            row('DeltaRNN, peak', null, null, false),
            row('BBS', 2.4, 2.3, false),
          ],
          facts: { deltaRnnUs: 0.38, deltaRnnUsHere: 0.44 },
        },
      ],
    })),
  }) as unknown as Reproduction;

it('the latency chart of the comparison of BBS shows every design of it, simulated and published', () => {
  const chart = comparisonChart(reproduction('bbs'));
  expect(chart).toMatchObject({
    file: 'latency',
    spec: {
      bars: [
        { name: 'BBS', value: 2.3, ticks: [2.4], isCalibrated: true },
        { name: 'ESE', value: 83.5, ticks: [82.7], isCalibrated: true },
        { name: 'C-LSTM FFT8', value: 16.4, ticks: [16.7], isCalibrated: false },
        { name: 'DeltaRNN, its GRU (derived)', value: 0.44, ticks: [0.38], isCalibrated: true },
      ],
    },
  });
  expect(comparisonChart(reproduction('ese'))).toBeNull();
  expect(comparisonChart(reproduction('ese', 'bbs'))).toBeNull();
});

it('the operations of a step of DeltaRNN are those of the network in its file', () => {
  const { parameters } = loadDesign('delta-rnn').config as unknown as {
    parameters: Record<'inputs' | 'hidden', { value: number }>;
  };
  const [inputs, hidden] = [parameters.inputs.value, parameters.hidden.value];
  expect(DELTA_RNN_OPERATIONS).toBe(2 * 3 * hidden * (inputs + hidden));
});
