import type { Footprint } from '../../hw/accounts/footprint.ts';
import { productBits } from '../logic-use.ts';
import type { StageDelays } from '../stage-delays.ts';
import { additionNs, type Delays, fanOutNs, levelsOf, logicNs, multiplierNs } from './delays.ts';

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
  const ofAges = window > 1 ? levelsOf(levels.ages, window) : 0;
  const stall = levelsOf(levels.stall, lanes * (footprint.sharedBuffer ? footprint.pes : 1));
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
  const own = levelsOf(isTree ? levels.tree : levels.chain, n);
  const turns = rotating ? levelsOf(isTree ? levels.rotatingTree : levels.rotatingChain, n) : 0;
  return own + turns + further * levelsOf(isTree ? levels.treePort : levels.chainPort, n);
}

/**
 * S2 to the multipliers: a word from its bank through the crossbar, with its optional registers, and the
 * product in as many parts as its multiplier has registers. Words of the second half of a cycle (`pump`) have
 * half a cycle unless the bank holds them. docs/timing.md section 3.
 */
export function wordStages(
  footprint: Clocked,
  { levels }: StageDelays,
  delays: Delays,
  { outputNs }: BankOutput,
): StagePath[] {
  const { arbitrated, pipeline, lanes, ports, banks = lanes, pump = 1 } = footprint;
  const { mulLatency, bankOutputRegister, crossbarRegister } = pipeline;
  const crossbar = arbitrated
    ? logicNs(levelsOf(levels.crossbar, banks * ports * pump), banks, delays)
    : logicNs(1, 1, delays);
  const product = multiplierNs(mulLatency, delays);
  const unregistered = mulLatency === 1 ? product : 0;
  const half = bankOutputRegister === 0 ? pump : 1;
  const begins = bankOutputRegister > 0 ? delays.register : outputNs;
  const toCrossbar = begins + crossbar + (crossbarRegister > 0 ? 0 : unregistered);
  const name = arbitrated ? 'crossbar' : 'vector buffer';
  const cut = arbitrated ? 'timing.crossbarRegister' : 'timing.bankOutputRegister';
  const stages: StagePath[] = [
    {
      stage: name,
      delayNs: half * toCrossbar + delays.register / 2,
      register:
        bankOutputRegister === 0
          ? { field: 'timing.bankOutputRegister', delayNs: delays.register * 1.5 + crossbar + unregistered }
          : crossbarRegister === 0 && arbitrated
            ? { field: cut, delayNs: delays.register * 1.5 + crossbar }
            : null,
    },
  ];
  const multiplies = mulLatency === 1 ? delays.register + product : product;
  const next = multiplierNs(mulLatency + 1, delays);
  stages.push({
    stage: 'multiplier',
    delayNs:
      mulLatency === 1 && crossbarRegister === 0 ? half * toCrossbar + delays.register / 2 : multiplies,
    register: next < multiplies ? { field: 'timing.mulLatency', delayNs: next } : null,
  });
  return stages;
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
