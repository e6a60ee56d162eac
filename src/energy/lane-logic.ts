import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, productBits } from './logic-use.ts';
import type { FamilyCosts } from './resource-costs.ts';

/**
 * Lanes that run apart, each with an accumulator, a queue of R partial sums, the selection of the one that
 * leaves, an address counter and a count of rows; and an adder tree as wide as the partial sums, where the
 * fitted one (peLogic) adds products. Assumption: a bit of an adder takes as much as a selection of four in
 * the expander, which is an upper estimate for ALMs.
 */
export function laneStreamLogic(footprint: Footprint, { expander }: FamilyCosts): LogicUse {
  const { laneStreams, pes, lanes, beatsPerPe } = footprint;
  if (!laneStreams) return { logic: 0, flipFlops: 0 };
  const { rowsApart, sumBits } = laneStreams;
  const counterBits = Math.ceil(Math.log2(beatsPerPe + 1)) + Math.ceil(Math.log2(rowsApart + 1));
  const selection = Math.ceil(Math.log2(rowsApart) / 2) * sumBits;
  const widerTree = Math.max(0, sumBits - productBits(footprint)) * (lanes - 1);
  return {
    logic: expander.logic.value * pes * (lanes * (sumBits + selection + counterBits) + widerTree),
    flipFlops:
      expander.flipFlops.value * pes * (lanes * ((rowsApart + 1) * sumBits + counterBits) + widerTree),
  };
}

/**
 * Lanes that go on by themselves over entries dealt round and round: each counts addresses and the entries
 * that it has presented, and compares the number of its next with where the last open row ends. Assumption: a
 * bit of a counter or comparison takes as much as a selection of four in the expander, an upper estimate.
 */
export function laneCounterLogic(footprint: Footprint, { expander }: FamilyCosts): LogicUse {
  const { laneMemories, pes, lanes, beatsPerPe } = footprint;
  if (!laneMemories) return { logic: 0, flipFlops: 0 };
  const counterBits = 2 * Math.ceil(Math.log2(beatsPerPe + 1));
  return {
    logic: expander.logic.value * pes * lanes * (counterBits + laneMemories.rowBits),
    flipFlops: expander.flipFlops.value * pes * lanes * counterBits,
  };
}
