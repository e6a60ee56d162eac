import type { Footprint } from '../hw/accounts/footprint.ts';
import type { LogicUse } from './logic-use.ts';
import type { FamilyCosts } from './resource-costs.ts';

/**
 * The expander between the DMA and the weight memories, of packed streams: a burst that is taken apart and
 * the beat that is filled are registers, and every bit of the beat comes from any of N lanes, a tree of
 * 4:1 selections. Model: one expander, as fast as the memory.
 */
export function expanderLogic(
  { expandedBurstBits = 0, beatBits, lanes }: Footprint,
  { expander }: FamilyCosts,
): LogicUse {
  if (expandedBurstBits === 0) return { logic: 0, flipFlops: 0 };
  return {
    logic: expander.logic.value * beatBits * Math.ceil(Math.log2(lanes) / 2),
    flipFlops: expander.flipFlops.value * (expandedBurstBits + beatBits),
  };
}
