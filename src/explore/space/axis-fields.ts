import { setField } from '../../config/overrides.ts';
import { explainMissing } from '../../hw/array/kinds/index.ts';
import type { SweepBasis, SweepPoint } from './basis.ts';

/** What a field of the workload is written with on an axis. */
export const WORKLOAD = 'workload.';

/**
 * The fields on the axes of a sweep that the kind of a point's accelerator does not have. Such a point is the
 * same at all values of them: it has a row for each, and one key.
 */
export function ignoredFields(
  basis: SweepBasis,
  point: Pick<SweepPoint, 'accelerator' | 'values'>,
): readonly string[] {
  const data = ofItsKind(basis, point);
  return ignoredAxes(basis, data);
}

/** The data of a point's accelerator, its kind changed if that is on an axis. */
function ofItsKind(
  { accelerators, fields }: SweepBasis,
  { accelerator, values }: Pick<SweepPoint, 'accelerator' | 'values'>,
): unknown {
  const { data } = accelerators[accelerator];
  const at = fields.indexOf('kind');
  const value = values[at];
  return at < 0 ? data : setField(data, { text: `kind=${String(value)}`, path: ['kind'], value });
}

/**
 * Whether `data`, an accelerator, is of a kind that does not have the field of an axis although others do.
 */
export function isIgnored(field: string, data: unknown): boolean {
  return !field.startsWith(WORKLOAD) && explainMissing(field.split('.'), data) !== null;
}

/** The fields on the axes that an accelerator, given as data, does not have. */
export function ignoredAxes({ fields }: Pick<SweepBasis, 'fields'>, data: unknown): readonly string[] {
  return fields.filter((field) => isIgnored(field, data));
}

/** One line for every field of an axis that some accelerators have and others do not. */
export function axisRemarks({ accelerators, fields }: SweepBasis): readonly string[] {
  return fields.flatMap((field) => {
    const without = accelerators.filter(({ data }) => isIgnored(field, data)).map(({ name }) => name);
    if (without.length === 0) return [];
    return [`axis ${field} has no effect on ${without.join(', ')}: no such field there`];
  });
}
