import { stallCauses } from '../hw/accounts/stalls.ts';
import { phaseWords } from '../hw/accounts/step-report.ts';
import { kindOf } from '../hw/array/kinds/index.ts';
import { pricedFigures } from './priced-figures.ts';
import { areaFigures, type ResourceUses, resourceFigures } from './resource-figures.ts';
import type { Measured, RunResult } from './result.ts';
import { saturationFigures } from './saturation-figures.ts';
import { weightFigures } from './weight-figures.ts';

/** What a metric holds: a number, or a word; null where the result has none. */
export type MetricValue = number | string | null;

/**
 * A figure of a result: the one place that says what it is called, in what unit, what it means,
 * and which end of it is wanted.
 */
export interface Metric {
  /** Name in files and questions, with its unit: `latency_us`. */
  readonly name: string;
  readonly title: string;
  /** The title in a table of many columns, where it is shorter. */
  readonly heading: string;
  readonly unit: string;
  /** What the metric counts, in a sentence. */
  readonly words: string;
  readonly of: (result: Measured) => MetricValue;
  /** Which end a designer wants; null for a metric that is a word and no number. */
  readonly better: 'small' | 'large' | null;
  /** Whether the store of a sweep keeps the metric, so that questions can name it. */
  readonly isStored: boolean;
}

function metric(
  name: string,
  [title, unit, words]: readonly [title: string, unit: string, words: string],
  of: Metric['of'],
  { heading = title, better = 'small', isStored = true }: Partial<Metric> = {},
): Metric {
  return { name, title, heading, unit, words, of, better, isStored };
}

/** What the column of conflict cycles counts. docs/timing.md section 7. */
const conflictWords =
  'Conflict cycles: cycles of the step in which the PE that finishes an SpMV last waits for a bank, summed over its SpMVs. Waits of the other PEs are hidden behind it.';

/** The metric with the cycles of a category: `stall_weight_fetch_cycles`. */
export function stallMetricName(category: string): string {
  return `stall_${category.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_cycles`;
}

const stallMetrics = stallCauses.map(({ name, words }) =>
  metric(
    stallMetricName(name),
    [
      `cycles by category: ${words}`,
      'cycles',
      name === 'conflict' ? conflictWords : `Cycles of the step in the category ${words}.`,
    ],
    ({ stalls }) => stalls[name] ?? null,
    name === 'conflict' ? { heading: 'conflict cycles' } : {},
  ),
);

const phaseMetrics = phaseWords.map(({ name, words }) =>
  metric(
    `cycles_${name}`,
    [`cycles, ${words}`, 'cycles', `Cycles of the step in the phase ${words}; phases may overlap.`],
    ({ cycles }) => cycles[name] ?? null,
  ),
);

const saturationMetrics = saturationFigures.map(({ name, title, words, of }) =>
  metric(name, [title, '', words], ({ accuracy }) => accuracy && of(accuracy.saturations)),
);

