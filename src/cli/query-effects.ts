import { orList } from '../config/wording.ts';
import {
  always,
  every,
  type Given,
  needs,
  type OptionRule,
  type OptionRules,
  unless,
} from './given-options.ts';
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

/** A kind of file beside the one that is asked for. */
function isNoOther(kind: 'svg' | 'pdf'): OptionRule {
  return (given) =>
    outOf(given).endsWith(`.${kind}`) ? `with --out ${outOf(given)}, which is one already` : null;
}

function drawsSvg(given: Given): string | null {
  return given.has('svg') || outOf(given).endsWith('.svg') ? null : 'without an SVG: it is about its letters';
}

const outOf = (given: Given): string => String(given.value('out'));

/** When each option of `query` has an effect. */
export const queryEffects: OptionRules = {
  minimize: notInChart,
  maximize: notInChart,
  top: every(notInChart, needs('minimize', 'maximize')),
  pareto: notInChart,
  distinct: every(notInChart, needs('pareto')),
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
  svg: every(needs('chart'), isNoOther('svg')),
  pdf: every(needs('chart'), isNoOther('pdf')),
  size: needs('chart'),
  title: needs('chart'),
  text: every(needs('chart'), drawsSvg),
};
