import { withoutProse } from '../../num/digest.ts';
import { ignoredAxes } from './axis-fields.ts';
import type { AcceleratorBase, SweepBasis } from './basis.ts';
import type { Space } from './space.ts';

/**
 * What the files behind a specification contribute to its hash: their contents, and the axes that some
 * accelerators do not have.
 */
export function forHash(basis: SweepBasis, axes: Space['axes']): unknown {
  const { accelerators, workloads, devices, technologies, costs, constraints: _inSpec, ...rest } = basis;
  return {
    ...rest,
    accelerators: accelerators.map(({ name, data: { device: _d, technology: _t, ...data } }) => [
      name,
      withoutProse(data),
      ...ignoredAxes(basis, data),
    ]),
    workloads: workloads.map(({ name, data, weights, prunes }) => [
      name,
      withoutProse(data),
      weights?.inputs ?? null,
      prunes,
    ]),
    // By what the files hold and not by where they are: one that is moved is the
    // same, one that is changed is not.
    devices: namedFiles('device', accelerators, axes).map((name) => withoutProse(devices[name])),
    technologies: namedFiles('technology', accelerators, axes).map((name) =>
      withoutProse(technologies[name]),
    ),
    costs: withoutProse(costs),
  };
}

/**
 * The devices or technologies that points may name: on an axis, or else in the files of
 * the accelerators, in that order.
 */
export function namedFiles(
  field: 'device' | 'technology',
  accelerators: readonly AcceleratorBase[],
  axes: Space['axes'],
) {
  const onAxes = axes.flatMap((axis) => {
    const at = axis.fields.indexOf(field);
    return at < 0 ? [] : Array.from({ length: axis.count ?? 0 }, (_, level) => String(axis.at(level)[at]));
  });
  return onAxes.length > 0 ? onAxes : accelerators.map(({ data }) => String(data[field]));
}
