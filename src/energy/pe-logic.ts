import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, plus, productBits } from './logic-use.ts';
import type { FamilyCosts } from './resource-costs.ts';
import { besideBits } from './stages.ts';
import { rowBorders, treeShape } from './tree-logic.ts';

/**
 * The adder trees of all PEs, written down from rtl/mac_pipeline.sv and rtl/sum_tree.sv: a register per node
 * as wide as the sum of all leaves, an adder where a node has two below it, and what travels beside them; and
 * the readers of rows that share beats. A bit of an adder costs what is fitted to mapped trees.
 */
export function treeLogic(footprint: Footprint, family: FamilyCosts): LogicUse {
  const { pes, lanes, accumulatorBits, rowPacking, laneStreams, shuffle } = footprint;
  const { nodes, adderBits, width } = treeShape(lanes, leafBits(footprint));
  // What is above the bits of the result is lost on the way.
  const kept = laneStreams || shuffle ? Math.min(1, accumulatorBits / width) : 1;
  const levels = Math.ceil(Math.log2(lanes));
  const beside = laneStreams || shuffle ? pes * levels : besideBits(footprint) * levels;
  const plain = {
    logic: family.adderBit.logic.value * pes * adderBits * kept,
    flipFlops: pes * nodes * width * kept + beside,
  };
  return rowPacking ? plus(plain, rowBorders(footprint, rowPacking, family)) : plain;
}

/** Bits of what enters the adder tree: products, or the sums of lanes or banks that run apart. */
function leafBits(footprint: Footprint): number {
  const { accumulatorBits, shuffle, laneStreams } = footprint;
  if (shuffle) return accumulatorBits;
  return laneStreams?.sumBits ?? productBits(footprint);
}

/** Bits of control of an accumulator: that a row is over, that it ends, and that it leaves. */
const CONTROL_BITS = 3;

/**
 * The accumulators of all PEs: an adder, the register of the sum and that of the result, as wide as an
 * accumulator, and their control. Lanes that run apart have theirs in front of the tree, so that the result
 * is left; so have shuffle units: for every bank an adder and a register for every open row with a bit that
 * it holds a sum.
 */
export function accumulatorLogic(footprint: Footprint, family: FamilyCosts): LogicUse {
  const { pes, lanes, accumulatorBits, shuffle, laneStreams } = footprint;
  if (laneStreams) return { logic: 0, flipFlops: pes * (accumulatorBits + 1) };
  const each = family.accumulatorBit.logic.value * accumulatorBits;
  if (shuffle) {
    const sums = lanes * shuffle.openRows * (accumulatorBits + 1);
    return { logic: pes * lanes * each, flipFlops: pes * (sums + accumulatorBits + 1) };
  }
  return { logic: pes * each, flipFlops: pes * (2 * accumulatorBits + CONTROL_BITS) };
}
