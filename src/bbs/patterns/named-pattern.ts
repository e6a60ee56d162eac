import { z } from 'zod';
import type { ArraySizes } from '../array-sizes.ts';
import { type PatternConfig, type PatternKind, patterns } from './index.ts';
import type { Pattern } from './pattern.ts';

type AnyPattern = Pattern<PatternConfig>;
type Given = { readonly kind: PatternKind } & Readonly<Record<string, unknown>>;

const byKind: ReadonlyMap<string, AnyPattern> = new Map(
  patterns.map((pattern) => [pattern.kind, pattern as AnyPattern]),
);

/** Every pattern's name, in the order in which they are listed. */
export const patternKinds: readonly PatternKind[] = patterns.map(({ kind }) => kind);

/** The record of a pattern. */
export function patternOf({ kind }: { readonly kind: PatternKind }): AnyPattern {
  const pattern = byKind.get(kind);
  if (!pattern) throw new RangeError(`pattern ${kind} is not registered`);
  return pattern;
}

/** The schema of a pattern as an object: its name, then its options. */
function objectSchema({ kind, says, schema }: (typeof patterns)[number]): z.ZodObject {
  return z.strictObject({ kind: z.literal(kind).describe(says), ...schema.shape });
}

const [first, ...others] = patterns.map(objectSchema);
const PatternObjectSchema = z.discriminatedUnion('kind', [first, ...others]) as unknown as z.ZodType<
  Given,
  Given
>;

/** A pattern: its name (every option at its default), or an object. */
export const PatternSchema = z
  .union([z.enum(patternKinds), PatternObjectSchema])
  .meta({ id: 'Pattern', description: 'What the weights are pruned to: a name, or an object with options' });

/** The object form of `pattern`, with what it takes from the array that it is pruned for. */
export function resolvePattern(pattern: PatternKind | Given, sizes: ArraySizes): PatternConfig {
  const given = typeof pattern === 'string' ? PatternObjectSchema.parse({ kind: pattern }) : pattern;
  return patternOf(given).resolve(given, sizes);
}