/** Every metric, in the order in which files have them. */
export const metrics: readonly Metric[] = [
  metric('latency_us', ['latency', 'us', 'Time of one step.'], ({ latencyUs }) => latencyUs),
  metric(
    'energy_uj',
    ['energy', 'uJ', 'Energy of one step, static energy included.'],
    (run) => run.energy.totalUj,
  ),
  metric(
    'power_w',
    ['power', 'W', 'Energy of a step over its time.'],
    ({ energy, latencyUs }) => energy.totalUj / latencyUs,
  ),
  metric('cycles_total', ['cycles', 'cycles', 'Cycles of one step.'], ({ cycles }) => cycles.total),
  ...phaseMetrics,
  ...stallMetrics,
  metric(
    'pe_conflict_cycles',
    ['bank conflicts, all PEs', 'cycles', 'Cycles in which requests waited for a bank, of all PEs together.'],
    ({ pes }) => pes.conflictCycles,
  ),
  metric(
    'utilisation',
    [
      'multiplier utilisation',
      'share',
      'Multiplications of kept weights over multipliers x cycles of the step: padding and empty lanes are of no use.',
    ],
    ({ pes }) => pes.utilisation,
    { heading: 'utilisation', better: 'large' },
  ),
  metric(
    'occupancy',
    [
      'PE occupancy',
      'share',
      'Busy cycles of all PEs over PEs x cycles of the step: waits for a bank and empty rows are busy.',
    ],
    ({ pes }) => pes.occupancy,
    { heading: 'occupancy', better: 'large' },
  ),
  metric(
    'load_imbalance',
    [
      'load imbalance',
      'ratio',
      'Beats of the fullest PE over those of an average PE, summed over the SpMVs.',
    ],
    ({ pes }) => pes.loadImbalance,
  ),
  metric(
    'gops',
    ['throughput', 'GOPS', 'Two operations for each kept weight, over the time of a step.'],
    ({ gops }) => gops.actual,
    { heading: 'actual', better: 'large' },
  ),
  metric(
    'gops_effective',
    [
      'effective throughput',
      'GOPS',
      'Two operations for each weight before pruning, over the time of a step.',
    ],
    ({ gops }) => gops.effective,
    { heading: 'effective', better: 'large' },
  ),
  ...resourceFigures.map(({ name, text, of }) => metric(name, text, ({ resources: uses }) => of(uses))),
  ...areaFigures.map(({ name, text, of, ...how }) => metric(name, text, (run) => of(run.resources), how)),
  ...weightFigures.map(({ name, text, of, ...how }) => metric(name, text, of, how)),
  metric('clock_mhz', ['clock', 'MHz', 'Clock of the design.'], ({ clockMhz }) => clockMhz),
  ...pricedFigures.map(({ name, text, of, ...how }) => metric(name, text, of, how)),
  metric(
    'output_error',
    [
      'largest output error',
      'of 1',
      'Largest error of h of the last layer, over all steps; none without values.',
    ],
    ({ accuracy }) => accuracy?.maxAbsErrorH ?? null,
  ),
  metric(
    'value_error',
    ['max abs error', '', 'The larger of the largest errors of h (last layer) and of c (all layers).'],
    ({ accuracy }) =>
      accuracy === null || accuracy.comparedValues === 0
        ? null
        : Math.max(accuracy.maxAbsErrorH ?? 0, accuracy.maxAbsErrorC ?? 0),
    { isStored: false },
  ),
  ...saturationMetrics,
  metric(
    'config_hash',
    ['config', '', 'Twelve digits over everything that decides the result.'],
    ({ configHash }) => configHash,
    { better: null },
  ),
];

/** The metrics by which designs are judged where no others are asked for. */
export const mainMetrics: readonly string[] = ['latency_us', 'energy_uj', 'dsp', 'bram_blocks'];

/** What says how far a design's clock could go. */
export const clockMetrics: readonly string[] = ['fmax_mhz', 'latency_at_fmax_us'];

/** The metric of that name. Throws RangeError for a name that is none. */
export function metricOf(name: string): Metric {
  const found = metrics.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`no metric ${name}`);
  return found;
}

const stored = metrics.filter(({ isStored }) => isStored);

/** The metrics that the store of a sweep keeps: its columns. */
export const storedMetrics: readonly Metric[] = stored;

/** The stored metrics of a simulated design, by name: those of its result that a store keeps. */
export function metricsOf({ metrics: all }: Pick<RunResult, 'metrics'>): Record<string, MetricValue> {
  return Object.fromEntries(stored.map(({ name }) => [name, all[name]]));
}

/** All metrics of a result, by name: what a result itself holds. */
export function allMetricsOf(result: Measured): Record<string, MetricValue> {
  return Object.fromEntries(metrics.map(({ name, of }) => [name, of(result)]));
}

/** What a fit to a device says of a design. */
interface MeasuredFit {
  readonly resources: ResourceUses;
  readonly clock: { readonly fmaxMhz: number };
}

/**
 * What is known of a design that was not simulated because it does not fit: its
 * resources and the clock that it reaches, and the rest without value.
 */
export function metricsOfMisfit({ resources, clock }: MeasuredFit): Record<string, MetricValue> {
  const known = new Map(resourceFigures.map(({ name, of }) => [name, of(resources)]));
  known.set('fmax_mhz', clock.fmaxMhz);
  return Object.fromEntries(stored.map(({ name }) => [name, known.get(name) ?? null]));
}

/** The metrics of a design that ended with an error. */
export function noMetrics(): Record<string, MetricValue> {
  return Object.fromEntries(stored.map(({ name }) => [name, null]));
}

/** Whether the lanes of a kind run apart: conflict cycles are waits for the slowest lane. */
export function waitsForLanes(kind: string): boolean {
  return kindOf(kind).issue === 'decoupled';
}
