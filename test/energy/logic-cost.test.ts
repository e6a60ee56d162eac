import { describe, expect, it } from 'vitest';
import { arbiterLogic, crossbarLogic } from '../../src/energy/interconnect-logic.ts';
import { laneCounterLogic, laneStreamLogic } from '../../src/energy/lane-logic.ts';
import { plus } from '../../src/energy/logic-use.ts';
import { multiplyLogic, placeMultipliers } from '../../src/energy/multiplier-logic.ts';
import { accumulatorLogic, treeLogic } from '../../src/energy/pe-logic.ts';
import type { Footprint } from '../../src/hw/accounts/footprint.ts';
import { bbs, costs, csr } from './shipped.ts';

const { intel } = costs.families;
/** Arbiters and crossbars of all PEs. */
const interconnect = (footprint: Footprint) =>
  plus(arbiterLogic(footprint, intel), crossbarLogic(footprint, intel));
const timing = {
  issue: 'arbitrated',
  arbiter: 'fixed',
  arbiterStyle: 'chain',
  mulLatency: 3,
  bankOutputRegister: 0,
  crossbarRegister: 0,
  addLatency: 1,
  activationLatency: 2,
  ewMulLatency: 3,
} as const;
/** Words of a bank of 27: five bits. */
const WORD_BITS = 5;

describe('arbiter and crossbar', () => {
  it('are not there without arbitration', () => {
    expect(interconnect(bbs)).toEqual({ logic: 0, flipFlops: 0 });
  });

  it('have a choice, a word to select and a crosspoint of 16 bits for each lane and bank that can meet', () => {
    const { chain, wordBit } = intel.arbiter;
    const each = chain.value + WORD_BITS * wordBit.value + 16 * intel.crossbarBit.logic.value;
    expect(interconnect({ ...csr, pes: 3, lanes: 8 }).logic).toBeCloseTo(3 * 8 * 8 * each, 6);
    const shared = { ...csr, sharedBuffer: true, pes: 4, lanes: 8 } as const;
    expect(interconnect(shared).logic).toBeCloseTo(4 * 8 * 8 * each, 6);
    expect(interconnect({ ...shared, ports: 2 }).logic).toBeCloseTo(2 * 4 * 8 * 8 * each, 6);
  });

  it('hold a bit of every lane that was served, and the bank that its word comes from', () => {
    expect(interconnect({ ...csr, pes: 3, lanes: 8 }).flipFlops).toBe(3 * 8 * (1 + 3));
  });

  it('with a rotating priority have a mask of lanes, and logic that looks twice', () => {
    const one = { ...csr, pes: 3, lanes: 8, pipeline: timing };
    const rotating = arbiterLogic({ ...one, pipeline: { ...timing, arbiter: 'rotating' } }, intel);
    const fixed = arbiterLogic(one, intel);
    expect(rotating.flipFlops - fixed.flipFlops).toBe(3 * 8);
    expect(rotating.logic - fixed.logic).toBeCloseTo(3 * 64 * intel.arbiter.rotating.value, 6);
  });

  it('with a crossbar register hold the words, the weights beside them, and that they are there', () => {
    const one = { ...csr, pes: 3, lanes: 8, pipeline: timing };
    const cut = crossbarLogic({ ...one, pipeline: { ...timing, crossbarRegister: 1 } }, intel);
    expect(cut.flipFlops - crossbarLogic(one, intel).flipFlops).toBe(3 * (8 * 32 + 2));
  });
});

