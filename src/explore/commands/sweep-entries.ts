import { basename, extname } from 'node:path';
import { setField } from '../../config/overrides.ts';
import { type ConfigKind, isPath, loadPreset } from '../../config/presets.ts';
import { readYaml } from '../../config/yaml-document.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { SweepSpec } from '../space/spec.ts';

/** What a specification says of one accelerator or workload, with what is known of its file. */
export interface KnownEntry<Said> {
  readonly said: Said;
  readonly use: string;
  readonly set: Readonly<Record<string, unknown>>;
  /** Its name in the results. */
  readonly name: string;
  /** The data of its file, changes applied; null: the file cannot be read from here. */
  readonly data: unknown;
}

type Said = SweepSpec['accelerators'][number] | SweepSpec['workloads'][number];

/**
 * The accelerators or workloads of a specification whose own place is not known: presets are read, and paths
 * where they lead from the working directory. A file that is not there is taken to have its own name.
 */
export function knownEntries<One extends Said>(
  kind: ConfigKind & ('accelerator' | 'workload'),
  entries: readonly One[],
): readonly KnownEntry<One>[] {
  return entries.map((said) => {
    const { use, name, set } = typeof said === 'string' ? { use: said, name: undefined, set: {} } : said;
    const file = dataOf(kind, use);
    const own = nameIn(file) ?? (isPath(use) ? basename(use, extname(use)) : use);
    const data = file === null ? null : withFields(file, set);
    return { said, use, set, name: name ?? own, data };
  });
}

function nameIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('name' in data)) return null;
  return typeof data.name === 'string' ? data.name : null;
}

function withFields(data: unknown, set: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(set).reduce(
    (changed, [path, value]) => setField(changed, { text: path, path: path.split('.'), value }),
    data,
  );
}

function dataOf(kind: ConfigKind, use: string): unknown {
  try {
    const { text, source } = loadPreset(kind, use);
    return readYaml(text, source).data;
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}
