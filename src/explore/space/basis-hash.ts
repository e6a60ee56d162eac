import { withoutProse } from '../../num/digest.ts';
import { commonDevice, digestedCosts, withDroppedFields } from '../../run/digested-config.ts';
import { ignoredAxes } from './axis-fields.ts';
import type { AcceleratorBase, SweepBasis } from './basis.ts';
import { digestedParts } from './digested-parts.ts';
import type { Space } from './space.ts';

/**
 * What the files behind a specification contribute to its hash: their contents, those of presets as version
 * 0.1.0 had them, and the axes that some accelerators do not have.
 */
export function forHash(basis: SweepBasis, axes: Space['axes'], arePresets: readonly boolean[]): unknown {
  const { accelerators, workloads, devices, technologies, costs, constraints: _inSpec, ...rest } = basis;
  return {
    ...rest,
    accelerators: accelerators.map(({ name, data: { device: _d, technology: _t, ...data } }, at) => [
      name,
      withoutProse(arePresets[at] ? withDroppedFields(data) : data),
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
    // Clocks of their memories and products of int8 are in the digests of the points that they concern.
    devices: namedFiles('device', accelerators, axes).map((name) =>
      withoutProse(commonDevice(devices[name])),
    ),
    technologies: namedFiles('technology', accelerators, axes).map((name) =>
      withoutProse(technologies[name]),
    ),
    costs: withoutProse(digestedCosts(costs, digestedParts(basis))),
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
