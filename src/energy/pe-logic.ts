import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, plus, productBits, scaled } from './logic-use.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';
import { passRegisters, rowBorders } from './tree-logic.ts';

/**
 * What all PEs have for each lane beside its multiplier: its share of the adder tree and of the pipeline
 * registers, fitted to mapped cell counts of bank-balanced PEs (resource-costs.yaml), what an odd number of
 * nodes adds to a level of the tree, and the readers of rows that share beats. In proportion to the bits of a
 * product (assumption).
 */
export function treeLogic(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { rowPacking } = footprint;
  const plain = plus(laneShares(footprint, costs, family), passRegisters(footprint));
  return rowPacking ? plus(plain, rowBorders(footprint, rowPacking, family)) : plain;
}

function laneShares(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { pes, lanes } = footprint;
  const share = productBits(footprint) / (2 * costs.operandBits.value);
  return scaled(family.peLane, pes * lanes * share);
}

/**
 * What all PEs have without their lanes: the accumulator, counters and control, in proportion to the
 * accumulator bits (assumption); fitted as the lanes. Of shuffle units also accumulators by row at the banks:
 * another adder of a lane, as wide as an accumulator beside a product (assumption: in proportion), and a
 * register for every bank and open row with a bit that it holds a sum.
 */
export function accumulatorLogic(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { pes, lanes, accumulatorBits, shuffle } = footprint;
  const own = scaled(family.peBase, (pes * accumulatorBits) / costs.accumulatorBits.value);
  if (!shuffle) return own;
  return plus(own, {
    logic: (laneShares(footprint, costs, family).logic * accumulatorBits) / productBits(footprint),
    flipFlops: pes * lanes * shuffle.openRows * (accumulatorBits + 1),
  });
}
