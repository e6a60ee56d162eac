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

/** What to say of a field that `schema` does not know: the nearest name, else where the name belongs, else all names. */
export function unknownFieldHint(schema: Schema | undefined, name: string): string {
  if (schema === undefined) return '';
  const names = namesOf(schema);
  if (nearest(name, names) !== null) return didYouMean(name, names);
  const elsewhere = nestedField(schema, name);
  if (elsewhere !== null) return `, did you mean \`${elsewhere}\`?`;
  return names.length === 0 ? '' : `; expected ${orList(names)}`;
}
