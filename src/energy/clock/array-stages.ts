import type { Footprint } from '../../hw/accounts/footprint.ts';
import { productBits } from '../logic-use.ts';
import type { StageDelays } from '../stage-delays.ts';
import { additionNs, type Delays, fanOutNs, logicNs, mappedLevels, multiplierNs } from './delays.ts';

/** A path from register to register, and the field of which one more cuts it; null: none does. */
export interface StagePath {
  readonly stage: string;
  readonly delayNs: number;
  readonly register: { readonly field: string; readonly delayNs: number } | null;
}

/** A footprint whose stages are known. */
export type Clocked = Omit<Footprint, 'beatsPerPe'> & {
  readonly pipeline: NonNullable<Footprint['pipeline']>;
};

/** Where the words of the vector lie: the outputs of their memories. */
export interface BankOutput {
  readonly outputNs: number;
}

/** Requesters of one bank, and the banks that a lane can reach. */
function requestersOf({ lanes, pes, window = 1, vectorCopies = 1, sharedBuffer }: Clocked): number {
  return ((sharedBuffer ? pes * lanes : lanes) / vectorCopies) * window;
}

/**
 * S1: a beat at the output of its memory, through arbiter and stall to the addresses of banks and of the next
 * beat. Without an arbiter the words of a beat are the addresses. A shuffle unit's arbiter has as many stages
 * as a lost request takes to come back (assumption: they can be spread over it). docs/timing.md section 3.
 */
export function issueStage(footprint: Clocked, { levels }: StageDelays, delays: Delays): StagePath {
  const { lanes, beatBits, arbitrated, pipeline, window = 1, shuffle, laneStreams } = footprint;
  const begins = window > 1 ? delays.register : delays.ramOutput;
  if (!arbitrated) {
    const counted = laneStreams ? 2 : 1;
    const delayNs = begins + logicNs(counted, lanes, delays) + delays.memorySetup;
    return { stage: 'weight memory', delayNs, register: null };
  }
  const arbiter = arbiterLevels(footprint, levels);
  const stages = shuffle?.retryCycles ?? 1;
  const ofAges = window > 1 ? mappedLevels(levels.ages, window) : 0;
  const stall = mappedLevels(levels.stall, lanes * (footprint.sharedBuffer ? footprint.pes : 1));
  const choice = logicNs(arbiter + ofAges, requestersOf(footprint), delays) / stages;
  const follows = shuffle ? 0 : logicNs(stall, lanes, delays) + fanOutNs(beatBits, delays);
  const delayNs = begins + choice + follows + delays.memorySetup;
  const next = stages > 1 ? { field: 'retryCycles', delayNs: delayNs - choice / (stages + 1) } : null;
  return { stage: pipeline.issue === 'windowed' ? 'windowed arbiter' : 'arbiter', delayNs, register: next };
}

function arbiterLevels(footprint: Clocked, levels: StageDelays['levels']): number {
  const { pipeline, ports, pump = 1 } = footprint;
  const n = requestersOf(footprint);
  const isTree = pipeline.arbiterStyle === 'tree';
  const rotating = pipeline.arbiter === 'rotating';
  const further = ports * pump - 1;
  const own = mappedLevels(isTree ? levels.tree : levels.chain, n);
  const turns = rotating ? mappedLevels(isTree ? levels.rotatingTree : levels.rotatingChain, n) : 0;
  return own + turns + further * mappedLevels(isTree ? levels.treePort : levels.chainPort, n);
}

/** What the way of a word to its product is made of. */
interface WordPath {
  readonly outputNs: number;
  readonly crossbarNs: number;
  readonly pump: number;
  readonly delays: Delays;
}

/** Registers of a bank's output, of the crossbar and of a multiplier. */
interface WordRegisters {
  readonly bank: number;
  readonly crossbar: number;
  readonly products: number;
}

/** From a bank to the next register: behind the crossbar, at the multiplier, or behind the product. */
function wordNs(path: WordPath, { bank, crossbar, products }: WordRegisters): number {
  const { outputNs, crossbarNs, pump, delays } = path;
  const begins = bank > 0 ? delays.register : outputNs;
  const ends = products === 1 && crossbar === 0 ? delays.multiplier : delays.register / 2;
  return (bank > 0 ? 1 : pump) * (begins + crossbarNs + ends);
}

