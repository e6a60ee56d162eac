import { z } from 'zod';
import { amount, integer, printableLine, prose, quantity } from '../config/field-types.ts';
import { MarkSchema, origin, WattsSchema } from './mark.ts';

/**
 * How the energy of an operation follows the operand bits W, from the width the figures
 * are given for: W^0, W^1 or W^2.
 */
export const ScalingSchema = z.enum(['none', 'bits', 'bits-squared']);
/** How the energy of an operation follows the operand bits. */
export type Scaling = z.output<typeof ScalingSchema>;

const share = z.number().min(0).max(1);
const picojoules = z.literal('pJ');
const atToggle = z
  .number()
  .min(1e-3)
  .max(1)
  .nullable()
  .default(null)
  .describe(
    'Toggle rate of the operands that the figure is given for, which it is in proportion to; null: it does not depend on them',
  );

const memory = (what: string) =>
  z
    .strictObject({
      base: amount().describe('Energy of one access, whatever its width, in picojoules'),
      perBit: amount().describe('Energy of every bit of an access, in picojoules'),
      unit: picojoules,
      ...origin,
    })
    .describe(what);
/** What an access of a memory takes: affine in its width. */
export type MemoryEnergy = z.output<ReturnType<typeof memory>>;

const operation = (what: string) =>
  z
    .strictObject({
      value: amount().describe('Energy of one operation, in picojoules'),
      unit: picojoules,
      per: z.literal('operation'),
      scaling: ScalingSchema.describe(
        'How the energy follows the operand bits: none, bits (W) or bits-squared (W^2)',
      ),
      atToggle,
      ...origin,
    })
    .describe(what);
/** What an operation takes. */
export type OperationEnergy = z.output<ReturnType<typeof operation>>;

/** What an operation takes, or that the logic of its blocks is charged instead. */
const inLogic = (what: string) => z.union([z.literal('logic'), operation(what)]).describe(what);

const perBit = (what: string) =>
  z
    .strictObject({
      value: amount().describe('Energy of one bit, in picojoules'),
      unit: picojoules,
      per: z.literal('bit'),
      ...origin,
    })
    .describe(what);

/**
 * Energy of every action of `ActionCounts` (src/hw/accounts/actions.ts): the same names, so that
 * nothing counted goes uncharged.
 */
export const EnergyEntriesSchema = z.strictObject({
  weightReadBits: memory('A read of a weight memory'),
  weightWriteBits: memory('A write into a weight memory'),
  bufferReads: memory('A read of a vector buffer bank'),
  bufferWrites: memory('A write into a vector buffer bank'),
  multiplies: operation('A product of an SpMV lane that has a multiplier of a DSP block'),
  treeAdds: inLogic('An addition in an adder tree or an accumulator'),
  crossbarTransfers: inLogic('A lane granted by a bank arbiter and carried by the crossbar'),
  elementAdds: inLogic('An element-wise addition'),
  elementMultiplies: operation('An element-wise multiplication'),
  activations: operation('The multiplication of a sigmoid or tanh, and what of it is not logic'),
  registerReads: memory('A read of the element-wise register file'),
  registerWrites: memory('A write into the element-wise register file'),
  dramBits: perBit('A bit moved from off-chip memory'),
});

/** What bits of operands do where nobody measured it. */
const ToggleSchema = z
  .strictObject({ value: share, low: share, high: share, ...origin })
  .refine(({ value, low, high }) => low <= value && value <= high, 'expected low <= value <= high')
  .describe('Share of the bits of an operand that change from one to the next, where it is not measured');

/** What the fabric of an FPGA takes beside its operations. */
const FabricSchema = z
  .strictObject({
    clockTree: perFlipFlop(),
    logic: z
      .strictObject({ value: amount(), unit: picojoules, per: z.literal('LUT'), atToggle, ...origin })
      .describe('A lookup table in a cycle in which its block works, wires included; an ALM is two'),
    distributedMemory: memory('An access of a memory made of logic (MLAB, LUT RAM)'),
  })
  .describe('Clock, logic and small memories of an FPGA');

function perFlipFlop() {
  return z
    .strictObject({ value: amount(), unit: picojoules, per: z.literal('flip-flop'), ...origin })
    .describe('The clock tree, per flip-flop and cycle, whether it changes or not');
}

const BoardSchema = z
  .strictObject({
    baseW: WattsSchema.describe('Regulators, oscillators and host interface, in watts'),
    perGbPerS: WattsSchema.describe(
      'Interface of the off-chip memory, in watts per GB/s that it offers; of designs that fetch weights',
    ),
  })
  .describe('What the board around the chip draws');

const factor = z.number().min(1).max(100);

/** How far a figure may be off, by how it is known: between value / factor and value x factor. */
const BoundsSchema = z
  .record(MarkSchema, factor)
  .describe('Factor by which a figure may be too large or too small, by its mark');

/**
 * A technology file (configs/technology): energy per action and where static power comes from. An FPGA
 * technology says `device`: the power is a property of the chip and stands in the device file. A technology
 * without a device (ASIC) states its own figure.
 */
export const TechnologySchema = z
  .strictObject({
    name: printableLine.describe('Name in reports'),
    description: prose.describe('What the figures stand for, and how far they can be trusted'),
    nodeNm: quantity().optional().describe('Feature size, in nanometres'),
    voltage: quantity().optional().describe('Core supply, in volts'),
    operandBits: integer(1, 1024).describe('Operand bits (W) that the figures are given for'),
    bounds: BoundsSchema,
    toggleRate: ToggleSchema,
    entries: EnergyEntriesSchema.describe('Energy of every action'),
    fabric: FabricSchema.nullable().default(null),
    board: BoardSchema.nullable().default(null),
    staticPowerW: z
      .union([z.literal('device'), WattsSchema])
      .describe('device: the static power of the device file; or a figure of its own'),
  })
  .superRefine(({ fabric, entries }, context) => {
    if (fabric !== null) return;
    for (const [action, entry] of Object.entries(entries)) {
      if (entry !== 'logic') continue;
      const message = 'expected an energy, since a technology without a fabric has no logic to charge';
      context.addIssue({ code: 'custom', path: ['entries', action], message });
    }
  });
/** A checked technology file. */
export type Technology = z.output<typeof TechnologySchema>;
