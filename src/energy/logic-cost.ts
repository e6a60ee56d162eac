import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, productBits } from './logic-use.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';
import { passRegisters, rowBorders } from './tree-logic.ts';

type Unit = FamilyCosts['controller'];
type ShuffleSpec = NonNullable<Footprint['shuffle']>;

const noLogic: LogicUse = { logic: 0, flipFlops: 0 };

const scaled = (unit: Unit, factor: number): LogicUse => ({
  logic: unit.logic.value * factor,
  flipFlops: unit.flipFlops.value * factor,
});
const plus = (a: LogicUse, b: LogicUse): LogicUse => ({
  logic: a.logic + b.logic,
  flipFlops: a.flipFlops + b.flipFlops,
});

/**
 * All PEs without multipliers, memories, arbiter and crossbar: base + lane x N per PE, fitted to mapped
 * cell counts of bank-balanced PEs (resource-costs.yaml), and what an odd number of nodes adds to a level of
 * the tree. Lanes scale with the bits of a product, the base with the accumulator bits (assumption).
 */
export function peLogic(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { pes, lanes, accumulatorBits, shuffle, rowPacking } = footprint;
  const base = scaled(family.peBase, (pes * accumulatorBits) / costs.accumulatorBits.value);
  const share = productBits(footprint) / (2 * costs.operandBits.value);
  const lane = scaled(family.peLane, pes * lanes * share);
  const plain = plus(plus(base, lane), passRegisters(footprint));
  if (rowPacking) return plus(plain, rowBorders(footprint, rowPacking, family));
  return shuffle ? plus(plain, taggedAccumulators(footprint, shuffle, lane)) : plain;
}

/**
 * Accumulators by row at the banks of all PEs: another adder of a lane, as wide as an accumulator beside a
 * product (assumption: in proportion), and a register for every bank and open row with a bit that it holds a
 * sum.
 */
function taggedAccumulators(footprint: Footprint, { openRows }: ShuffleSpec, lane: LogicUse): LogicUse {
  const { pes, lanes, accumulatorBits } = footprint;
  return {
    logic: (lane.logic * accumulatorBits) / productBits(footprint),
    flipFlops: pes * lanes * openRows * (accumulatorBits + 1),
  };
}

/**
 * Bank arbiters and data crossbars: a crosspoint for every lane and bank port that can meet. A private buffer
 * has N lanes and N banks in each of M PEs (c x N^2 per PE, fitted to what mapped CSR PEs have above
 * bank-balanced ones), W times as many with W beats in flight (assumption: the same c, without the order of
 * their age), and the registers of the window; C copies of it have N / C lanes by N banks each. A shared
 * buffer has M x N lanes by its banks (assumption: the same c). Scales with P, twice that with double
 * pumping, and, by assumption, with W.
 */
export function crossbarLogic(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { arbitrated, sharedBuffer, pes, lanes, ports, bits, window = 1, shuffle } = footprint;
  const { banks = lanes, vectorCopies = 1, pump = 1 } = footprint;
  if (!arbitrated) return noLogic;
  if (shuffle) return shuffleNetwork(footprint, shuffle, costs, family);
  const crossbars = vectorCopies * (sharedBuffer ? 1 : pes);
  const lanesEach = (sharedBuffer ? pes * lanes : lanes) / vectorCopies;
  const crosspoints = crossbars * window * lanesEach * banks * ports * pump;
  const crossbar = scaled(family.crossbarCrosspoint, (crosspoints * bits) / costs.operandBits.value);
  return plus(crossbar, { logic: 0, flipFlops: windowRegisters(footprint) });
}

/**
 * Shuffle units: a crosspoint for every lane and bank of a PE, as wide as a request (weight, word, tag of the
 * row) instead of a word (assumption: in proportion), registers for the requests of every stage of the
 * arbiter, and, to know which rows are complete, a crosspoint of one bit for every bank and open row, and a
 * counter of a word for every open row (assumption).
 */
function shuffleNetwork(
  { pes, lanes, bits, beatBits }: Footprint,
  { retryCycles, openRows }: ShuffleSpec,
  costs: ResourceCosts,
  family: FamilyCosts,
): LogicUse {
  const requestBits = beatBits / lanes - 1 - Math.ceil(Math.log2(lanes));
  const crossbar = scaled(
    family.crossbarCrosspoint,
    (pes * lanes * (lanes * requestBits + openRows)) / costs.operandBits.value,
  );
  return plus(crossbar, { logic: 0, flipFlops: pes * (retryCycles * beatBits + openRows * bits) });
}

/**
 * Flip-flops of all windows: W beats that were read from the weight memory, a word for every lane of them
 * that its bank has served, and a bit that it waits, with queues of limited depth another that it stands at
 * its bank. A single beat needs none, since the output register of the weight memory holds it and its words
 * go on as they come; where rows share beats, they wait for one another.
 */
function windowRegisters(footprint: Footprint): number {
  const { pes, lanes, bits, beatBits, window = 1, boundedQueues, rowPacking } = footprint;
  if (window === 1) return rowPacking ? pes * lanes * (bits + 1) : 0;
  return pes * window * (beatBits + lanes * (bits + (boundedQueues ? 2 : 1)));
}

