import type { Platform } from '../../run/platform.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import { differenceWords } from '../compare/design-space.ts';
import { fastestFit } from '../compare/fastest-fit.ts';

/** A design that was searched from the preset of an array. */
export interface FittingDesign {
  readonly platform: Platform;
  /** What it was searched from. */
  readonly base: Platform;
  /** How it differs from that: `64 x 32, rows balanced`. */
  readonly design: string;
  readonly latencyUs: number;
}

/**
 * The fastest design that fits the device, of the kinds of some arrays with all their numbers of PEs and
 * banks, their ports, windows and orders of rows: what an architect builds for these weights where no array
 * of the size that is asked for has room. Null where nothing fits.
 */
export function fittingDesign(
  arrays: readonly Platform[],
  prepare: (platform: Platform) => PreparedModel,
): FittingDesign | null {
  const found = fastestFit(
    arrays.map((platform) => ({
      config: platform.config,
      stored: prepare(platform).layers,
      target: platform,
    })),
  );
  if (found === null) return null;
  const base = arrays[found.base];
  const platform = { ...base, config: found.config };
  const design = differenceWords(found.config, base.config);
  return { platform, base, design, latencyUs: found.latencyUs };
}
