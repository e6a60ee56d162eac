import type { Footprint } from '../hw/accounts/footprint.ts';
import { logicComponent, memoryComponent } from './component.ts';
import type { Device } from './device.ts';
import type { LogicUse } from './logic-use.ts';
import { type MemoryUse, mapMemory } from './memory-mapping.ts';
import { type MultiplierGroup, multiplierLogic } from './multiplier-logic.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';
import type { ComponentResources } from './resource-report.ts';

type RowScales = NonNullable<Footprint['rowScales']>;

/** Levels of 4:1 selections of a shift by 0 to 31. */
const SHIFT_LEVELS = 3;

/**
 * The scale memories of all PEs, one word for each row; a PE with several result ports reads as many words in
 * a cycle, each from a copy of the memory.
 */
export function scaleMemories(
  { pes, rowScales }: Pick<Footprint, 'pes' | 'rowScales'>,
  device: Device,
  costs: ResourceCosts,
): MemoryUse {
  if (!rowScales || rowScales.wordsPerPe === 0) return { ramBlocks: 0, distributedLogic: 0 };
  const { wordBits: width, wordsPerPe: depth, portsPerPe } = rowScales;
  const memory = { width, depth, readPorts: 1 };
  const { ramBlocks, distributedLogic } = mapMemory(memory, device, costs.distributedRamWords.value);
  const count = pes * portsPerPe;
  return { ramBlocks: ramBlocks * count, distributedLogic: distributedLogic * count };
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
 * wide as an accumulator; in each PE the counter that addresses its scales; and the scales of whole matrices.
 * Assumption: a bit of an adder, of a level of the shift and of a counter takes as much as a selection of
 * four in the expander, and further registers of the multipliers are in their DSP blocks. Of a port with 48
 * bits that is about 200, where Yosys maps rtl/row_rescale.sv to 351 ALUTs, half of them an ALM each, and to
 * 228 or 263 LUTs.
 */
function scaleLogic(footprint: Footprint, { expander }: FamilyCosts): LogicUse {
  const { pes, accumulatorBits, rowScales } = footprint;
  if (!rowScales) return { logic: 0, flipFlops: 0 };
  const { portsPerPe } = rowScales;
  const counterBits = addressBits(rowScales);
  const shiftAndRound = portsPerPe * accumulatorBits * (1 + SHIFT_LEVELS);
  return {
    logic: expander.logic.value * pes * (shiftAndRound + counterBits),
    flipFlops:
      expander.flipFlops.value * pes * (portsPerPe * accumulatorBits + counterBits) +
      rowScales.registers * rowScales.wordBits,
  };
}

const addressBits = ({ wordsPerPe }: RowScales): number => Math.ceil(Math.log2(wordsPerPe + 1));

/** The part of an int8 design that scales its sums; `multipliers`: where its multipliers are. */
export function scaleComponents(
  footprint: Footprint,
  family: FamilyCosts,
  scales: MemoryUse,
  multipliers: { readonly dsp: number; readonly logic: number },
): ComponentResources[] {
  if (!footprint.rowScales) return [];
  const memory = memoryComponent('row scales', scales);
  const { logic, flipFlops } = logicComponent('row scales', scaleLogic(footprint, family));
  const ofMultipliers = Math.ceil(multipliers.logic);
  return [{ ...memory, dsp: multipliers.dsp, logic: memory.logic + logic + ofMultipliers, flipFlops }];
}
