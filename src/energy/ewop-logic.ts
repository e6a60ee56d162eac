import type { Footprint } from '../hw/accounts/footprint.ts';
import type { LogicUse } from './logic-use.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';
import { stagesOf } from './stages.ts';

/** Bits that an element of the register file has above an accumulator: sums of three of them are exact. */
const ELEMENT_MORE = 3;

/** Bits that number the elements of a step. */
const NUMBER_BITS = 32;

/**
 * The element-wise lanes without their multipliers: logic fitted to mapped lanes, in proportion to W
 * (assumption), and registers as the RTL has them, with the latencies of `timing.*`. A chained lane that
 * computes LSTMs and GRUs has, of each resource, what the one that needs more of it has.
 */
export function ewopLogic(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { ewopLanes, ewopStyle, bits, cells = ['lstm'], peepholes } = footprint;
  const { chained, chainedGru, instruction, peephole } = family.ewopLane;
  const share = (ewopLanes * bits) / costs.operandBits.value;
  if (ewopStyle === 'instruction')
    return { logic: instruction.value * share, flipFlops: instructionRegisters(footprint) };
  let logic = 0;
  let flipFlops = 0;
  for (const cell of cells) {
    const isGru = cell === 'gru';
    const own = isGru ? chainedGru.value : chained.value + (peepholes ? peephole.value : 0);
    logic = Math.max(logic, own * share);
    flipFlops = Math.max(flipFlops, isGru ? gruRegisters(footprint) : lstmRegisters(footprint));
  }
  return { logic, flipFlops: ewopLanes * flipFlops + sequenceRegisters(footprint) };
}

/**
 * Registers of all lanes together, rtl/ewop_groups.sv: the number of the group that is read and held, and
 * beside every stage of a lane that it has a group, which, and whether it is the last.
 */
function sequenceRegisters(footprint: Footprint): number {
  const { addLatency, activationLatency, ewMulLatency } = stagesOf(footprint);
  const further = footprint.peepholes ? 2 * ewMulLatency + addLatency : 0;
  const depth = 2 * (addLatency + activationLatency + ewMulLatency) + further;
  return (NUMBER_BITS + 2) * depth + 3 * NUMBER_BITS;
}

/**
 * Registers of a chained lane of an LSTM, rtl/ewop_lane.sv and rtl/ewop_chained.sv: operands (four sums, four
 * biases, the state), gates, products, sums and what waits for them, words or, behind peepholes, sums.
 */
function lstmRegisters(footprint: Footprint): number {
  const { bits, accumulatorBits, peepholes } = footprint;
  const { addLatency: add, activationLatency: activate, ewMulLatency: multiply } = stagesOf(footprint);
  const sum = accumulatorBits + ELEMENT_MORE;
  const plain = 4 * sum + 5 * bits + bits * (8 * add + 8 * activate + 5 * multiply);
  if (!peepholes) return plain;
  const toOutput = add + activate + multiply + add;
  const waitingSums = sum * (4 * multiply + toOutput + multiply);
  const products = 3 * 2 * bits * multiply;
  // Three peepholes, the state until the products, the last peephole until c', and c' until its own product;
  // the output gate comes last and waits for nothing.
  const words =
    bits * (3 + multiply + (multiply + toOutput) + (multiply + add) - (add + activate + multiply));
  return plain + waitingSums + products + words;
}

/**
 * Registers of a chained lane of a GRU whose reset gate multiplies products over h, rtl/ewop_gru_lane.sv: the
 * other kind has fewer.
 */
function gruRegisters(footprint: Footprint): number {
  const { bits, accumulatorBits } = footprint;
  const { addLatency: add, activationLatency: activate, ewMulLatency: multiply } = stagesOf(footprint);
  const sum = accumulatorBits + ELEMENT_MORE;
  const toReset = add + activate + multiply;
  const words = 5 * (add + activate) + multiply + 2 * toReset + 2 * multiply + add;
  return 6 * sum + 5 * bits + sum * toReset + bits * words;
}

/** Bits of an instruction's number, and of the place that it writes to. */
const INDEX_BITS = 8;
const PLACE_BITS = 16;

/**
 * Registers of lanes of vector instructions, rtl/ewop_pipeline.sv and rtl/ewop_vector.sv: of every lane sums,
 * exact products and activations, a bit beside each; of all together the instruction that is read, and beside
 * the stages of every kind that there is a group, the last of which instruction, where it goes, and that and
 * for whom it is ready.
 */
function instructionRegisters(footprint: Footprint): number {
  const { ewopLanes, bits, accumulatorBits } = footprint;
  const { addLatency, activationLatency, ewMulLatency } = stagesOf(footprint);
  const sum = accumulatorBits + ELEMENT_MORE;
  const lane = addLatency * (sum + 1) + ewMulLatency * (2 * bits + 1) + activationLatency * (bits + 1);
  const beside = 3 + 2 * INDEX_BITS + PLACE_BITS;
  const held = 3 * NUMBER_BITS + 9 + INDEX_BITS + 3 * PLACE_BITS + 3;
  return ewopLanes * lane + (addLatency + ewMulLatency + activationLatency) * beside + held;
}
