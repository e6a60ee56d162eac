import { jsonSchema } from '../../src/cli/schemas.ts';
import { check } from '../../src/config/problems.ts';
import { AcceleratorSchema } from '../../src/hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../src/hw/config/config.ts';
import { designOf, type Fields } from './field-witnesses.ts';

/** A field of a kind that holds a number, or a switch. */
export interface NumericField {
  readonly kind: string;
  /** Its dotted path. */
  readonly field: string;
}

/** A part of a JSON Schema, as far as numbers are found by it. */
interface Part {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Part>>;
  readonly oneOf?: readonly Part[];
  readonly anyOf?: readonly Part[];
  readonly $defs?: Readonly<Record<string, Part>>;
}

function holdsNumber({ type, const: only, enum: values = [] }: Part): boolean {
  if (type === 'boolean') return only === undefined;
  if (typeof only === 'number') return false;
  return type === 'integer' || type === 'number' || values.some((value) => typeof value === 'number');
}

/** Every numeric field and switch of every kind, from the schema itself: a new one cannot be forgotten. */
export function numericFields(): NumericField[] {
  const schema = jsonSchema('accelerator') as Part;
  const deref = (part: Part): Part =>
    part.$ref === undefined ? part : deref(schema.$defs?.[part.$ref.split('/').at(-1) as string] as Part);
  const leaves = (written: Part, path: string): string[] => {
    const part = deref(written);
    const inside = [...(part.oneOf ?? []), ...(part.anyOf ?? [])].flatMap((one) => leaves(one, path));
    const own = Object.entries(part.properties ?? {}).flatMap(([name, field]) =>
      leaves(field, path === '' ? name : `${path}.${name}`),
    );
    return [...new Set([...inside, ...own, ...(holdsNumber(part) ? [path] : [])])];
  };
  return (schema.oneOf ?? []).flatMap((part) => {
    const kind = String(deref(part).properties?.kind.const);
    return leaves(part, '').map((field) => ({ kind, field }));
  });
}

/** The design with a field at a value; null where there is no such design. */
function designWith({ kind, field }: NumericField, on: Fields, value: unknown): AcceleratorConfig | null {
  const result = check(AcceleratorSchema, designOf(kind, { ...on, [field]: value }));
  return 'problems' in result ? null : result.config;
}

/** Farther than from any value of a field to the next one. */
const FARTHEST_STEP = 65536;

/**
 * A design, and the same with the field doubled: a switch on, and where twice the value is none that the
 * field can have, the next that is larger. Throws where the field has no larger value.
 */
export function doubled(numeric: NumericField, on: Fields, value: number | boolean) {
  const before = designWith(numeric, on, value);
  const larger = typeof value === 'boolean' || value === 0 ? [value === false || 1] : [2 * value];
  if (typeof value === 'number')
    for (let next = value + 1; next <= value + FARTHEST_STEP; next++) larger.push(next);
  for (const next of larger) {
    const after = designWith(numeric, on, next);
    if (before !== null && after !== null) return { before, after, to: next };
  }
  throw new RangeError(`${numeric.kind}: no design has a ${numeric.field} above ${value}`);
}
