import { BadInput } from '../../errors/bad-input.ts';
import type { Expression } from '../expression/expression.ts';
import type { Value } from '../store/record.ts';
import type { AxisLevels } from './axis.ts';
import type { SweepBasis, SweepPoint } from './basis.ts';
import { acceleratorOf, workloadOf } from './resolve-point.ts';
import { gridLevels, gridSize } from './sampling.ts';

/** A sweep that was read and checked: what all points share, the axes, and what a point must meet. */
export interface Space {
  readonly name: string;
  /** The specification as data, for the store. */
  readonly spec: object;
  /** 12 hexadecimal digits that stand for the specification and the files that it names. */
  readonly hash: string;
  readonly basis: SweepBasis;
  readonly axes: readonly AxisLevels[];
  readonly seeds: readonly string[];
  readonly filters: readonly Expression[];
}

/** A point without a number in a sweep: an accelerator, a workload, a seed and a combination of levels. */
export type Point = Omit<SweepPoint, 'index'>;

/** How many points a grid over the space has, filters not applied. Throws BadInput for a continuous axis. */
export function spaceSize({ basis, seeds, axes }: Space): number {
  return basis.accelerators.length * basis.workloads.length * seeds.length * gridSize(axes);
}

/**
 * Point `code` of the grid, 0 .. spaceSize - 1: accelerators change slowest, then workloads,
 * seeds and the axes in their order.
 */
export function pointAt({ basis, seeds, axes }: Space, code: number): Point {
  const size = gridSize(axes);
  let rest = Math.floor(code / size);
  const seed = seeds[rest % seeds.length];
  rest = Math.floor(rest / seeds.length);
  const workload = rest % basis.workloads.length;
  const accelerator = Math.floor(rest / basis.workloads.length);
  const levels = gridLevels(axes, code % size);
  return { accelerator, workload, seed, values: axes.flatMap((axis, a) => axis.at(levels[a])) };
}

/**
 * Whether a point meets all filters. Names that are not on an axis are looked up in the full configuration,
 * defaults filled in. Where the values of the axes cannot be together there is no configuration: such a point
 * passes, so that it is recorded with what is wrong with it.
 */
export function isAllowed({ basis, filters }: Space, point: Point): boolean {
  if (filters.length === 0) return true;
  const lookup = lookupOf(basis, point);
  try {
    return filters.every((filter) => filter.isTrue(lookup));
  } catch (error) {
    if (error instanceof Impossible) return true;
    throw error;
  }
}

/** The values of a point cannot be together. */
class Impossible extends Error {}

function lookupOf(basis: SweepBasis, point: Point): (name: string) => Value {
  let full: Readonly<Record<string, unknown>> | null = null;
  return (name) => {
    const at = basis.fields.indexOf(name);
    if (at >= 0) return point.values[at];
    if (name === 'accelerator') return basis.accelerators[point.accelerator].name;
    if (name === 'workload') return basis.workloads[point.workload].name;
    if (name === 'seed') return point.seed;
    full ??= possibleConfigurationOf(basis, point);
    return valueAt(full, name);
  };
}

/**
 * The accelerator of a point in full, with its workload under `workload`. Throws BadInput where
 * the values cannot be together.
 */
function configurationOf(basis: SweepBasis, point: Point): Readonly<Record<string, unknown>> {
  const numbered = { ...point, index: 0 };
  return { ...acceleratorOf(basis, numbered), workload: workloadOf(basis, numbered) };
}

function possibleConfigurationOf(basis: SweepBasis, point: Point): Readonly<Record<string, unknown>> {
  try {
    return configurationOf(basis, point);
  } catch (error) {
    throw error instanceof BadInput ? new Impossible() : error;
  }
}

function valueAt(data: unknown, name: string): Value {
  let value = data;
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return typeof value === 'object' ? null : (value as Value);
}

/**
 * Every name that a filter may use: axes, `accelerator`, `workload`, `seed`, and the
 * scalar fields of all configurations.
 */
export function knownNames(basis: SweepBasis): string[] {
  const names = new Set(['accelerator', 'workload', 'seed', ...basis.fields]);
  for (let accelerator = 0; accelerator < basis.accelerators.length; accelerator++) {
    for (let workload = 0; workload < basis.workloads.length; workload++) {
      const point = { index: 0, accelerator, workload, seed: '', values: [] };
      const bare = { ...basis, fields: [] };
      for (const name of scalarPaths(configurationOf(bare, point))) names.add(name);
    }
  }
  return [...names];
}

function scalarPaths(data: unknown, prefix = ''): string[] {
  if (typeof data !== 'object' || data === null) return [prefix];
  return Object.entries(data).flatMap(([name, value]) =>
    scalarPaths(value, prefix === '' ? name : `${prefix}.${name}`),
  );
}

/** The column of every axis, in order. */
export function axisColumns({ basis }: Pick<Space, 'basis'>): readonly string[] {
  return basis.fields;
}

/** Refuses an axis that could not be a column because a metric or another column has its name. */
export function refuseColumnNames(fields: readonly string[], taken: readonly string[]): void {
  const clash = fields.find((field) => taken.includes(field));
  if (clash !== undefined) throw new BadInput(`axis ${clash}: the results have a column of that name`);
}
