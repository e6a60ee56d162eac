import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/explore/query/results.ts';
import { stallCauses } from '../../src/hw/accounts/stalls.ts';
import { compareCharts } from '../../src/report/compare/charts.ts';
import { runTables } from '../../src/report/run/tables.ts';
import {
  metricOf,
  metrics,
  metricsOf,
  metricsOfMisfit,
  noMetrics,
  storedMetrics,
} from '../../src/run/metrics.ts';
import type { RunResult } from '../../src/run/result.ts';
import { compareResult, resourcesOver, resourcesThatFit, runResult } from '../report/run/results.ts';

/** What users have in their scripts: the columns of `bbsim query`, in their order. */
const promised = [
  ...['latency_us', 'energy_uj', 'power_w', 'cycles_total'],
  ...['cycles_load', 'cycles_spmv', 'cycles_ewop', 'cycles_projection'],
  ...['stall_issue_cycles', 'stall_conflict_cycles', 'stall_imbalance_cycles', 'stall_fill_cycles'],
  ...['stall_control_cycles', 'stall_weight_fetch_cycles', 'stall_load_cycles', 'stall_ewop_cycles'],
  ...['stall_write_back_cycles', 'stall_dependency_cycles', 'pe_conflict_cycles', 'utilisation'],
  ...['occupancy', 'load_imbalance', 'gops', 'gops_effective', 'dsp', 'dsp_percent', 'bram_blocks'],
  ...['bram_percent', 'logic_cells', 'logic_percent', 'flip_flops', 'flip_flops_percent', 'storage_bits'],
  ...['fetched_bits', 'weights_kept', 'padding_share', 'achieved_sparsity', 'residency', 'clock_mhz'],
  ...['fmax_mhz', 'latency_at_fmax_us', 'energy_low_uj', 'energy_high_uj'],
  ...['output_error', 'saturated_weights', 'saturated_inputs', 'saturated_values'],
  ...['wrapped_accumulators', 'config_hash'],
];

describe('the metrics', () => {
  it('have the names that the columns of sweeps were promised, in that order', () => {
    expect(storedMetrics.map(({ name }) => name)).toEqual(promised);
    const columns = columnsOf([]).filter(({ role }) => role === 'metric');
    expect(columns.map(({ name }) => name)).toEqual(promised);
  });

  it('have one name, one title and one sentence each', () => {
    for (const field of ['name', 'title', 'words'] as const) {
      const texts = metrics.map((metric) => metric[field]);
      expect(new Set(texts).size, field).toBe(texts.length);
    }
    for (const { words } of metrics) expect(words).toMatch(/^[A-Z].*\.$/);
  });

  it('are wanted small, but for utilisation, occupancy, throughput and the highest clock; words are wanted neither way', () => {
    const wanted = (better: string | null) =>
      metrics.filter((metric) => metric.better === better).map(({ name }) => name);
    expect(wanted('large')).toEqual(['utilisation', 'occupancy', 'gops', 'gops_effective', 'fmax_mhz']);
    expect(wanted(null)).toEqual(['fullest_resource', 'residency', 'config_hash']);
  });

  it('read a result, and are numbers unless they are words', () => {
    const found = metricsOf(runResult());
    expect(found).toMatchObject({
      latency_us: 0.5,
      power_w: 8,
      cycles_ewop: 18,
      stall_conflict_cycles: 15,
      dsp_percent: 25,
      residency: 'resident',
      output_error: 0.001,
    });
    expect(metricOf('value_error').of(runResult())).toBe(0.002);
    expect(metricsOf(runResult({ accuracy: null })).output_error).toBeNull();
    for (const { name, better } of storedMetrics)
      expect(typeof found[name], name).toBe(better === null ? 'string' : 'number');
  });

  it('of a design that does not fit are its resources and Fmax; of one that failed there are none', () => {
    const misfit = metricsOfMisfit({ resources: resourcesOver(1500), clock: { fmaxMhz: 240 } });
    expect(misfit.fmax_mhz).toBe(240);
    const known = Object.keys(misfit).filter((name) => misfit[name] !== null);
    expect(known).toEqual(promised.filter((name) => /^(dsp|bram|logic|flip_flops|fmax)/.test(name)));
    expect(Object.keys(noMetrics())).toEqual(promised);
    expect(Object.values(noMetrics()).every((value) => value === null)).toBe(true);
  });

  it('have as area the fullest resource, of all that the device has a number of', () => {
    const areaOf = (changes: Partial<RunResult['resources']>) => {
      const run = runResult({ resources: { ...resourcesThatFit, ...changes } });
      return [run.metrics.area_percent, run.metrics.fullest_resource];
    };
    expect(areaOf({})).toEqual([50, 'ALM']);
    expect(areaOf({ ultraRam: { unit: 'URAM', used: 9, available: 10 } })).toEqual([90, 'URAM']);
    const words = { unit: 'ALM as MLAB', used: 30, available: 20 };
    expect(areaOf({ distributedRam: words })).toEqual([150, 'ALM as MLAB']);
    const noDsp = { unit: 'DSP block', used: 0, available: 0 };
    expect(areaOf({ dsp: noDsp })).toEqual([50, 'ALM']);
    expect(areaOf({ dsp: { ...noDsp, used: 1 } })).toEqual([null, null]);
    expect(
      metricOf('dsp_percent').of(runResult({ resources: { ...resourcesThatFit, dsp: noDsp } })),
    ).toBeNull();
  });

  it('are in the page on results as they are in the list', () => {
    const rows = metrics.map(
      ({ name, title, unit, better, words }) =>
        `| \`${name}\` | ${title} | ${unit} | ${better ?? 'a word'} | ${words.replaceAll('|', '\\|')} |`,
    );
    expect(readFileSync('docs/results.md', 'utf8')).toContain(rows.join('\n'));
  });

  it('refuse a name that is none', () => {
    expect(() => metricOf('latency')).toThrow(RangeError);
  });
});

describe('the words of a stall category', () => {
  const words = stallCauses.map((cause) => cause.words);

  it('are the same in the table of a run, in the legend of a chart, and in the columns of a sweep', () => {
    const table = runTables(runResult()).find(({ title }) => title === 'Cycles by category');
    expect(table?.columns.slice(1, -1).map(({ title }) => title)).toEqual(words);
    const stalls = compareCharts(compareResult([runResult()])).find(({ file }) => file === 'stalls');
    expect(stalls?.spec).toMatchObject({ kind: 'stacked-bars', categories: words });
    const columns = storedMetrics.filter(({ name }) => name.startsWith('stall_'));
    expect(columns.map(({ title }) => title)).toEqual(words.map((word) => `cycles by category: ${word}`));
  });
});
