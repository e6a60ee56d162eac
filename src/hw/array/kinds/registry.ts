import { z } from 'zod';
import { hasField, pickFields } from '../../../config/schema-fields.ts';
import { BadInput } from '../../../errors/bad-input.ts';
import type { AcceleratorConfig, KindSchema } from '../../config/config.ts';
import type { SpmvArray } from '../spmv-array.ts';
import type { ArrayKind } from './kind.ts';

/** What the kinds are together. */
export interface KindRegistry {
  readonly kinds: readonly ArrayKind[];
  /** Their names. */
  readonly acceleratorKinds: readonly string[];
  /**
   * An accelerator, as in a YAML file of configs/accelerators: every field but `kind` has a
   * default. The output has all of them, `ewop.chaining` as a boolean and `pattern` as an
   * object. docs/timing.md section 1.
   */
  readonly AcceleratorSchema: z.ZodDiscriminatedUnion<readonly [KindSchema, ...KindSchema[]], 'kind'>;
  /** The kind of that name. Throws BadInput for a name that is none. */
  kindOf(name: string): ArrayKind;
  /** The SpMV array of an accelerator. */
  buildArray(config: AcceleratorConfig): SpmvArray;
  /** The kinds that have the field of that path. */
  kindsWith(path: readonly string[]): readonly ArrayKind[];
  /** `data` without the fields that the kind does not have. */
  ownFields(kind: ArrayKind, data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /**
   * What to say of a field that the kind of `data` does not have and others do: "bbs has no `ports`; csr,
   * csr-shared have it"; null for any other field.
   */
  explainMissing(path: readonly string[], data: unknown): string | null;
}

/** The registry of some kinds, at least one, each with a name of its own. */
export function registryOf(kinds: readonly [ArrayKind, ...ArrayKind[]]): KindRegistry {
  const known = new Map(kinds.map((kind) => [kind.kind, kind]));
  const [first, ...rest] = kinds.map(({ schema }) => schema);
  const kindOf = (name: string): ArrayKind => {
    const found = known.get(name);
    if (!found) throw new BadInput(`unknown kind ${name}, expected one of: ${[...known.keys()].join(', ')}`);
    return found;
  };
  // Every point of a sweep asks for the fields on its axes.
  const having = new Map<string, readonly ArrayKind[]>();
  const kindsWith = (path: readonly string[]) => {
    const key = path.join('\0');
    const found = having.get(key) ?? kinds.filter(({ schema }) => hasField(schema, path));
    having.set(key, found);
    return found;
  };
  return {
    kinds,
    acceleratorKinds: [...known.keys()],
    AcceleratorSchema: z.discriminatedUnion('kind', [first, ...rest]),
    kindOf,
    buildArray: (config) => kindOf(config.kind).build(config),
    kindsWith,
    ownFields: ({ schema }, data) => pickFields(schema, data),
    explainMissing: (path, data) => {
      const own = known.get(String((data as { readonly kind?: unknown } | null)?.kind));
      const others = kindsWith(path);
      if (!own || others.length === 0 || others.includes(own)) return null;
      const names = others.map(({ kind }) => kind).join(', ');
      return `${own.kind} has no \`${path.join('.')}\`; ${names} ${others.length === 1 ? 'has' : 'have'} it`;
    },
  };
}
