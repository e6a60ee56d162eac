import { createHash } from 'node:crypto';

/**
 * JSON with the fields of every object in the order of their code units; fields
 * that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || (Object.getPrototypeOf(value) ?? Object.prototype) !== Object.prototype) {
    throw new TypeError(`${String(value)} has no canonical JSON`);
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}

/** Fields of configurations that are for readers and decide nothing; marks decide how wide intervals are. */
const PROSE = ['name', 'description', 'source', 'note', 'date'];

/**
 * `value` without what is only for readers, at any depth: two designs that differ in
 * nothing else are the same design.
 */
export function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([name]) => !PROSE.includes(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutProse(field)]));
}

/**
 * 64 hexadecimal digits that stand for a value: the SHA-256 of its canonical JSON. Throws
 * TypeError for what is not JSON.
 */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The SHA-256 of bytes, in 64 hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * 12 hexadecimal digits that stand for a configuration: the head of its digest. Throws
 * TypeError for what is not JSON.
 */
export function configHash(value: unknown): string {
  return digestOf(value).slice(0, 12);
}
