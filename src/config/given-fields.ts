import { type Override, type OverrideTarget, overridesFor } from './overrides.ts';
import { isPath, loadPreset } from './presets.ts';
import { readYaml } from './yaml-document.ts';

/**
 * The fields, by their dotted paths, that a user has set: in a file of their own, or by `--set`. What a
 * preset says is not among them. Throws BadInput for a file or an override that cannot be read.
 */
export function givenFields(target: OverrideTarget, nameOrPath: string, sets: readonly string[]): string[] {
  const overrides = overridesFor(target, sets);
  return givenIn(isPath(nameOrPath) ? dataOf(target, nameOrPath) : {}, overrides);
}

/** The fields of the workload that `--set` has set, with `workload.` before them. Throws BadInput. */
export function givenOfWorkload(sets: readonly string[]): string[] {
  return givenIn({}, overridesFor('workload', sets)).map((path) => `workload.${path}`);
}

/** The fields of `data`, and those of overrides. */
export function givenIn(data: unknown, overrides: readonly Override[]): string[] {
  const set = overrides.flatMap(({ path, value }) => leavesOf(value, path.join('.')));
  return [...new Set([...leavesOf(data, ''), ...set])];
}

function dataOf(target: OverrideTarget, path: string): unknown {
  const { text, source } = loadPreset(target, path);
  return readYaml(text, source).data;
}

function leavesOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return path === '' ? [] : [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`),
  );
}
