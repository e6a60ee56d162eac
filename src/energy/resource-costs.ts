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

/** Logic alone, of units whose registers are written down from the RTL. */
const logicCost = (what: string) => z.strictObject({ logic: cost(`Logic of ${what}`) });

const FamilyCostsSchema = z.strictObject({
  multiplierLogic: cost('Logic of a W x W multiplier that finds no DSP block, at the reference operand bits'),
  dspRegisters: cost('Registers of a multiplier that a DSP block has itself; further ones are flip-flops'),
  adderBit: logicCost('a bit of an adder of the trees'),
  accumulatorBit: logicCost('a bit of an accumulator: an adder that begins anew with a row'),
  operandBit: logicCost('a bit of a weight in front of a multiplier, which lanes without a word clear'),
  counterBit: logicCost('a bit of the address and row counters of a PE, and of what they are compared with'),
  arbiter: z
    .strictObject({
      chain: cost('Choice of who is served at a port of a bank, port by port, per requester'),
      window: cost('What every beat in flight adds to it, of which the oldest goes first'),
      rotating: cost('What a rotating priority adds to it'),
      tree: z
        .strictObject({
          level: cost('A level of the choice for all ports at once, of requests that are counted in a tree'),
          window: cost('What every beat in flight adds'),
          rotating: cost('What a rotating priority adds to a level'),
          wordBit: cost('Selection of a bit of the word that is read, per requester'),
        })
        .describe('The same choice in a tree of ceil(log2 requesters) levels'),
      queue: cost(
        'Places at banks that are counted, per lane that stands or looks for one and bit of their number',
      ),
      wordBit: cost('Selection of a bit of the word that is read, per requester'),
    })
    .describe('Logic of arbiters, per requester and port of a bank that can meet'),
  crossbarBit: logicCost('a crossbar, per lane and port of a bank that can meet and bit of a word'),
  ewopLane: z
    .strictObject({
      chained: cost('One that completes an element of an LSTM in a cycle'),
      peephole: cost('What peepholes add to it'),
      chainedGru: cost('One that completes an element of a GRU in a cycle'),
      instruction: cost('One that does one vector instruction at a time'),
    })
    .describe('Logic of an element-wise lane, multipliers apart'),
  laneQueue: z
    .strictObject({
      sumBit: cost('An accumulator of a lane and its partial sums, per bit of a sum and place'),
      row: cost('How far a lane is among the rows that it may take words of, per row'),
    })
    .describe('Logic of lanes that run by themselves'),
  rescalerBit: logicCost('a rescaler of int8 weights, per bit of an accumulator'),
  loader: unitCost('the load path without its banks'),
  loaderBank: logicCost('the load path, per bank'),
  controller: z.strictObject({
    chained: unitCost('the sequencer of the phases of a step'),
    instruction: unitCost('the controller of vector instructions, per instruction of a program'),
    chaining: unitCost('what chaining adds to it, per instruction'),
  }),
  hostInterface: unitCost('the interface to the host and the DMA engine'),
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
  distributedRamWords: cost('Deepest memory that goes to MLABs or LUT RAM; deeper ones go to block RAM'),
  broadcastFanOut: cost('Vector buffers that one copy of what is broadcast drives'),
  ewop: z.strictObject({ chained: ewopStyle, chainedGru: gruLane, instruction: ewopStyle }),
  families: z.strictObject({ intel: FamilyCostsSchema, xilinx: FamilyCostsSchema }),
});
/** The constants of the resource estimate, and of the delays of its stages. */
export type ResourceCosts = z.output<typeof ResourceCostsSchema> & { readonly stages: StageDelays };
