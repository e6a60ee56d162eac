import { configHash } from '../../src/num/digest.ts';
import { loadPlatform } from '../../src/run/platform.ts';
import { assumptionsOf, type Models } from './assumptions.ts';
import { type Headline, timedHeadline } from './headline.ts';

/** What one assumption alone makes of the headline. */
export interface SensitivityRow {
  readonly name: string;
  readonly mark: string;
  readonly latency: { readonly low: number; readonly high: number };
  readonly energy: { readonly low: number; readonly high: number };
}

/** The headline, and the assumptions that move it by a thousandth or more. */
export interface Sensitivity {
  readonly base: Headline;
  readonly rows: readonly SensitivityRow[];
  /** How many constants move it by less. */
  readonly unmoved: number;
  /** Digest of the constants. */
  readonly models: string;
}

const LEAST_MOVE = 1e-3;

/** Every assumption at its low and at its high end, one at a time; constants of other families left out. */
export function sensitivityOf(): Sensitivity {
  const { technology, costs, device } = loadPlatform('bbs');
  const models: Models = { technology, costs, device };
  const headline = timedHeadline(models);
  const base = headline(models);
  const isOther = (name: string) =>
    name.startsWith('costs.families.') && !name.startsWith(`costs.families.${device.family}`);
  const all = assumptionsOf(models, isOther).map(({ name, mark, low, high }): SensitivityRow => {
    const [atLow, atHigh] = [headline(low), headline(high)];
    return {
      name,
      mark,
      latency: { low: atLow.latency, high: atHigh.latency },
      energy: { low: atLow.energy, high: atHigh.energy },
    };
  });
  const rows = all.filter(({ latency, energy }) =>
    [
      latency.low,
      latency.high,
      (energy.low / base.energy) * base.latency,
      (energy.high / base.energy) * base.latency,
    ].some((value) => Math.abs(value / base.latency - 1) >= LEAST_MOVE),
  );
  return { base, rows, unmoved: all.length - rows.length, models: configHash(models) };
}
