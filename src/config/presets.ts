import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import { packagePath } from './package-path.ts';
import { readText } from './text-file.ts';
import { didYouMean, show } from './wording.ts';

/** What a configuration file can be about. */
export const configKinds = [
  'accelerator',
  'workload',
  'device',
  'technology',
  'resource-costs',
  'stage-delays',
  'design',
  'sweep',
] as const;

/** One kind of configuration file. */
export type ConfigKind = (typeof configKinds)[number];

/**
 * A configuration file that was found: `source` names it in messages and results, paths
 * in it are relative to `folder`.
 */
export interface ConfigFile {
  readonly name: string;
  readonly source: string;
  readonly folder: string;
  readonly text: string;
}

const folders: Readonly<Record<ConfigKind, string>> = {
  accelerator: 'accelerators',
  workload: 'workloads',
  device: 'devices',
  technology: 'technology',
  'resource-costs': 'technology',
  'stage-delays': 'technology',
  design: 'designs',
  sweep: 'sweeps',
};

const configs = packagePath('configs/');
const extension = /\.ya?ml$/;

/** Costs of logic and delays of stages lie beside the technologies, each as the one file of that name. */
const alone: readonly ConfigKind[] = ['resource-costs', 'stage-delays'];

const belongs = (kind: ConfigKind, name: string): boolean =>
  folders[kind] !== 'technology' ||
  (alone.includes(kind) ? name === kind : !alone.some((one) => one === name));

/** The names of the presets of a kind, sorted. */
export function listPresets(kind: ConfigKind): readonly string[] {
  const files = readdirSync(join(configs, folders[kind]));
  const names = files.filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));
  return names.filter((name) => belongs(kind, name)).sort();
}

/**
 * Whether a reference is a path (it has a separator, or ends in .yaml or .yml) and not the name of a preset.
 */
export function isPath(nameOrPath: string): boolean {
  return /[/\\]/.test(nameOrPath) || extension.test(nameOrPath);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function openPath(path: string): ConfigFile {
  const name = basename(path).replace(extension, '');
  return { name, source: path, folder: dirname(path), text: readText(path, path) };
}

/**
 * The preset of that name, or the file at that path. Throws BadInput for a name that is neither, with the
 * nearest name and all of them, and for a file that cannot be read.
 */
export function loadPreset(kind: ConfigKind, nameOrPath: string): ConfigFile {
  if (isPath(nameOrPath)) return openPath(nameOrPath);
  const names = listPresets(kind);
  if (names.includes(nameOrPath)) {
    const folder = join(configs, folders[kind]);
    const source = `configs/${folders[kind]}/${nameOrPath}.yaml`;
    return { name: nameOrPath, source, folder, text: readText(join(folder, `${nameOrPath}.yaml`), source) };
  }
  if (isFile(nameOrPath)) return openPath(nameOrPath);
  const meant = didYouMean(nameOrPath, names);
  throw new BadInput(
    `unknown ${kind} ${show(nameOrPath)}${meant || ';'} expected the path of a YAML file, or one of: ${names.join(', ')}`,
  );
}
