import type { Platform } from '../../run/platform.ts';
import type { PrepareCache } from '../../run/prepare-cache.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import type { RunResult } from '../../run/result.ts';
import { differenceWords } from './design-space.ts';
import { prepareEqual, sameResidency, type WeightEquality } from './equal-kept.ts';
import { type BaselineFamily, familyOf } from './families.ts';
import { type FoundDesign, fastestFit } from './fastest-fit.ts';

/** What a search over designs needs to know of a comparison. */
export interface ComparedModel {
  readonly platforms: readonly Platform[];
  readonly cache: PrepareCache;
  readonly reference: PreparedModel;
  readonly sparsity: number;
  readonly equal: WeightEquality;
}

/**
 * For every family of baselines among the platforms, `runs` in their order, the fastest design that fits the
 * same device, of all kinds of the family that are compared: none where a row fits and is as fast, and none
 * beside a design that fits and stores every weight.
 */
export function fastestBaselines(compared: ComparedModel, runs: readonly RunResult[]): Platform[] {
  return families(compared.platforms).flatMap(({ family, members }) => {
    const fitting = members.map((at) => runs[at]).filter(({ resources }) => resources.fits);
    if (family === 'unpruned' && fitting.length > 0) return [];
    const found = fastestOf(
      compared,
      members.map((at) => compared.platforms[at]),
    );
    if (found === null || fitting.some(({ latencyUs }) => latencyUs <= found.latencyUs)) return [];
    return [{ ...found.platform, name: `${found.platform.name}, fits` }];
  });
}

/** The fastest design of a platform's own kind on another device; null where none fits. */
export function fastestOn(
  compared: ComparedModel,
  platform: Platform,
  device: Platform['device'],
): Platform | null {
  return fastestOf(compared, [{ ...platform, device }])?.platform ?? null;
}

/** Families by device, with the places of their members. */
function families(platforms: readonly Platform[]) {
  const groups = new Map<string, { readonly family: BaselineFamily; readonly members: number[] }>();
  for (const [at, { config, device }] of platforms.entries()) {
    const family = familyOf(config);
    if (family === null) continue;
    const key = `${family} ${device.name}`;
    const group = groups.get(key) ?? { family, members: [] };
    group.members.push(at);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/**
 * The fastest of the designs that these platforms are the beginning of, called by what it differs in. Weights
 * that may be where they like are where those of the reference are, or streamed where no design fits so.
 */
function fastestOf(
  compared: ComparedModel,
  bases: readonly Platform[],
): { readonly platform: Platform; readonly latencyUs: number } | null {
  const placed = sameResidency([...compared.platforms, ...bases], compared.reference).slice(-bases.length);
  const found = searched(compared, placed);
  if (found !== null) return named(bases, found, bases[found.base].config.weights);
  const streamed = bases.filter(({ config }) => config.weights === 'auto').map(streaming);
  const other = searched(compared, streamed);
  return other && named(streamed, other, 'streamed');
}

const streaming = (platform: Platform): Platform => ({
  ...platform,
  config: { ...platform.config, weights: 'streamed' },
});

function searched(
  { cache, reference, sparsity, equal }: ComparedModel,
  platforms: readonly Platform[],
): FoundDesign | null {
  return fastestFit(
    platforms.map((platform) => {
      const { layers } = prepareEqual(cache, platform, reference, sparsity, equal);
      return { config: platform.config, stored: layers, target: platform };
    }),
  );
}

function named(
  bases: readonly Platform[],
  { base, config, latencyUs }: FoundDesign,
  weights: Platform['config']['weights'],
) {
  const from = bases[base];
  const words = differenceWords(config, from.config);
  const platform = {
    ...from,
    name: words === '' ? from.name : `${from.name} ${words}`,
    config: { ...config, weights },
  };
  return { platform, latencyUs };
}
