import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, plus, scaled } from './logic-use.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';
import { bitsFor } from './stages.ts';

/**
 * Counters of a PE that are as wide as a number of beats: the address, beats left, the beat of the row, the
 * row, rows left and rows that have left; and registers: of the matrix that is multiplied its first beat,
 * beats, rows and beats of a row, the last also held. rtl/beat_fetch.sv, rtl/pe.sv, rtl/pe_tile.sv.
 */
const COUNTERS = 6;
const REGISTERS = 5;
/** The same of rows of which only the first beats are read: the beat that was read; the step and it held. */
const NESTED_COUNTERS = 1;
const NESTED_REGISTERS = 2;

/**
 * The controller: what issues the instructions of a step, the interface to the host, the same for every size,
 * and the address and row counters of every PE.
 */
export function controllerLogic(footprint: Footprint, family: FamilyCosts): LogicUse {
  const { pes, beatsPerPe, nestedRows } = footprint;
  const counters = COUNTERS + (nestedRows ? NESTED_COUNTERS : 0);
  const registers = REGISTERS + (nestedRows ? NESTED_REGISTERS : 0);
  const bits = bitsFor(beatsPerPe + 1);
  const own = {
    logic: family.counterBit.logic.value * pes * counters * bits,
    flipFlops: pes * (counters + registers) * bits,
  };
  return plus(own, plus(issueLogic(footprint, family), scaled(family.hostInterface, 1)));
}

/**
 * What issues the instructions of a step: one phase after the other, or each as soon as the others allow,
 * with which it is compared.
 */
export function issueLogic(
  { ewopStyle, chaining, instructions = 16 }: Pick<Footprint, 'ewopStyle' | 'chaining' | 'instructions'>,
  { controller }: FamilyCosts,
): LogicUse {
  if (ewopStyle === 'chained') return scaled(controller.chained, 1);
  const own = scaled(controller.instruction, instructions);
  return chaining ? plus(own, scaled(controller.chaining, instructions)) : own;
}

/**
 * The load path and its way to all vector buffers: for each bank the place of its word in the register file
 * (rtl/vector_loader.sv, fitted), and registers that hold what is broadcast, a copy for so many buffers as
 * one may drive (assumption): a word of every bank, which of them are written, and their address.
 */
export function broadcastLogic(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { pes, lanes, banks = lanes, vectorCopies = 1, sharedBuffer, bits, regionWords } = footprint;
  const buffers = (sharedBuffer ? 1 : pes) * vectorCopies;
  let words = 0;
  for (const depth of regionWords) words += depth;
  const copies = Math.ceil(buffers / costs.broadcastFanOut.value);
  const held = { logic: 0, flipFlops: copies * (banks * (bits + 1) + bitsFor(words)) };
  return plus(loaderLogic(banks, family), held);
}

/** The load path: counters, and for every bank the place of its word in the register file. */
export function loaderLogic(banks: number, { loader, loaderBank }: FamilyCosts): LogicUse {
  return { logic: loader.logic.value + loaderBank.logic.value * banks, flipFlops: loader.flipFlops.value };
}
