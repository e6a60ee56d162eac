import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, noLogic } from './logic-use.ts';
import type { FamilyCosts } from './resource-costs.ts';
import { bitsFor } from './stages.ts';

/**
 * Lanes that run apart, each with an accumulator, a queue of R partial sums, the selection of the one that
 * leaves, which rows it has finished, and an address counter: registers as in rtl/lane_stream.sv and
 * rtl/lane_sums.sv, logic fitted to mapped ones. The adder tree behind them is one of the trees.
 */
export function laneStreamLogic(footprint: Footprint, { laneQueue, counterBit }: FamilyCosts): LogicUse {
  const { laneStreams, pes, lanes, beatsPerPe } = footprint;
  if (!laneStreams) return noLogic;
  const { rowsApart, sumBits } = laneStreams;
  const addressBits = bitsFor(beatsPerPe + 1);
  const logic =
    laneQueue.sumBit.value * sumBits * (rowsApart + 1) +
    laneQueue.row.value * rowsApart +
    counterBit.logic.value * addressBits;
  return {
    logic: pes * lanes * logic,
    flipFlops: pes * lanes * ((rowsApart + 1) * sumBits + 1 + rowsApart + addressBits),
  };
}

/**
 * Lanes that go on by themselves over entries dealt round and round: each counts addresses and the entries
 * that it has presented, and compares the number of its next with where the last open row ends. Assumption: a
 * bit of a counter or comparison takes as much as a selection of four in the expander, an upper estimate.
 */
export function laneCounterLogic(footprint: Footprint, { expander }: FamilyCosts): LogicUse {
  const { laneMemories, pes, lanes, beatsPerPe } = footprint;
  if (!laneMemories) return noLogic;
  const counterBits = 2 * Math.ceil(Math.log2(beatsPerPe + 1));
  return {
    logic: expander.logic.value * pes * lanes * (counterBits + laneMemories.rowBits),
    flipFlops: expander.flipFlops.value * pes * lanes * counterBits,
  };
}
