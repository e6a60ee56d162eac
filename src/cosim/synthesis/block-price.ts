import { issueLogic, loaderLogic } from '../../energy/controller-logic.ts';
import { ewopLogic } from '../../energy/ewop-logic.ts';
import { arbiterLogic, crossbarLogic, queueLogic } from '../../energy/interconnect-logic.ts';
import { laneStreamLogic } from '../../energy/lane-logic.ts';
import { type LogicUse, noLogic, plus } from '../../energy/logic-use.ts';
import { multiplyLogic } from '../../energy/multiplier-logic.ts';
import { accumulatorLogic, treeLogic } from '../../energy/pe-logic.ts';
import type { FamilyCosts, ResourceCosts } from '../../energy/resource-costs.ts';
import { scaleLogic } from '../../energy/row-scales.ts';
import type { Footprint } from '../../hw/accounts/footprint.ts';
import type { BlockSample } from './block-samples.ts';
import type { SynthesisFamily } from './sizes.ts';

type Parameters = BlockSample['parameters'];

/**
 * Registers behind a product that Yosys packs into a DSP block: of Xilinx two or three, and of xc7 as many of
 * its operands in front of it; of Intel none.
 */
const packedRegisters = { xc7: 2, xcup: 3, cyclonev: 0, cyclone10gx: 0 } as const;

/** What a module has of a design with one PE, N lanes of 16 bits and accumulators of 48. */
function footprintOf(parameters: Parameters): Footprint {
  const of = (name: string, otherwise: number) => parameters[name] ?? otherwise;
  const lanes = of('LANES', 4);
  return {
    pes: 1,
    lanes,
    bits: of('WORD_BITS', 16),
    weightBits: of('VALUE_BITS', 16),
    accumulatorBits: of('ACC_BITS', 48),
    ports: of('PORTS', 1),
    arbitrated: true,
    sharedBuffer: false,
    window: of('WINDOW', 1),
    beatBits: of('BEAT_BITS', 0),
    beatsPerPe: of('WEIGHT_BEATS', 1024) - 1,
    regionWords: [2 ** of('ADDRESS_BITS', 5)],
    ewopLanes: lanes,
    ewopStyle: 'chained',
    peepholes: of('PEEPHOLES', 0) === 1,
    registerFileBits: 0,
    pipeline: {
      issue: 'arbitrated',
      arbiter: of('ROTATING', 0) === 1 ? 'rotating' : 'fixed',
      arbiterStyle: of('TREE', 0) === 1 ? 'tree' : 'chain',
      mulLatency: of('MUL_LATENCY', 3),
      bankOutputRegister: 0,
      crossbarRegister: of('REGISTER', of('CROSSBAR_REGISTER', 0)),
      addLatency: of('ADD_LATENCY', 1),
      activationLatency: of('ACTIVATION_LATENCY', 2),
      ewMulLatency: of('MULTIPLY_LATENCY', 3),
    },
  };
}

/** The multipliers of a module are all in DSP blocks. */
const inBlocks = { dsp: 0, inLogic: 0, logic: 0 };

const withoutLogic = ({ flipFlops }: LogicUse): LogicUse => ({ logic: 0, flipFlops });
const withoutRegisters = ({ logic }: LogicUse): LogicUse => ({ logic, flipFlops: 0 });

/** MUL, TREE, ACC and OUT of a PE; the operands of the multipliers are cleared outside. */
function macLogic(footprint: Footprint, family: FamilyCosts): LogicUse {
  const own = plus(treeLogic(footprint, family), accumulatorLogic(footprint, family));
  return plus(own, withoutLogic(multiplyLogic(footprint, inBlocks, family)));
}

