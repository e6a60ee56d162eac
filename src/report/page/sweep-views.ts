import type { SweepColumn, SweepData } from './page-data.ts';

/** Metrics that designs are weighed by, the first of which there is one first. */
const costs = ['area_percent', 'energy_uj', 'logic_percent', 'power_w'];

/** Metrics that the parallel axes end with. */
const figures = ['latency_us', 'energy_uj', 'area_percent', 'stall_conflict_cycles', 'utilisation'];

/** Axes and figures that parallel axes begin with at most: more cannot be told apart. */
const MOST_PARALLEL_AXES = 6;
const MOST_PARALLEL = 10;

/** What the page shows of a sweep before its reader chooses. */
export function firstViews(columns: readonly SweepColumn[]): SweepData['shown'] {
  const isNumeric = ({ data }: SweepColumn) => data.kind === 'numbers';
  const named = (names: readonly string[]) =>
    names.flatMap((name) => columns.filter((column) => column.name === name && isNumeric(column)));
  const metrics = columns.filter((column) => column.role === 'metric' && isNumeric(column));
  const axes = columns.filter(({ role }) => role === 'axis');
  const [y] = [...named(['latency_us', 'cycles_total']), ...metrics, ...columns];
  const [x] = [...named(costs), ...metrics, ...axes.filter(isNumeric), ...columns].filter(
    (column) => column !== y || columns.length === 1,
  );
  const parallel = [...axes.slice(0, MOST_PARALLEL_AXES), ...named(figures)].slice(0, MOST_PARALLEL);
  return {
    x: x.name,
    y: y.name,
    parallel: [...new Set([...parallel, x, y])].map(({ name }) => name),
    heat: firstHeat(columns, y),
  };
}

/** Over the first two axes, those of numbers first, or one and what else tells points apart. */
function firstHeat(columns: readonly SweepColumn[], value: SweepColumn): SweepData['shown']['heat'] {
  const sides = (role: SweepColumn['role'], kind: SweepColumn['data']['kind']) =>
    columns.filter((column) => column.role === role && column.data.kind === kind);
  const others = sides('identity', 'words').filter(({ name }) => !['status', 'reason'].includes(name));
  const [first, second] = [...sides('axis', 'numbers'), ...sides('axis', 'words'), ...others];
  if (second === undefined || value.role !== 'metric') return null;
  return { rows: first.name, columns: second.name, value: value.name };
}
