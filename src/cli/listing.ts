import { listPresets, loadPreset } from '../config/presets.ts';
import { readYaml } from '../config/yaml-document.ts';

/** A preset that can be named on the command line. */
export interface Listed {
  readonly kind: (typeof kinds)[number];
  readonly name: string;
  /** The first sentence of its description. */
  readonly description: string;
}

const kinds = ['accelerator', 'workload', 'device', 'technology', 'design', 'sweep'] as const;

/**
 * Every shipped preset, by kind and name. The files are ours, and checked by the tests: only
 * their descriptions are read here.
 */
export function listed(): Listed[] {
  return kinds.flatMap((kind) =>
    listPresets(kind).map((name) => ({ kind, name, description: firstSentence(descriptionOf(kind, name)) })),
  );
}

/** The field `description` at the top of a preset: its line and those indented below it. */
function descriptionOf(kind: Listed['kind'], name: string): string {
  const { text, source } = loadPreset(kind, name);
  const field = /^description:.*(?:\n(?:[ \t].*)?)*/m.exec(text);
  return field ? (readYaml(field[0], source).data as { readonly description: string }).description : '';
}

function firstSentence(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const end = flat.search(/\.( |$)/);
  return end < 0 ? flat : flat.slice(0, end);
}