/** A PE without its weight memory: counters of 16 bits but for the address, operands, and what they enter. */
function peLogic(parameters: Parameters, family: FamilyCosts, packs: number): LogicUse {
  const footprint = footprintOf(parameters);
  const { lanes, weightBits = 16 } = footprint;
  const { WORD_LATENCY = 1, ARBITRATED, NESTED = 0, COUNT_BITS, WEIGHT_BITS } = parameters;
  // Beats left, beat and row in S1, beat of a row where no bit ends it; of nested rows another.
  const counterBits = WEIGHT_BITS + COUNT_BITS * (ARBITRATED ? 3 : 4 + NESTED);
  const values = lanes * weightBits * Math.max(0, WORD_LATENCY - (packs === 2 ? packs : 0));
  const served = ARBITRATED ? lanes : 0;
  const control = 2 + 2 * WORD_LATENCY;
  const gates = family.operandBit.logic.value * lanes * weightBits;
  return plus(macLogic(footprint, family), {
    logic: gates + family.counterBit.logic.value * counterBits,
    flipFlops: counterBits + values + served + control,
  });
}

/**
 * The SpMV unit as `bbsim rtl --synth` maps it: PEs with arbiters and crossbars, and in every tile the
 * registers of one matrix and two counters of rows. What only a waveform shows is not there.
 */
function arrayLogic(parameters: Parameters, family: FamilyCosts, packs: number): LogicUse {
  const { PES, LANES, ARBITRATED } = parameters;
  const footprint = footprintOf({ ...parameters, ADDRESS_BITS: 8 });
  const sizes = { ...parameters, WEIGHT_BITS: 10, COUNT_BITS: 16 };
  const pe = peLogic(sizes, family, packs);
  const arbiter = ARBITRATED ? arbiterLogic(footprint, family) : noLogic;
  const crossbar = ARBITRATED ? crossbarLogic(footprint, family) : noLogic;
  const wiring = plus(arbiter, crossbar);
  // First beat, beats, rows and beats of a row, the last held where no bit ends rows; rows left and out. Less
  // the beat and the row in S1, and who was served, which is in the PE's own price.
  const registers = 10 + 3 * 16 + (ARBITRATED ? -16 : 16);
  const tile = { logic: family.counterBit.logic.value * 2 * 16, flipFlops: registers + 2 * 16 };
  const shown = { logic: -family.counterBit.logic.value * 2 * 16, flipFlops: -2 * 16 - 1 };
  const one = plus(plus(pe, wiring), plus(tile, shown));
  return {
    logic: PES * one.logic,
    flipFlops: PES * (one.flipFlops - (ARBITRATED ? LANES : 0)) + 1,
  };
}

/**
 * What lanes have in front of the adder tree, and the tree. Yosys packs all three registers of multipliers
 * whose product is not added at once, and has one bit for the sign of the result.
 */
function laneSums(parameters: Parameters, family: FamilyCosts, packs: number): LogicUse {
  const { ROWS_APART: rowsApart, ADDRESS_BITS } = parameters;
  const footprint = { ...footprintOf(parameters), laneStreams: { rowsApart, sumBits: 32 + ADDRESS_BITS } };
  const { lanes } = footprint;
  const { counterBit, laneQueue, ...others } = family;
  const none = { ...counterBit, logic: { ...counterBit.logic, value: 0 } };
  const queue = { ...laneQueue, row: { ...laneQueue.row, value: 0 } };
  const own = laneStreamLogic(
    { ...footprint, beatsPerPe: 1 },
    { ...others, counterBit: none, laneQueue: queue },
  );
  // The bits of rows and addresses are elsewhere.
  const sums = { logic: own.logic, flipFlops: own.flipFlops - lanes * (rowsApart + 1) };
  const { mulLatency } = footprint.pipeline ?? { mulLatency: 3 };
  const products = lanes * 32 * (packs > 0 ? 0 : mulLatency);
  const tree = plus(treeLogic(footprint, family), accumulatorLogic(footprint, family));
  const above = footprint.accumulatorBits - Math.min(48, 32 + ADDRESS_BITS + Math.ceil(Math.log2(lanes)));
  return plus(plus(sums, tree), { logic: 0, flipFlops: products - above });
}

