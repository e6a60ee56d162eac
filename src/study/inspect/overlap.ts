import { thresholdsOf } from '../../bbs/patterns/largest.ts';
import type { MagnitudeMatrix } from '../../bbs/patterns/magnitudes.ts';

/**
 * How many of the `kept` weights that a mask keeps unstructured pruning to as many keeps too: those above the
 * least magnitude that it keeps, and of those that have it the first in row-major order (docs/timing.md
 * section 8). For any number of masks of one matrix.
 */
export function overlapsOf({ values }: MagnitudeMatrix): (mask: Uint8Array, kept: number) => number {
  const thresholdOf = thresholdsOf(values, 0, values.length);
  const known = new Map<number, number>();
  return (mask, kept) => {
    if (kept === 0 || kept === values.length) return kept;
    const threshold = known.get(kept) ?? thresholdOf(kept);
    known.set(kept, threshold);
    return sharedFrom(values, mask, kept, threshold);
  };
}

function sharedFrom(
  values: MagnitudeMatrix['values'],
  mask: Uint8Array,
  kept: number,
  threshold: number,
): number {
  let [above, shared] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] > threshold)) continue;
    above++;
    shared += mask[i];
  }
  for (let i = 0, left = kept - above; left > 0; i++) {
    if (values[i] !== threshold) continue;
    shared += mask[i];
    left--;
  }
  return shared;
}
