import type { PlacementKind } from './placement.ts';

/**
 * The array that weights are pruned or encoded for, as far as a pattern or a format depends
 * on it. docs/timing.md section 1.
 */
export interface ArraySizes {
  /** Processing elements (M). */
  readonly pes: number;
  /** Banks of a vector buffer (N). */
  readonly banks: number;
  readonly placement: PlacementKind;
}

/** The array's placement where it is contiguous, else `even`: for what cannot use a cyclic one. */
export function contiguous({ placement }: ArraySizes): 'even' | 'blocked' {
  return placement === 'cyclic' ? 'even' : placement;
}