/**
 * The element-wise lanes without their multipliers; scales with W (assumption). A chained lane that computes
 * LSTMs and GRUs has, of each resource, what the one that needs more of it has.
 */
export function ewopLogic(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { ewopLanes, ewopStyle, bits, cells = ['lstm'] } = footprint;
  const { chained, chainedGru, instruction, complement } = family.ewopLane;
  const factor = (ewopLanes * bits) / costs.operandBits.value;
  if (ewopStyle === 'chained') {
    const lanes = cells.map((cell) => scaled(cell === 'gru' ? chainedGru : chained, factor));
    return lanes.reduce((a, b) => ({
      logic: Math.max(a.logic, b.logic),
      flipFlops: Math.max(a.flipFlops, b.flipFlops),
    }));
  }
  const plain = scaled(instruction, factor);
  return cells.includes('gru') ? plus(plain, scaled(complement, factor)) : plain;
}

/**
 * The expander between the DMA and the weight memories, of packed streams: a burst that is taken apart and
 * the beat that is filled are registers, and every bit of the beat comes from any of N lanes, a tree of
 * 4:1 selections. Model: one expander, as fast as the memory.
 */
export function expanderLogic(
  { expandedBurstBits = 0, beatBits, lanes }: Footprint,
  { expander }: FamilyCosts,
): LogicUse {
  if (expandedBurstBits === 0) return { logic: 0, flipFlops: 0 };
  return {
    logic: expander.logic.value * beatBits * Math.ceil(Math.log2(lanes) / 2),
    flipFlops: expander.flipFlops.value * (expandedBurstBits + beatBits),
  };
}

/** Controller, broadcast and DMA: the same for every size (assumption). */
export function controllerLogic(family: FamilyCosts): LogicUse {
  return scaled(family.controller, 1);
}

/** A group of equal multipliers: how many, and the logic of one that finds no DSP block. */
export interface MultiplierGroup {
  readonly count: number;
  readonly logicEach: number;
}

/** Multipliers of the SpMV lanes (W x W, or 8 x W). */
export function laneMultipliers(
  { pes, lanes, bits, weightBits = bits }: Footprint,
  costs: ResourceCosts,
  family: FamilyCosts,
): MultiplierGroup {
  return { count: pes * lanes, logicEach: multiplierLogic(weightBits, bits, costs, family) };
}

/**
 * Multipliers of the element-wise lanes: products (W x W), and interpolation of activations (W x the
 * bits of a step between two ends). docs/timing.md section 6.
 */
export function ewopMultipliers(
  footprint: Footprint,
  costs: ResourceCosts,
  family: FamilyCosts,
): readonly MultiplierGroup[] {
  const { activation, bits, ewopLanes } = footprint;
  const { products, interpolators } = multipliersPerLane(footprint, costs);
  const stepBits = activation?.stepBits ?? bits - 6;
  return [
    { count: ewopLanes * products, logicEach: multiplierLogic(bits, bits, costs, family) },
    {
      count: stepBits > 0 ? ewopLanes * interpolators : 0,
      logicEach: multiplierLogic(bits, stepBits, costs, family),
    },
  ];
}

/** Those of one lane; a chained one that computes both cells has as many as the one that needs more. */
function multipliersPerLane(
  { ewopStyle, cells = ['lstm'], peepholes = false }: Footprint,
  { ewop }: ResourceCosts,
): { readonly products: number; readonly interpolators: number } {
  const ofLstm = () => {
    const { multipliersPerLane, peepholeMultipliersPerLane, interpolatorsPerLane } = ewop[ewopStyle];
    const products = multipliersPerLane.value + (peepholes ? peepholeMultipliersPerLane.value : 0);
    return { products, interpolators: interpolatorsPerLane.value };
  };
  const { multipliersPerLane, interpolatorsPerLane } = ewop.chainedGru;
  const ofGru = { products: multipliersPerLane.value, interpolators: interpolatorsPerLane.value };
  const lanes = cells.map((cell) => (cell === 'gru' && ewopStyle === 'chained' ? ofGru : ofLstm()));
  return lanes.reduce((a, b) => ({
    products: Math.max(a.products, b.products),
    interpolators: Math.max(a.interpolators, b.interpolators),
  }));
}

/** Deals groups of multipliers, in their order, to DSP blocks of `perBlock` each; the rest is logic. */
export function placeMultipliers(
  groups: readonly MultiplierGroup[],
  perBlock: number,
  freeBlocks: number,
): { readonly dsp: number; readonly logic: number } {
  let blocks = 0;
  let logic = 0;
  for (const { count, logicEach } of groups) {
    const taken = Math.min(freeBlocks - blocks, Math.ceil(count / perBlock));
    blocks += taken;
    logic += Math.max(0, count - taken * perBlock) * logicEach;
  }
  return { dsp: blocks, logic };
}

/** Logic of an `a` x `b` multiplier: in proportion to a x b (assumption). */
export function multiplierLogic(a: number, b: number, costs: ResourceCosts, family: FamilyCosts): number {
  return (family.multiplierLogic.value * a * b) / costs.operandBits.value ** 2;
}
