import { packagePath } from '../config/package-path.ts';
import { listPresets, loadPreset } from '../config/presets.ts';
import { readText } from '../config/text-file.ts';
import { readYaml } from '../config/yaml-document.ts';

/** A preset that can be named on the command line. */
export interface ListedPreset {
  readonly kind: (typeof kinds)[number];
  readonly name: string;
  /** The first sentence of its description. */
  readonly description: string;
}

const kinds = ['accelerator', 'workload', 'device', 'technology', 'design', 'sweep'] as const;

/** A pattern that weights can be pruned to. */
export interface ListedPattern {
  readonly kind: 'pattern';
  readonly name: string;
  readonly description: string;
  /** Presets of the arrays that run it. */
  readonly accelerators: readonly string[];
}

/** Everything that can be named: the presets, then the patterns in the order of their records. */
export function listed(): (ListedPreset | ListedPattern)[] {
  return [...listedPresets(), ...listedPatterns()];
}

/** The patterns as their records say: the file is made from them, since they load the schemas too. */
function listedPatterns(): ListedPattern[] {
  const file = 'configs/patterns.json';
  const patterns = JSON.parse(readText(packagePath(file), file)) as readonly Omit<ListedPattern, 'kind'>[];
  return patterns.map((pattern) => ({ kind: 'pattern', ...pattern }));
}

/**
 * Every shipped preset, by kind and name. The files are ours, and checked by the tests: only
 * their descriptions are read here.
 */
export function listedPresets(): ListedPreset[] {
  return kinds.flatMap((kind) =>
    listPresets(kind).map((name) => ({ kind, name, description: firstSentence(descriptionOf(kind, name)) })),
  );
}

/** The field `description` at the top of a preset: its line and those indented below it. */
function descriptionOf(kind: ListedPreset['kind'], name: string): string {
  const { text, source } = loadPreset(kind, name);
  const field = /^description:.*(?:\n(?:[ \t].*)?)*/m.exec(text);
  return field ? (readYaml(field[0], source).data as { readonly description: string }).description : '';
}

function firstSentence(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const end = flat.search(/\.( |$)/);
  return end < 0 ? flat : flat.slice(0, end);
}
