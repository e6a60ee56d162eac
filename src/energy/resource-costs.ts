import { z } from 'zod';
import { amount, printableLine, prose } from '../config/field-types.ts';
import { MarkSchema, origin } from './mark.ts';
import type { StageDelays } from './stage-delays.ts';

const cost = (what: string) =>
  z
    .strictObject({
      value: amount(),
      unit: printableLine,
      source: origin.source,
      mark: z
        .enum([...MarkSchema.options, 'fitted'])
        .describe('How the constant is known; fitted: to mapped cell counts'),
    })
    .describe(what);

/** Logic and flip-flops of one unit. */
const unitCost = (what: string) =>
  z.strictObject({ logic: cost(`Logic of ${what}`), flipFlops: cost(`Flip-flops of ${what}`) });

const ewopStyle = z.strictObject({
  multipliersPerLane: cost('W x W multipliers of one element-wise lane'),
  peepholeMultipliersPerLane: cost('Further W x W multipliers of a lane when there are peepholes'),
  interpolatorsPerLane: cost('Interpolation multipliers, W x the bits of a step, of one element-wise lane'),
});

/** Of a lane that computes one cell a cycle: the same of a GRU, which has no peepholes. */
const gruLane = ewopStyle.omit({ peepholeMultipliersPerLane: true });

const FamilyCostsSchema = z.strictObject({
  multiplierLogic: cost('Logic of a W x W multiplier that finds no DSP block, at the reference operand bits'),
  peBase: unitCost('a PE without its lanes: accumulator, row counter, control'),
  peLane: unitCost('one lane of a PE: its share of the adder tree and pipeline registers'),
  arbiterCrosspoint: unitCost('an arbiter, per lane and bank port that it connects'),
  crossbarCrosspoint: unitCost('a crossbar, per lane and bank port that it connects'),
  ewopLane: z.strictObject({
    chained: unitCost('one element-wise lane, multipliers apart'),
    chainedGru: unitCost('one element-wise lane of a GRU, multipliers apart'),
    instruction: unitCost('one element-wise lane, multipliers apart'),
    complement: unitCost('1 - z in a lane of the instruction style, of designs that run a GRU'),
  }),
  controller: unitCost('controller, broadcast of the vector and DMA'),
  expander: z
    .strictObject({
      logic: cost('Logic of the expander, per bit of a beat and level of 4:1 selections'),
      flipFlops: cost('Flip-flops of the expander, per bit that it holds'),
    })
    .describe('The expander that makes beats of the entries of a packed stream'),
});
/** What logic costs in one family of devices. */
export type FamilyCosts = z.output<typeof FamilyCostsSchema>;

/**
 * The constants of the resource estimate (configs/technology/resource-costs.yaml): what a unit of the
 * datapath costs in logic of either family. Logic in ALM (intel) or LUT (xilinx), at the reference widths.
 */
export const ResourceCostsSchema = z.strictObject({
  name: printableLine,
  description: prose,
  operandBits: cost('Operand bits (W) of the designs that were mapped'),
  accumulatorBits: cost('Accumulator bits of the designs that were mapped'),
  distributedRamWords: cost('Deepest memory that goes to MLABs or LUT RAM; deeper ones go to block RAM'),
  ewop: z.strictObject({ chained: ewopStyle, chainedGru: gruLane, instruction: ewopStyle }),
  families: z.strictObject({ intel: FamilyCostsSchema, xilinx: FamilyCostsSchema }),
});
/** The constants of the resource estimate, and of the delays of its stages. */
export type ResourceCosts = z.output<typeof ResourceCostsSchema> & { readonly stages: StageDelays };
