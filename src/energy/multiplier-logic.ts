import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, productBits } from './logic-use.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';
import { besideBits, stagesOf } from './stages.ts';

/** A group of equal multipliers: how many, and the logic of one that finds no DSP block. */
export interface MultiplierGroup {
  readonly count: number;
  readonly logicEach: number;
}

/** Multipliers of the SpMV lanes (W x W, or 8 x W). */
export function laneMultipliers(
  { pes, lanes, bits, weightBits = bits }: Footprint,
  costs: ResourceCosts,
  family: FamilyCosts,
): MultiplierGroup {
  return { count: pes * lanes, logicEach: multiplierLogic(weightBits, bits, costs, family) };
}

/**
 * Multipliers of the element-wise lanes: products (W x W), and interpolation of activations (W x the
 * bits of a step between two ends). docs/timing.md section 6.
 */
export function ewopMultipliers(
  footprint: Footprint,
  costs: ResourceCosts,
  family: FamilyCosts,
): readonly MultiplierGroup[] {
  const { activation, bits, ewopLanes } = footprint;
  const { products, interpolators } = multipliersPerLane(footprint, costs);
  const stepBits = activation?.stepBits ?? bits - 6;
  return [
    { count: ewopLanes * products, logicEach: multiplierLogic(bits, bits, costs, family) },
    {
      count: stepBits > 0 ? ewopLanes * interpolators : 0,
      logicEach: multiplierLogic(bits, stepBits, costs, family),
    },
  ];
}

/** Those of one lane; a chained one that computes both cells has as many as the one that needs more. */
function multipliersPerLane(
  { ewopStyle, cells = ['lstm'], peepholes = false }: Footprint,
  { ewop }: ResourceCosts,
): { readonly products: number; readonly interpolators: number } {
  const ofLstm = () => {
    const { multipliersPerLane, peepholeMultipliersPerLane, interpolatorsPerLane } = ewop[ewopStyle];
    const products = multipliersPerLane.value + (peepholes ? peepholeMultipliersPerLane.value : 0);
    return { products, interpolators: interpolatorsPerLane.value };
  };
  const { multipliersPerLane, interpolatorsPerLane } = ewop.chainedGru;
  const ofGru = { products: multipliersPerLane.value, interpolators: interpolatorsPerLane.value };
  const lanes = cells.map((cell) => (cell === 'gru' && ewopStyle === 'chained' ? ofGru : ofLstm()));
  return lanes.reduce((a, b) => ({
    products: Math.max(a.products, b.products),
    interpolators: Math.max(a.interpolators, b.interpolators),
  }));
}

/** Where multipliers are: blocks, how many found none, and the logic of these. */
export interface PlacedMultipliers {
  readonly dsp: number;
  readonly inLogic: number;
  readonly logic: number;
}

/** Deals groups of multipliers, in their order, to DSP blocks of `perBlock` each; the rest is logic. */
export function placeMultipliers(
  groups: readonly MultiplierGroup[],
  perBlock: number,
  freeBlocks: number,
): PlacedMultipliers {
  let blocks = 0;
  let logic = 0;
  let inLogic = 0;
  for (const { count, logicEach } of groups) {
    const taken = Math.min(freeBlocks - blocks, Math.ceil(count / perBlock));
    const left = Math.max(0, count - taken * perBlock);
    blocks += taken;
    inLogic += left;
    logic += left * logicEach;
  }
  return { dsp: blocks, inLogic, logic };
}

/**
 * The multipliers of SpMV lanes: those in logic, the weights in front of them, which lanes without a word
 * clear, and registers as wide as a product for each cycle of mulLatency: a DSP block has some of its own,
 * those of multipliers in logic are all outside; and what travels beside them. rtl/pe.sv and
 * rtl/mac_pipeline.sv, stage MUL.
 */
export function multiplyLogic(
  footprint: Footprint,
  { inLogic, logic }: PlacedMultipliers,
  { dspRegisters, operandBit }: FamilyCosts,
): LogicUse {
  const { pes, lanes, bits, weightBits = bits, arbitrated, laneStreams } = footprint;
  const { mulLatency } = stagesOf(footprint);
  const inBlocks = pes * lanes - inLogic;
  const products = inBlocks * Math.max(0, mulLatency - dspRegisters.value) + inLogic * mulLatency;
  // Lanes in step have words all together: the synchronous clear of the weights' registers does it for all.
  const gates = arbitrated || laneStreams ? pes * lanes * weightBits : 0;
  return {
    logic: logic + operandBit.logic.value * gates,
    flipFlops: products * productBits(footprint) + mulLatency * besideBits(footprint),
  };
}

/** Logic of an `a` x `b` multiplier: in proportion to a x b (assumption). */
export function multiplierLogic(a: number, b: number, costs: ResourceCosts, family: FamilyCosts): number {
  return (family.multiplierLogic.value * a * b) / costs.operandBits.value ** 2;
}
