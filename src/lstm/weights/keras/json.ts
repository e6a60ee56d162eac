/** A field of an object out of JSON; undefined where it is none, or has none of this name of its own. */
export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** A field that is text; null otherwise. */
export function textField(value: unknown, name: string): string | null {
  const found = field(value, name);
  return typeof found === 'string' ? found : null;
}

/** A field that is a list; empty otherwise. */
export function listField(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}

/** Whether a field is `true`. */
export function isSet(value: unknown, name: string): boolean {
  return field(value, name) === true;
}