/** The longest part of a product that has registers of its own on both sides; 0: it ends the word's path. */
function productNs({ delays }: WordPath, { crossbar, products }: WordRegisters): number {
  if (products > 1) return multiplierNs(products, delays);
  return crossbar === 0 ? 0 : delays.register + delays.multiplier;
}

/**
 * S2 to the multipliers: a word from its bank through the crossbar, with its optional registers, and the
 * product in as many parts as its multiplier has registers: with one it ends the path of the word. Words of
 * the second half of a cycle (`pump`) have half a cycle unless the bank holds them. docs/timing.md section 3.
 */
export function wordStages(
  footprint: Clocked,
  { levels }: StageDelays,
  delays: Delays,
  { outputNs }: BankOutput,
): StagePath[] {
  const { arbitrated, pipeline, lanes, ports, banks = lanes, pump = 1 } = footprint;
  const selected = arbitrated ? mappedLevels(levels.crossbar, banks * ports * pump) : 1;
  const path = { outputNs, crossbarNs: logicNs(selected, arbitrated ? banks : 1, delays), pump, delays };
  const { bankOutputRegister: bank, crossbarRegister: crossbar, mulLatency: products } = pipeline;
  const now = { bank, crossbar, products };
  const longest = (registers: WordRegisters) => Math.max(wordNs(path, registers), productNs(path, registers));
  const multiplied = { field: 'timing.mulLatency', delayNs: longest({ ...now, products: products + 1 }) };
  const oneMore: Register[] = [
    ...(bank === 0
      ? [{ field: 'timing.bankOutputRegister', delayNs: wordNs(path, { ...now, bank: 1 }) }]
      : []),
    ...(arbitrated && crossbar === 0
      ? [{ field: 'timing.crossbarRegister', delayNs: longest({ ...now, crossbar: 1 }) }]
      : []),
    multiplied,
  ];
  const delayNs = wordNs(path, now);
  const product = productNs(path, now);
  const further = { ...multiplied, delayNs: productNs(path, { ...now, products: products + 1 }) };
  return [
    { stage: arbitrated ? 'crossbar' : 'vector buffer', delayNs, register: best(oneMore, delayNs) },
    ...(product === 0 ? [] : [{ stage: 'multiplier', delayNs: product, register: best([further], product) }]),
  ];
}

type Register = NonNullable<StagePath['register']>;

/** The register that leaves least of a path; null where none leaves less than it is. */
function best(registers: readonly Register[], delayNs: number): Register | null {
  const found = registers.reduce((a, b) => (b.delayNs < a.delayNs ? b : a));
  return found.delayNs < delayNs ? found : null;
}

/** A level of the adder tree at its widest, and the accumulator with the choice whether a row begins. */
export function sumStages(footprint: Clocked, delays: Delays): StagePath[] {
  const { lanes, accumulatorBits, laneStreams, shuffle, rowScales, rowPacking } = footprint;
  const width = Math.min(
    accumulatorBits,
    (laneStreams?.sumBits ?? productBits(footprint)) + Math.ceil(Math.log2(lanes)),
  );
  const wire = logicNs(1, lanes, delays);
  const chooses = shuffle || laneStreams || rowPacking ? 2 : 1;
  const sums: StagePath[] = [
    { stage: 'adder tree', delayNs: delays.register + wire + additionNs(width, delays), register: null },
    {
      stage: 'accumulator',
      delayNs: delays.register + logicNs(chooses, 4, delays) + additionNs(accumulatorBits, delays),
      register: null,
    },
  ];
  if (!rowScales) return sums;
  const shift = logicNs(3, 4, delays) + additionNs(accumulatorBits, delays);
  return [...sums, { stage: 'row scales', delayNs: delays.register + shift, register: null }];
}

/** A LOAD: a word of the register file to a bank of every PE and copy. docs/timing.md section 4. */
export function loadStage(footprint: Clocked, delays: Delays): StagePath {
  const { pes, vectorCopies = 1, sharedBuffer } = footprint;
  const loads = sharedBuffer ? 1 : pes * vectorCopies;
  const delayNs = delays.ramOutput + logicNs(1, 4, delays) + fanOutNs(loads, delays) + delays.memorySetup;
  return { stage: 'vector load', delayNs, register: null };
}