/**
 * What the resource estimate says of a module that is mapped alone: the same functions that price a design,
 * with as many registers in DSP blocks as the tool packs. Null: it prices no module of this name.
 */
export function priceOf(
  { module, parameters, family: name }: BlockSample & { readonly family: SynthesisFamily },
  costs: ResourceCosts,
  ofFamily: FamilyCosts,
): LogicUse | null {
  const packs = packedRegisters[name];
  const family = { ...ofFamily, dspRegisters: { ...ofFamily.dspRegisters, value: packs } };
  const footprint = footprintOf(parameters);
  const { lanes } = footprint;
  switch (module) {
    case 'sum_tree': {
      const { SUM_BITS: sumBits } = parameters;
      const apart = { ...footprint, laneStreams: { rowsApart: 1, sumBits } };
      // The bits of the result above the sum are its sign, a register for all of them.
      const above = footprint.accumulatorBits - Math.min(48, sumBits + Math.ceil(Math.log2(lanes)));
      const tree = plus(treeLogic(apart, family), accumulatorLogic(apart, family));
      return { logic: tree.logic, flipFlops: tree.flipFlops - above };
    }
    case 'mac_pipeline':
      return macLogic(footprint, family);
    case 'pe':
      return peLogic(parameters, family, packs);
    case 'pe_array':
      return arrayLogic(parameters, family, packs);
    case 'csr_arbiter': {
      const { logic, flipFlops } = arbiterLogic(footprint, family);
      // Who was served stands in the PE.
      return { logic, flipFlops: flipFlops - lanes };
    }
    case 'bank_queues':
      return { logic: queueLogic({ ...footprint, queueDepth: parameters.DEPTH }, family), flipFlops: 0 };
    case 'window_arbiter':
      return withoutRegisters(arbiterLogic(footprint, family));
    case 'crossbar': {
      const { logic, flipFlops } = crossbarLogic(footprint, family);
      const { REGISTER = 0 } = parameters;
      // The weight and its bits travel in the PE.
      return { logic, flipFlops: flipFlops - REGISTER * (lanes * 16 + 2) };
    }
    case 'lane_stream': {
      const { ROWS_APART: rowsApart } = parameters;
      const one = { ...footprint, lanes: 1, laneStreams: { rowsApart, sumBits: 0 } };
      const own = laneStreamLogic(one, family);
      return { logic: own.logic, flipFlops: own.flipFlops - 1 };
    }
    default:
      return unitPrice(module, parameters, footprint, costs, family);
  }
}

/** The same of modules that are there once, or once for each element-wise lane or result port. */
function unitPrice(
  module: string,
  parameters: Parameters,
  footprint: Footprint,
  costs: ResourceCosts,
  family: FamilyCosts,
): LogicUse | null {
  switch (module) {
    case 'lane_sums':
      return laneSums(parameters, family, family.dspRegisters.value);
    case 'vector_loader':
      return loaderLogic(parameters.BANKS, family);
    case 'ewop_chained':
      return ewopLogic(footprint, costs, family);
    case 'ewop_gru':
      return ewopLogic({ ...footprint, cells: ['gru'] }, costs, family);
    case 'ewop_vector':
      return ewopLogic({ ...footprint, ewopStyle: 'instruction' }, costs, family);
    case 'row_rescale': {
      const { OUTS, SUM_BITS = 35 } = parameters;
      const scales = { wordBits: 21, wordsPerPe: 15, registers: 0, portsPerPe: OUTS, sumBits: SUM_BITS };
      const rowScales = { ...scales, multiplierBits: 17 };
      return scaleLogic({ ...footprint, rowScales }, true, family);
    }
    case 'controller':
      return issueLogic(
        {
          ewopStyle: 'instruction',
          instructions: parameters.INSTRUCTIONS,
          chaining: parameters.CHAINING === 1,
        },
        family,
      );
    case 'step_sequencer':
      return issueLogic({ ewopStyle: 'chained' }, family);
    default:
      return null;
  }
}
