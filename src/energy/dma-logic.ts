import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, noLogic, plus } from './logic-use.ts';
import type { FamilyCosts } from './resource-costs.ts';

/** Bursts that the DMA holds: one comes from off-chip memory while the other goes to the weight memories. */
const BURSTS = 2;
/** Sides of the bursts on which a word waits: off-chip memory and weight memories. */
const SIDES = 2;

/**
 * What streamed weights take on their way: two bursts in registers and the choice between them; what comes in
 * a cycle, held once on either side of them and put in its place; a function of six inputs a bit
 * (assumption), and the expander of packed streams. The two tiles that they fill are in the weight memories.
 */
export function dmaLogic(footprint: Footprint, { expander }: FamilyCosts): LogicUse {
  const { stream } = footprint;
  if (!stream) return noLogic;
  const { burstBits, bitsPerCycle } = stream;
  const bursts = {
    logic: expander.logic.value * (burstBits + SIDES * bitsPerCycle),
    flipFlops: expander.flipFlops.value * (BURSTS * burstBits + SIDES * bitsPerCycle),
  };
  return plus(bursts, expanderLogic(footprint, expander));
}

/**
 * The expander between the DMA and the weight memories, of packed streams: a burst that is taken apart and
 * the beat that is filled are registers, and every bit of the beat comes from any of N lanes, a tree of
 * 4:1 selections. Model: one expander, as fast as the memory.
 */
function expanderLogic(
  { expandedBurstBits = 0, beatBits, lanes }: Footprint,
  expander: FamilyCosts['expander'],
): LogicUse {
  if (expandedBurstBits === 0) return { logic: 0, flipFlops: 0 };
  return {
    logic: expander.logic.value * beatBits * Math.ceil(Math.log2(lanes) / 2),
    flipFlops: expander.flipFlops.value * (expandedBurstBits + beatBits),
  };
}