describe('the registers of multipliers', () => {
  const inBlocks = { dsp: 8, inLogic: 0, logic: 0 };
  const flipFlops = (mulLatency: number, inLogic = 0) =>
    multiplyLogic(
      { ...bbs, pes: 2, lanes: 8, pipeline: { ...timing, mulLatency } },
      { ...inBlocks, inLogic },
      intel,
    ).flipFlops;

  it('are in DSP blocks up to three, of which only what travels beside is left', () => {
    expect([1, 2, 3].map((mulLatency) => flipFlops(mulLatency))).toEqual([4, 8, 12]);
  });

  it('stand behind weights that each lane clears by itself where an arbiter may leave it without a word', () => {
    const inStep = multiplyLogic({ ...bbs, pes: 2, lanes: 8 }, inBlocks, intel).logic;
    const alone = multiplyLogic({ ...csr, pes: 2, lanes: 8 }, inBlocks, intel).logic;
    expect(alone - inStep).toBeCloseTo(16 * 16 * intel.operandBit.logic.value, 6);
  });

  it('beyond three are a product wide each, those of multipliers in logic all are', () => {
    expect(flipFlops(5) - 5 * 4).toBe(16 * 2 * 32);
    expect(flipFlops(5, 6) - 5 * 4).toBe(10 * 2 * 32 + 6 * 5 * 32);
  });
});

describe('a shuffle unit', () => {
  const one = { ...csr, pes: 4, lanes: 8, beatBits: 8 * 30 } as const;
  const shuffled = { ...one, shuffle: { retryCycles: 3, openRows: 5 } };

  it('has crosspoints as wide as a request, and registers for the requests of every stage', () => {
    const bits = 4 * 8 * (8 * (30 - 1 - 3) + 5);
    expect(crossbarLogic(shuffled, intel).logic).toBeCloseTo(bits * intel.crossbarBit.logic.value, 6);
    // A rotating priority, three requests a lane on their way back, and five counters of a word.
    expect(arbiterLogic(shuffled, intel).flipFlops).toBe(4 * (3 * 8 * 30 + 5 * 16 + 8));
  });

  it('has an accumulator and its bit for every bank and open row, and an adder as wide', () => {
    const { logic, flipFlops } = accumulatorLogic(shuffled, intel);
    expect(flipFlops).toBe(4 * (8 * 5 * 49 + 49));
    expect(logic).toBeCloseTo(4 * 8 * 48 * intel.accumulatorBit.logic.value, 6);
  });
});

describe('lanes that take entries in turn, from memories of their own', () => {
  const laneMemories = { wordBits: 31, rowMemories: 2, rowBits: 9, rowsPerPe: 10 };
  const own = { ...csr, pes: 3, lanes: 8, beatsPerPe: 100, laneMemories };

  it('count addresses and entries, seven bits each for 100 words, and compare with the end of a row', () => {
    expect(laneCounterLogic(own, intel)).toEqual({
      logic: 3 * 8 * (7 + 7 + 9),
      flipFlops: 3 * 8 * (7 + 7),
    });
    const { laneMemories: _, ...inStep } = own;
    expect(laneCounterLogic(inStep, intel)).toEqual({ logic: 0, flipFlops: 0 });
  });
});

describe('a window', () => {
  const one = { ...csr, pes: 4, lanes: 8, beatBits: 200 } as const;

  it('of one beat costs nothing above arbiter and crossbar', () => {
    expect(interconnect({ ...one, window: 1 })).toEqual(interconnect(one));
  });

  it('has requesters for every lane of every beat in flight, which beats take by their age', () => {
    const single = arbiterLogic(one, intel);
    const { logic } = arbiterLogic({ ...one, window: 3 }, intel);
    expect(logic).toBeCloseTo(3 * single.logic + 3 * 4 * 64 * 3 * intel.arbiter.window.value, 6);
    const [alone, three] = [one, { ...one, window: 3 }].map((size) => crossbarLogic(size, intel).logic);
    expect(three).toBeCloseTo(3 * alone, 6);
  });

  it('holds beats, words and waiting lanes, with queues of limited depth also those that stand', () => {
    const open = arbiterLogic({ ...one, window: 3 }, intel);
    expect(open.flipFlops).toBe(4 * 3 * (200 + 8 * (16 + 1)));
    const bounded = arbiterLogic({ ...one, window: 3, queueDepth: 2 }, intel);
    expect(bounded.flipFlops - open.flipFlops).toBe(4 * 3 * 8);
    // Three beats stand and one looks for places, of which up to two are counted.
    expect(bounded.logic - open.logic).toBeCloseTo(4 * 4 * 8 * 8 * 2 * intel.arbiter.queue.value, 6);
  });
});

