import { orList } from '../config/wording.ts';
import { always, every, needs, type OptionRule, type OptionRules, unless } from './given-options.ts';
import type { ChartKind, ChartOptions } from './query-chart.ts';

/** The options that each chart takes, besides --out, --size and --where. */
const chartTakes: Readonly<Record<ChartKind, readonly (keyof ChartOptions)[]>> = {
  heat: ['x', 'y', 'value', 'of'],
  pareto: ['x', 'y'],
  lines: ['x', 'value', 'family', 'of'],
  stalls: ['x'],
  parallel: ['x', 'y', 'value', 'columns'],
};

/** An option that only some charts take. */
const inChart =
  (option: keyof ChartOptions): OptionRule =>
  (given) => {
    const kind = given.value('chart') as ChartKind | undefined;
    if (kind === undefined || chartTakes[kind].includes(option)) return null;
    const kinds = Object.entries(chartTakes).filter(([, options]) => options.includes(option));
    return `with --chart ${kind}, only with ${orList(kinds.map(([name]) => name))}`;
  };

const notInChart = unless('chart');

/** When each option of `query` has an effect. */
export const queryEffects: OptionRules = {
  minimize: notInChart,
  maximize: notInChart,
  top: every(notInChart, needs('minimize', 'maximize')),
  pareto: notInChart,
  sensitivity: notInChart,
  marginal: notInChart,
  by: every(notInChart, needs('marginal')),
  sql: notInChart,
  where: always,
  columns: every(inChart('columns'), unless('sensitivity', 'marginal', 'sql')),
  export: notInChart,
  format: unless('chart', 'export'),
  chart: always,
  out: needs('chart'),
  x: every(needs('chart'), inChart('x')),
  y: every(needs('chart'), inChart('y')),
  value: every(needs('chart'), inChart('value')),
  family: every(needs('chart'), inChart('family')),
  of: every(needs('chart'), inChart('of')),
  size: needs('chart'),
};
