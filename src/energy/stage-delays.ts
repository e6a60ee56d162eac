import { z } from 'zod';
import { amount, printableLine, prose, quantity } from '../config/field-types.ts';
import { MarkSchema, origin } from './mark.ts';

const figure = (what: string, unit: string) =>
  z
    .strictObject({
      value: amount(),
      unit: z.literal(unit),
      source: origin.source,
      mark: z.enum([...MarkSchema.options, 'fitted']).describe('How the constant is known'),
    })
    .describe(what);

/** Levels of six-input functions: `base` + `perDoubling` x log2 n + `perRequester` x n. */
const LevelsSchema = z.strictObject({
  base: z.number().min(-100).max(100),
  perDoubling: amount(),
  perRequester: amount(),
  mark: z.enum(['fitted', 'derived', 'assumption']),
  source: prose.min(1),
});
/** Levels of a circuit by the size of it. */
export type Levels = z.output<typeof LevelsSchema>;

/** Delays of one family, in nanoseconds, at `nodeNm`. */
const FamilyDelaysSchema = z.strictObject({
  nodeNm: quantity().describe('Feature size that the delays are given for; others in proportion'),
  register: figure('From a clock edge to the output of a register, and setup of the next', 'ns'),
  level: figure('A six-input function with its wire to the next, in a small circuit', 'ns'),
  spread: figure('What wires of a level grow with every doubling of the lanes beyond four', 'ns'),
  carryEntry: figure('Into a carry chain and out of it', 'ns'),
  carryBit: figure('A bit of a carry chain', 'ns'),
  ramOutput: figure('From a clock edge to the output of a block RAM without output register', 'ns'),
  distributedOutput: figure('From a clock edge to the output of a memory made of logic', 'ns'),
  memorySetup: figure('Address of a memory before the clock edge', 'ns'),
  multiplier: figure('A product of 16 x 16 bits in a DSP block without registers', 'ns'),
  multiplierTwoStages: figure('The longer half of a product with registers before and behind it', 'ns'),
  multiplierThreeStages: figure('The longest part of a product with all registers of the block', 'ns'),
  fanOut: figure('What a net takes longer for every doubling of its loads beyond sixteen', 'ns'),
});
/** Delays of one family. */
export type FamilyDelays = z.output<typeof FamilyDelaysSchema>;

/**
 * Mapped levels of the stages of a design, and what levels, carries, memories and nets take in either family
 * (configs/technology/stage-delays.yaml). The clock model (src/energy/clock) adds them up.
 */
export const StageDelaysSchema = z.strictObject({
  name: printableLine,
  description: prose,
  levels: z.strictObject({
    chain: LevelsSchema.describe('Arbiter of all banks, port by port, by the requesters of a bank'),
    tree: LevelsSchema.describe('The same, all ports side by side'),
    rotatingChain: LevelsSchema.describe('What a rotating priority adds to a chain'),
    rotatingTree: LevelsSchema.describe('What it adds to a tree'),
    chainPort: LevelsSchema.describe('What every further port adds to a chain'),
    treePort: LevelsSchema.describe('What every further port adds to a tree'),
    crossbar: LevelsSchema.describe('A word of any of so many bank outputs'),
    stall: LevelsSchema.describe('Whether a lane of a beat waits, and the next beat with it'),
    ages: LevelsSchema.describe('Of several beats in flight: the ages of their slots, by the beats'),
  }),
  families: z.strictObject({ intel: FamilyDelaysSchema, xilinx: FamilyDelaysSchema }),
  uncertainty: figure(
    'Share by which a path of logic may be longer or shorter than it is estimated',
    'share',
  ),
});
/** Levels and delays of stages. */
export type StageDelays = z.output<typeof StageDelaysSchema>;
