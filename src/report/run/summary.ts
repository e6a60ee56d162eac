import { metricOf, stallMetricName, waitsForLanes } from '../../run/metrics.ts';
import type { RunResult } from '../../run/result.ts';
import { BITS_PER_KIB, withInterval } from '../tables/number-text.ts';
import type { Cell, Column } from '../tables/table.ts';
import { fitText } from './overflow.ts';

/** A metric as a column shows it: in another unit, where people read it better. */
interface Shown {
  readonly metric: string;
  readonly key: string;
  readonly digits?: number;
  /** Default: the unit of the metric. */
  readonly unit?: string;
  /** Of the metric's unit to the shown one. */
  readonly scale?: number;
}

/** A column of a summary, and the cell of a run in it. */
type SummaryColumn = Column & { readonly cell: (run: RunResult) => Cell };

const percent = { unit: '%', digits: 1, scale: 100 } as const;

const shown: readonly Shown[] = [
  { metric: 'cycles_total', key: 'cycles', unit: '', digits: 0 },
  { metric: 'latency_us', key: 'latencyUs', digits: 2 },
  { metric: 'fmax_mhz', key: 'fmaxMhz', digits: 1 },
  { metric: 'latency_at_fmax_us', key: 'latencyAtFmaxUs', digits: 2 },
  { metric: stallMetricName('conflict'), key: 'conflictCycles', unit: '', digits: 0 },
  { metric: 'load_imbalance', key: 'loadImbalance', unit: '', digits: 2 },
  { metric: 'utilisation', key: 'utilisationPercent', ...percent },
  { metric: 'occupancy', key: 'occupancyPercent', ...percent },
  { metric: 'weights_kept', key: 'keptWeights', digits: 0 },
  { metric: 'achieved_sparsity', key: 'achievedSparsityPercent', ...percent },
  { metric: 'padding_share', key: 'paddingPercent', ...percent },
  { metric: 'storage_bits', key: 'storageKib', unit: 'KiB', digits: 0, scale: 1 / BITS_PER_KIB },
  { metric: 'fetched_bits', key: 'fetchedKib', unit: 'KiB', digits: 0, scale: 1 / BITS_PER_KIB },
  { metric: 'residency', key: 'weights' },
  { metric: 'area_percent', key: 'areaPercent', digits: 1 },
  { metric: 'fullest_resource', key: 'fullestResource' },
  { metric: 'energy_uj', key: 'energyUj', digits: 1 },
  { metric: 'energy_low_uj', key: 'energyLowUj', digits: 1 },
  { metric: 'energy_high_uj', key: 'energyHighUj', digits: 1 },
  { metric: 'gops_effective', key: 'effectiveGops', digits: 0 },
  { metric: 'gops', key: 'actualGops', digits: 0 },
  { metric: 'value_error', key: 'maxAbsError', digits: 4 },
  { metric: 'saturated_weights', key: 'saturatedWeights', digits: 0 },
  { metric: 'saturated_inputs', key: 'saturatedInputs', digits: 0 },
  { metric: 'saturated_values', key: 'saturatedValues', digits: 0 },
  { metric: 'wrapped_accumulators', key: 'wrappedAccumulators', digits: 0 },
];

/** What people are told in other words, by other columns and by charts: in a file every column is there. */
const fileKeys = ['areaPercent', 'fullestResource', 'energyUj', 'energyLowUj', 'energyHighUj', 'limitedBy'];

/** What a file has in columns of numbers. */
const toldKeys = ['energyInterval'];

/** What people are shown only where it happens. */
const rareKeys = ['saturatedWeights', 'saturatedInputs', 'saturatedValues', 'wrappedAccumulators'];

/** Columns that stand behind one of a metric. */
const besides: Readonly<Record<string, readonly SummaryColumn[]>> = {
  fmaxMhz: [
    { key: 'limitedBy', title: 'limited by', cell: ({ clock }) => clock.limitedBy },
    { key: 'meetsTiming', title: 'meets timing', cell: ({ clock }) => (clock.meetsTiming ? 'yes' : 'no') },
  ],
  energyUj: [
    {
      key: 'energyInterval',
      title: 'energy',
      unit: 'uJ',
      align: 'right',
      cell: ({ energy }) => withInterval(energy.totalUj, energy.lowUj, energy.highUj),
    },
  ],
};

/** The columns that a run and every row of a comparison share, and the cell of each. */
const summaryColumns: readonly SummaryColumn[] = [
  ...shown.map(columnOf).flatMap((column) => [column, ...(besides[column.key] ?? [])]),
  { key: 'fits', title: 'fits', cell: ({ resources }) => fitText(resources) },
];

function columnOf({ metric, key, digits, unit, scale = 1 }: Shown) {
  const { heading, unit: own, of } = metricOf(metric);
  const cell = (run: RunResult): Cell => {
    const value = of(run);
    return typeof value === 'number' ? scale * value : value;
  };
  const digitsShown = digits === undefined ? {} : { digits };
  return { key, title: heading, unit: unit ?? own, ...digitsShown, cell };
}

/** What the columns of conflict cycles and of weights say. */
export const columnNotes: readonly string[] = [stallMetricName('conflict'), 'residency'].map(
  (name) => metricOf(name).words,
);

/** What of a configuration says what its PEs wait for. */
interface Waiting {
  readonly kind: string;
  readonly packRows?: boolean;
}

/** What a PE waits for in its conflict cycles. */
export function waitedFor({ kind, packRows = false }: Waiting): string {
  if (waitsForLanes(kind)) return 'its slowest lane';
  return packRows ? 'a bank, or further rows of a beat for a result port' : 'a bank';
}

/** Where lanes run apart or rows share beats, conflict cycles are of another origin. */
export function otherWaitsNotes(runs: readonly RunResult[]): string[] {
  const configs = runs.map(({ config }) => config as Waiting);
  const apart = [...new Set(configs.map(({ kind }) => kind))].filter(waitsForLanes);
  return [
    ...apart.map((kind) => `${kind} waits for no bank: its conflict cycles are waits for the slowest lane.`),
    ...(configs.some(({ packRows = false }) => packRows)
      ? ['Where rows share beats (packRows), conflict cycles are waits for result ports, too.']
      : []),
  ];
}

/** The summary columns that people are shown of some runs, without those that never happen in them. */
export function toldColumns(runs: readonly RunResult[]): readonly Column[] {
  const cells = runs.map(summaryCells);
  const isTold = (key: string) => !rareKeys.includes(key) || cells.some((row) => Number(row[key]) > 0);
  return allColumns.filter(({ key }) => !fileKeys.includes(key) && isTold(key));
}

const allColumns: readonly Column[] = summaryColumns.map(({ cell: _, ...column }) => column);

/** The summary columns of a file. */
export const summaryOfRun: readonly Column[] = allColumns.filter(({ key }) => !toldKeys.includes(key));

/** The summary cells of a run. */
export function summaryCells(run: RunResult): Record<string, Cell> {
  return Object.fromEntries(summaryColumns.map(({ key, cell }) => [key, cell(run)]));
}
