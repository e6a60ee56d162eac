import { describe, expect, it } from 'vitest';
import type { ComparedBarsSpec, StackedBarsSpec } from '../../../src/report/charts/spec.ts';
import { runCharts } from '../../../src/report/run/charts.ts';
import { runResult } from './results.ts';

const stages = [
  { stage: 'adder tree', delayNs: 2.5, lowNs: 2.5, highNs: 2.5, register: null },
  { stage: 'arbiter', delayNs: 6, lowNs: 5, highNs: 8, register: null },
];
const charts = runCharts(runResult({ detail: { fpgaArray: { stages } } }));
const specOf = <S>(file: string): S => charts.find((chart) => chart.file === file)?.spec as S;

describe('the charts of a run', () => {
  it('have a bar of its blocks for every resource of which it takes some, in shares of the device', () => {
    const { bars, categories } = specOf<StackedBarsSpec>('area');
    expect(categories).toEqual(['multipliers', 'vector buffers']);
    expect(bars).toEqual([
      { name: 'DSP block', values: [25, 0] },
      { name: 'M20K', values: [0, 30] },
      { name: 'ALM', values: [0, 50] },
    ]);
  });

  it('say what the energy may be', () => {
    const { bars } = specOf<StackedBarsSpec>('energy');
    expect(bars[0].interval).toEqual({ low: 2.5, high: 6 });
  });

  it('hold every stage against the period, the slowest first', () => {
    const { bars, line } = specOf<ComparedBarsSpec>('clock');
    expect(line).toEqual({ value: 5, name: 'the period at 200 MHz' });
    expect(bars.map(({ name, value, ticks }) => [name, value, ticks])).toEqual([
      ['arbiter', 6, [5, 8]],
      ['adder tree', 2.5, []],
    ]);
  });

  it('have none of stages of which nothing is known', () => {
    expect(runCharts(runResult()).map(({ file }) => file)).toEqual(['stalls', 'energy', 'area', 'pes']);
  });
});
