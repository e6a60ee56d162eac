import { listPresets } from '../config/presets.ts';
import { loadSweepSpec } from '../explore/space/load-spec.ts';
import { loadDesign } from '../published/load-design.ts';
import { loadAccelerator, loadDevice, loadTechnology, loadWorkload } from '../run/load-config.ts';

/** A preset that can be named on the command line. */
export interface Listed {
  readonly kind: 'accelerator' | 'workload' | 'device' | 'technology' | 'design' | 'sweep';
  readonly name: string;
  /** The first sentence of its description. */
  readonly description: string;
}

const loaders = {
  accelerator: loadAccelerator,
  workload: loadWorkload,
  device: loadDevice,
  technology: loadTechnology,
  design: loadDesign,
  sweep: loadSweepSpec,
} as const;

/** Every shipped preset, by kind and name. */
export function listed(): Listed[] {
  return (Object.keys(loaders) as Listed['kind'][]).flatMap((kind) =>
    listPresets(kind).map((name) => ({
      kind,
      name,
      description: firstSentence(loaders[kind](name).config.description ?? ''),
    })),
  );
}

function firstSentence(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const end = flat.search(/\.( |$)/);
  return end < 0 ? flat : flat.slice(0, end);
}