describe('rows that share beats', () => {
  const one = { ...csr, pes: 4, lanes: 8, bits: 16, beatBits: 8 * 30 } as const;
  const packed = {
    ...one,
    rowPacking: { rowsPerCycle: 3 },
    pipeline: { ...timing, bankOutputRegister: 1 },
  };

  it('have a reader for each row that may leave: its end, an adder and a selection at every level, a result', () => {
    const [plain, shared] = [treeLogic(one, intel), treeLogic(packed, intel)];
    // A sum of eight products of 32 bits has 35; seven nodes: three selections of four; ends: four bits.
    const each = 8 + 35 * (3 + 3) + 48;
    expect(shared.logic - plain.logic).toBeCloseTo(4 * (3 * each + 48), 9);
    // S1, the two of the banks and three of the multipliers; the end of the row is in these, not beside.
    const registers = 3 * (35 + 4) + 5 * 4 + 2 * 48;
    expect(shared.flipFlops - plain.flipFlops).toBeCloseTo(4 * (3 * registers + 8 - 3), 9);
  });

  it('wait for one another in registers behind a crossbar, also with one beat in flight, and not without', () => {
    const [plain, shared] = [one, packed].map((size) => arbiterLogic(size, intel).flipFlops);
    expect(shared - plain).toBe(4 * 8 * 16);
    expect(arbiterLogic({ ...packed, window: 3 }, intel)).toEqual(arbiterLogic({ ...one, window: 3 }, intel));
    expect(arbiterLogic({ ...packed, arbitrated: false }, intel).flipFlops).toBe(0);
  });
});

describe('lanes that run apart', () => {
  const laneStreams = { rowsApart: 4, sumBits: 37 };
  const apart = { ...csr, arbitrated: false, pes: 3, lanes: 8, bits: 16, beatsPerPe: 100, laneStreams };

  it('have an accumulator and places for four sums, the rows that are finished, and an address of seven bits', () => {
    const { laneQueue, counterBit } = intel;
    const { logic, flipFlops } = laneStreamLogic(apart, intel);
    expect(flipFlops).toBe(3 * 8 * (5 * 37 + 1 + 4 + 7));
    const each = 5 * 37 * laneQueue.sumBit.value + 4 * laneQueue.row.value + 7 * counterBit.logic.value;
    expect(logic).toBeCloseTo(3 * 8 * each, 6);
  });

  it('have a tree as wide as their sums, and behind it the result alone', () => {
    const { logic, flipFlops } = treeLogic(apart, intel);
    // Seven nodes of 40 bits; the first level adds 37; a bit that a row leaves.
    expect(flipFlops).toBe(3 * (7 * 40 + 3));
    expect(logic).toBeCloseTo(3 * (7 * 40 - 4 * 3) * intel.adderBit.logic.value, 6);
    expect(accumulatorLogic(apart, intel)).toEqual({ logic: 0, flipFlops: 3 * 49 });
  });

  it('have no crossbar, and lanes in step none of this', () => {
    const { laneStreams: _, ...inStep } = apart;
    expect(interconnect(apart)).toEqual({ logic: 0, flipFlops: 0 });
    expect(laneStreamLogic(inStep, intel)).toEqual({ logic: 0, flipFlops: 0 });
  });
});

describe('multipliers', () => {
  it.each([
    { counts: [10], use: { dsp: 5, inLogic: 0, logic: 0 } },
    { counts: [11], use: { dsp: 5, inLogic: 1, logic: 100 } },
    { counts: [3, 2], use: { dsp: 3, inLogic: 0, logic: 0 } },
    { counts: [9, 2], use: { dsp: 5, inLogic: 2, logic: 200 } },
    { counts: [0, 4], use: { dsp: 2, inLogic: 0, logic: 0 } },
  ])('in groups of $counts on five blocks of two', ({ counts, use }) => {
    const groups = counts.map((count) => ({ count, logicEach: 100 }));
    expect(placeMultipliers(groups, 2, 5)).toEqual(use);
  });
});
