import type { Footprint } from '../hw/accounts/footprint.ts';
import { memoryComponent, withLogic } from './component.ts';
import type { Device } from './device.ts';
import { type LogicUse, noLogic } from './logic-use.ts';
import { type MemoryUse, mapMemory, noMemory, timesMemory } from './memory-mapping.ts';
import { type MultiplierGroup, multiplierLogic, type PlacedMultipliers } from './multiplier-logic.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';
import type { ComponentResources } from './resource-report.ts';
import { stagesOf } from './stages.ts';

type RowScales = NonNullable<Footprint['rowScales']>;

/** Bits of a shift by 0 to 31. */
const EXPONENT_BITS = 5;

/**
 * The scale memories of all PEs, one word for each row; a PE with several result ports reads as many words in
 * a cycle, each from a copy of the memory.
 */
export function scaleMemories(
  { pes, rowScales }: Pick<Footprint, 'pes' | 'rowScales'>,
  device: Device,
  costs: ResourceCosts,
): MemoryUse {
  if (!rowScales || rowScales.wordsPerPe === 0) return noMemory;
  const { wordBits: width, wordsPerPe: depth, portsPerPe } = rowScales;
  const memory = { width, depth, readPorts: 1 };
  return timesMemory(mapMemory(memory, device, costs.distributedRamWords.value), pes * portsPerPe);
}

/**
 * The multipliers of all rescalers. Assumption: a sum that is wider than an operand of a DSP block is cut in
 * pieces of the operand's bits, of which all but the highest are unsigned, a multiplier for each.
 */
export function rescalers(
  { pes, rowScales }: Pick<Footprint, 'pes' | 'rowScales'>,
  { dsp }: Device,
  costs: ResourceCosts,
  family: FamilyCosts,
): MultiplierGroup {
  if (!rowScales) return { count: 0, logicEach: 0 };
  const { sumBits, multiplierBits, portsPerPe } = rowScales;
  const pieces = Math.max(1, Math.ceil((sumBits - 1) / (dsp.operandBits - 1)));
  const logic = multiplierLogic(sumBits, multiplierBits, costs, family);
  return { count: pes * portsPerPe * pieces, logicEach: logic / pieces };
}

/**
 * What rescalers take beside their multipliers: at each port the rounding adder, the shift and a register, as
 * wide as an accumulator, fitted to mapped ones; the scale that was read, its exponent beside the product and
 * what of mulLatency is not in DSP blocks; in each PE the counter that addresses its scales; and the scales
 * of whole matrices. rtl/row_rescale.sv.
 */
export function scaleLogic(footprint: Footprint, inBlocks: boolean, family: FamilyCosts): LogicUse {
  const { pes, accumulatorBits, rowScales } = footprint;
  if (!rowScales) return noLogic;
  const { portsPerPe, wordBits, sumBits, multiplierBits } = rowScales;
  const { mulLatency } = stagesOf(footprint);
  const counterBits = addressBits(rowScales);
  const outside = Math.max(0, mulLatency - (inBlocks ? family.dspRegisters.value : 1));
  const port =
    accumulatorBits +
    wordBits +
    outside * (sumBits + multiplierBits) +
    (mulLatency - 1) * EXPONENT_BITS +
    mulLatency;
  return {
    logic: pes * (family.rescalerBit.logic.value * portsPerPe * accumulatorBits + counterBits),
    flipFlops: pes * (portsPerPe * port + counterBits) + rowScales.registers * wordBits,
  };
}

const addressBits = ({ wordsPerPe }: RowScales): number => Math.ceil(Math.log2(wordsPerPe + 1));

/** The part of an int8 design that scales its sums; `multipliers`: where its multipliers are. */
export function scaleComponents(
  footprint: Footprint,
  family: FamilyCosts,
  scales: MemoryUse,
  multipliers: PlacedMultipliers,
): ComponentResources[] {
  if (!footprint.rowScales) return [];
  const memory = memoryComponent('row scales', scales, family.expander.logic.value);
  const own = scaleLogic(footprint, multipliers.inLogic === 0, family);
  const part = withLogic(memory, { logic: own.logic + multipliers.logic, flipFlops: own.flipFlops });
  return [{ ...part, dsp: multipliers.dsp }];
}
