import type { RunResult } from '../../run/result.ts';

/** What a layer of a result is called: `0`, or `0 reverse` where it is one pass of a bidirectional one. */
export function layerName({ layer, direction }: RunResult['layers'][number]): string {
  return direction === undefined ? String(layer) : `${layer} ${direction}`;
}
