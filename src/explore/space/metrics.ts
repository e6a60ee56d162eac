import type { ResourceReport } from '../../energy/resource-report.ts';
import { stallCategories } from '../../hw/accounts/stalls.ts';
import type { RunResult } from '../../run/result.ts';
import type { Value } from '../store/record.ts';

/** A column of a sweep's results: what it is, and in what unit. */
export interface Metric {
  /** Name of the column, with its unit. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly of: (result: RunResult) => Value;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const metric = (name: string, title: string, unit: string, of: Metric['of']): Metric => ({
  name,
  title,
  unit,
  of,
});

const resources = (['dsp', 'ramBlocks', 'logic', 'flipFlops'] as const).flatMap((resource) => {
  const name = { dsp: 'dsp', ramBlocks: 'bram_blocks', logic: 'logic_cells', flipFlops: 'flip_flops' }[
    resource
  ];
  const title = { dsp: 'DSP', ramBlocks: 'block RAM', logic: 'logic', flipFlops: 'flip-flops' }[resource];
  const unit = { dsp: '', ramBlocks: 'blocks', logic: 'cells', flipFlops: '' }[resource];
  return [
    { name, title, unit, of: (report: ResourceUses) => report[resource].used },
    {
      name: `${name.replace(/_(blocks|cells)$/, '')}_percent`,
      title: `${title}, of the device`,
      unit: '%',
      of: (report: ResourceUses) => (100 * report[resource].used) / report[resource].available,
    },
  ];
});

type ResourceUses = Record<
  'dsp' | 'ramBlocks' | 'logic' | 'flipFlops',
  { readonly used: number; readonly available: number }
>;

/** Columns of a result before its axes. */
export const leadingColumns = ['index', 'accelerator', 'workload', 'seed'];
/** Columns of a result after its metrics. */
export const trailingColumns = ['status', 'reason', 'key'];

/** Every metric of a simulated point, in the order of the columns. */
export const metrics: readonly Metric[] = [
  metric('latency_us', 'latency', 'us', ({ latencyUs }) => latencyUs),
  metric('energy_uj', 'energy', 'uJ', ({ energy }) => energy.totalUj),
  metric('power_w', 'power', 'W', ({ energy, latencyUs }) => energy.totalUj / latencyUs),
  metric('cycles_total', 'cycles', 'cycles', ({ cycles }) => cycles.total),
  ...(['load', 'spmv', 'ewop', 'projection'] as const).map((phase) =>
    metric(`cycles_${phase}`, `cycles, ${phase}`, 'cycles', ({ cycles }) => cycles[phase]),
  ),
  ...stallCategories.map((category) =>
    metric(
      `stall_${snake(category)}_cycles`,
      `cycles by category: ${category}`,
      'cycles',
      ({ stalls }) => stalls[category],
    ),
  ),
  metric('pe_conflict_cycles', 'bank conflicts, all PEs', 'cycles', ({ pes }) => pes.conflictCycles),
  metric('utilisation', 'PE utilisation', 'share', ({ pes }) => pes.utilisation),
  metric('load_imbalance', 'load imbalance', 'ratio', ({ pes }) => pes.loadImbalance),
  metric('gops', 'throughput', 'GOPS', ({ gops }) => gops.actual),
  metric('gops_effective', 'effective throughput', 'GOPS', ({ gops }) => gops.effective),
  ...resources.map(({ of, ...rest }) => ({ ...rest, of: ({ resources: uses }: RunResult) => of(uses) })),
  metric('storage_bits', 'weight storage', 'bits', ({ weights }) => weights.storage.totalBits),
  metric('weights_kept', 'kept weights', '', ({ weights }) => weights.kept),
  metric('padding_share', 'padding', 'share', ({ weights }) => weights.paddingShare),
  metric('achieved_sparsity', 'achieved sparsity', 'share', ({ weights }) => weights.achievedSparsity),
  metric('residency', 'weights', '', ({ weights }) => weights.residency),
  metric('clock_mhz', 'clock', 'MHz', ({ clockMhz }) => clockMhz),
  metric('output_error', 'largest output error', 'of 1', ({ accuracy }) => accuracy?.maxAbsErrorH ?? null),
  metric('config_hash', 'config', '', ({ configHash }) => configHash),
];

/** The row of a simulated point. */
export function metricsOf(result: RunResult): Record<string, Value> {
  return Object.fromEntries(metrics.map(({ name, of }) => [name, of(result)]));
}

/** What is known of a point that was not simulated because it does not fit: its resources, and the rest without value. */
export function metricsOfMisfit(report: ResourceReport): Record<string, Value> {
  const known = new Map(resources.map(({ name, of }) => [name, of(report)]));
  return Object.fromEntries(metrics.map(({ name }) => [name, known.get(name) ?? null]));
}

/** The row of a point that ended with an error. */
export function noMetrics(): Record<string, Value> {
  return Object.fromEntries(metrics.map(({ name }) => [name, null]));
}
