import type { Value } from './record.ts';

/**
 * The metrics of a record in the words of this version. Version 0.1.0 had no `occupancy`, and called what it
 * is `utilisation`: under that name it would be mixed with useful multiplications, which such a record does
 * not have.
 */
export function fromEarlier(metrics: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  if (Object.hasOwn(metrics, 'occupancy') || !Object.hasOwn(metrics, 'utilisation')) return metrics;
  const { utilisation: occupancy, ...others } = metrics;
  return { ...others, occupancy };
}
