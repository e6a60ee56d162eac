import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, plus, scaled } from './logic-use.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';

/**
 * The element-wise lanes without their multipliers; scales with W (assumption). A chained lane that computes
 * LSTMs and GRUs has, of each resource, what the one that needs more of it has.
 */
export function ewopLogic(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { ewopLanes, ewopStyle, bits, cells = ['lstm'] } = footprint;
  const { chained, chainedGru, instruction, complement } = family.ewopLane;
  const factor = (ewopLanes * bits) / costs.operandBits.value;
  if (ewopStyle === 'chained') {
    const lanes = cells.map((cell) => scaled(cell === 'gru' ? chainedGru : chained, factor));
    return lanes.reduce((a, b) => ({
      logic: Math.max(a.logic, b.logic),
      flipFlops: Math.max(a.flipFlops, b.flipFlops),
    }));
  }
  const plain = scaled(instruction, factor);
  return cells.includes('gru') ? plus(plain, scaled(complement, factor)) : plain;
}
