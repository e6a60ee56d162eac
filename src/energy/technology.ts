import { z } from 'zod';
import { amount, integer, printableLine, prose, quantity } from '../config/field-types.ts';
import { origin, WattsSchema } from './mark.ts';

/**
 * How the energy of an action follows the operand bits W, from the width the figures
 * are given for: W^0, W^1 or W^2.
 */
export const ScalingSchema = z.enum(['none', 'bits', 'bits-squared']);
/** How the energy of an action follows the operand bits. */
export type Scaling = z.output<typeof ScalingSchema>;

const energyPer = <Per extends 'bit' | 'word' | 'operation'>(
  per: Per,
  scaling: z.ZodType<Scaling>,
  what: string,
) =>
  z
    .strictObject({
      value: amount().describe('Energy of one action, in picojoules'),
      unit: z.literal('pJ'),
      per: z.literal(per),
      scaling: scaling.describe(
        'How the energy follows the operand bits: none, bits (W) or bits-squared (W^2)',
      ),
      ...origin,
    })
    .describe(what);

/** Actions counted in bits hold their width in the count, so their energy must not scale with it again. */
const perBit = (what: string) => energyPer('bit', z.literal('none'), what);
const perWord = (what: string) => energyPer('word', ScalingSchema, what);
const perOperation = (what: string) => energyPer('operation', ScalingSchema, what);

/**
 * Energy of every action of `ActionCounts` (src/hw/accounts/actions.ts): the same names, so that
 * nothing counted goes uncharged.
 */
export const EnergyEntriesSchema = z.strictObject({
  weightReadBits: perBit('A bit read from a weight memory'),
  weightWriteBits: perBit('A bit written into a weight memory'),
  bufferReads: perWord('A word read from a vector buffer bank'),
  bufferWrites: perWord('A word written into a vector buffer bank'),
  multiplies: perOperation('A product of an SpMV lane'),
  treeAdds: perOperation('An addition in an adder tree or an accumulator'),
  crossbarTransfers: perOperation('A lane granted by a bank arbiter and carried by the crossbar'),
  elementAdds: perOperation('An element-wise addition'),
  elementMultiplies: perOperation('An element-wise multiplication'),
  activations: perOperation('A sigmoid or tanh'),
  registerReads: perWord('A word read from the element-wise register file'),
  registerWrites: perWord('A word written into the element-wise register file'),
  dramBits: perBit('A bit moved from off-chip memory'),
});

const share = z.number().min(0).max(1);

/** What bits of operands do where nobody measured it. */
const ToggleSchema = z
  .strictObject({
    value: share,
    low: share,
    high: share,
    ...origin,
  })
  .refine(({ value, low, high }) => low <= value && value <= high, 'expected low <= value <= high')
  .describe('Share of the bits of an operand that change from one to the next, where it is not measured');

/**
 * A technology file (configs/technology): energy per action and where static power comes from. An FPGA
 * technology says `device`: the power is a property of the chip and stands in the device file. A technology
 * without a device (ASIC) states its own figure.
 */
export const TechnologySchema = z.strictObject({
  name: printableLine.describe('Name in reports'),
  description: prose.describe('What the figures stand for, and how far they can be trusted'),
  nodeNm: quantity().describe('Feature size, in nanometres'),
  voltage: quantity().optional().describe('Core supply, in volts'),
  operandBits: integer(1, 1024).describe('Operand bits (W) that the figures are given for'),
  toggleRate: ToggleSchema,
  entries: EnergyEntriesSchema.describe('Energy of every action'),
  staticPowerW: z
    .union([z.literal('device'), WattsSchema])
    .describe('device: the static power of the device file; or a figure of its own'),
});
/** A checked technology file. */
export type Technology = z.output<typeof TechnologySchema>;
