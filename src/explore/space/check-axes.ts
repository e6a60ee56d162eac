import { setField } from '../../config/overrides.ts';
import { check, type Problem } from '../../config/problems.ts';
import { dotted } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { AcceleratorSchema, explainMissing } from '../../hw/array/kinds/index.ts';
import { WorkloadSchema } from '../../lstm/workload.ts';
import { explainLayerField } from '../../lstm/workload-layers.ts';
import type { Value } from '../store/record.ts';
import type { AxisLevels } from './axis.ts';
import { isIgnored } from './axis-fields.ts';
import type { SweepBasis } from './basis.ts';

/** Levels that are tried one by one; of a longer axis, the first ones and the last. */
const MOST_TRIED = 1000;

/**
 * Sets every level of an axis in every accelerator (or workload) of a sweep that has its field. Throws
 * BadInput for a field that none of them has and for a value that the field cannot take. Values that only
 * cannot be together are left to the points: they may be apart in all of them.
 */
export function checkAxes({ accelerators, workloads, fields }: SweepBasis, axis: AxisLevels): void {
  // With the kind on an axis, another kind may have it.
  const mayBeOther = fields.includes('kind');
  for (const level of triedLevels(axis)) {
    const values = level === null ? axis.sample(0) : axis.at(level);
    axis.fields.forEach((field, at) => {
      const isWorkload = field.startsWith('workload.');
      const path = (isWorkload ? field.slice('workload.'.length) : field).split('.');
      const having = isWorkload ? workloads : accelerators.filter(({ data }) => !isIgnored(field, data));
      const tried = having.length > 0 || mayBeOther ? having : accelerators;
      for (const { name, data } of tried) {
        const problem = problemOf(isWorkload, data, path, values[at]);
        if (problem !== null) throw new BadInput(sentence(field, values[at], name, problem));
      }
    });
  }
}

function triedLevels({ count }: AxisLevels): readonly (number | null)[] {
  if (count === null) return [null];
  const first = Array.from({ length: Math.min(count, MOST_TRIED) }, (_, level) => level);
  return count > MOST_TRIED ? [...first, count - 1] : first;
}

/** What is wrong with one value in one configuration by itself, if anything. */
function problemOf(
  isWorkload: boolean,
  data: unknown,
  path: readonly string[],
  value: Value,
): Problem | null {
  const schema = isWorkload ? WorkloadSchema : AcceleratorSchema;
  const changed = setField(data, { text: `${path.join('.')}=${String(value)}`, path, value });
  const result = check(schema, changed, isWorkload ? explainLayerField : explainMissing);
  if ('config' in result) return null;
  const isOwn = ({ path: at, isRule, unknownField }: Problem) =>
    unknownField || (!isRule && path.every((step, i) => String(at[i]) === step));
  return result.problems.find(isOwn) ?? null;
}

function sentence(
  field: string,
  value: Value,
  name: string,
  { unknownField, message, path }: Problem,
): string {
  const own = dotted(path);
  const inside = unknownField || field.endsWith(own) ? '' : `${own}: `;
  return unknownField
    ? `${name}: ${message}`
    : `${field} = ${JSON.stringify(value)} in ${name}: ${inside}${message}`;
}
