import type { z } from 'zod';
import type { Override } from './overrides.ts';
import { type ConfigFile, type ConfigKind, loadPreset } from './presets.ts';
import type { ExplainField } from './problems.ts';
import { parseYaml } from './yaml-file.ts';

/**
 * A configuration that was read and checked. `name` is its own, else that of its preset or file; `source` is
 * the file, for a preset relative to the package.
 */
export interface Loaded<T> {
  readonly name: string;
  readonly config: T;
  readonly source: string;
}

type NamedSchema = z.ZodType<{ readonly name?: string | undefined }>;

/**
 * The configuration in a file that was found, checked by the schema of its owner.
 * Throws BadInput with the place.
 */
export function parseConfig<S extends NamedSchema>(
  file: ConfigFile,
  schema: S,
  overrides: readonly Override[] = [],
  explain?: ExplainField,
): Loaded<z.output<S>> {
  const config = parseYaml(file.text, file.source, schema, overrides, explain);
  return { name: config.name ?? file.name, config, source: file.source };
}

/** The configuration of that preset or file, as `parseConfig`. Throws BadInput. */
export function loadConfig<S extends NamedSchema>(
  kind: ConfigKind,
  nameOrPath: string,
  schema: S,
  overrides: readonly Override[] = [],
): Loaded<z.output<S>> {
  return parseConfig(loadPreset(kind, nameOrPath), schema, overrides);
}
