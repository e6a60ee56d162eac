import type { z } from 'zod';
import { didYouMean, nearest, orList } from './wording.ts';

/** What a schema's definition may hold, of all kinds of schema. */
interface Definition {
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly keyType?: Schema;
}

type Schema = z.core.$ZodType;

const definition = (schema: Schema): Definition => schema._zod.def as Definition;

/** The mapping under defaults, optionals and transforms; undefined when there is none. */
function fieldsOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const { shape, innerType, in: input } = definition(schema);
  const inner = innerType ?? input;
  return shape ?? (inner === undefined ? undefined : fieldsOf(inner));
}

/**
 * Whether the fields of `schema` go as deep as `path`. What is below a field without fields of its
 * own is for the check to judge.
 */
export function hasField(schema: Schema, path: readonly string[]): boolean {
  let at = schema;
  for (const step of path) {
    const fields = fieldsOf(at);
    if (fields === undefined) return true;
    if (!Object.hasOwn(fields, step)) return false;
    at = fields[step];
  }
  return true;
}

/** `data` without the fields, at any depth, that `schema` does not know. */
export function pickFields(
  schema: Schema,
  data: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const fields = fieldsOf(schema);
  if (fields === undefined) return data;
  const own = Object.entries(data).filter(([name]) => Object.hasOwn(fields, name));
  return Object.fromEntries(
    own.map(([name, value]) => [name, isMapping(value) ? pickFields(fields[name], value) : value]),
  );
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names that a mapping's schema knows. */
function namesOf(schema: Schema): readonly string[] {
  const { keyType } = definition(schema);
  if (keyType !== undefined) return [...(keyType._zod.values ?? [])].map(String);
  return Object.keys(fieldsOf(schema) ?? {});
}

/** The field of that name one level further down, as in `timing.mulLatency`; null when there is none. */
function nestedField(schema: Schema, name: string): string | null {
  for (const [outer, inner] of Object.entries(fieldsOf(schema) ?? {})) {
    const names = Object.keys(fieldsOf(inner) ?? {});
    const found = names.find((known) => known.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return `${outer}.${found}`;
  }
  return null;
}

/**
 * What to say of a field that `schema` does not know: the nearest name, else where
 * the name belongs, else all names.
 */
export function unknownFieldHint(schema: Schema | undefined, name: string): string {
  if (schema === undefined) return '';
  const names = namesOf(schema);
  if (nearest(name, names) !== null) return didYouMean(name, names);
  const elsewhere = nestedField(schema, name);
  if (elsewhere !== null) return `, did you mean \`${elsewhere}\`?`;
  return names.length === 0 ? '' : `; expected ${orList(names)}`;
}
