import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, noLogic } from './logic-use.ts';
import type { FamilyCosts } from './resource-costs.ts';
import { besideBits, bitsFor, stagesOf } from './stages.ts';

/** The arbiters of a design and the crossbars behind them, all alike. */
interface Crossings {
  readonly count: number;
  /** Lanes of the beat, or of all that may be in flight, and those that take words at the same time. */
  readonly requesters: number;
  /** Ports of banks, as often as they read in a cycle. */
  readonly ports: number;
}

/**
 * A private buffer has N lanes and N banks in each of M PEs; C copies of it have N / C lanes by N banks each;
 * W beats in flight have W times as many lanes. A shared buffer has M x N lanes by its banks. Two ports are
 * twice as many, and double pumping twice that.
 */
function crossings(footprint: Footprint): Crossings {
  const { sharedBuffer, pes, lanes, ports, window = 1, shuffle } = footprint;
  const { banks = lanes, vectorCopies = 1, pump = 1 } = footprint;
  if (shuffle) return { count: pes, requesters: lanes, ports: lanes };
  return {
    count: vectorCopies * (sharedBuffer ? 1 : pes),
    requesters: (window * (sharedBuffer ? pes * lanes : lanes)) / vectorCopies,
    ports: banks * ports * pump,
  };
}

/** Bits that address a word of a bank, all regions together. */
function wordBits({ regionWords }: Footprint): number {
  let words = 0;
  for (const depth of regionWords) words += depth;
  return bitsFor(words);
}

/**
 * Bank arbiters: for each requester and port of a bank that can meet a share that finds who is served, and
 * one for each bit of the word that is then read (rtl/bank_arbiter.sv, rtl/window_arbiter.sv), fitted to
 * mapped ones of either style, `chain` where a footprint names none. A rotating priority has a bit for every
 * lane. Queues of limited depth count at every bank who
 * stands there and who finds a place (rtl/bank_queues.sv). And what waits before the banks.
 */
export function arbiterLogic(footprint: Footprint, family: FamilyCosts): LogicUse {
  const { arbitrated, pes, lanes, sharedBuffer, pipeline, shuffle } = footprint;
  if (!arbitrated) return noLogic;
  const { count, requesters, ports } = crossings(footprint);
  const isRotating = pipeline?.arbiter === 'rotating' || shuffle !== undefined;
  const each = requestLogic(footprint, requesters, family.arbiter, isRotating);
  const rotation = isRotating ? (sharedBuffer ? 1 : pes) * lanes : 0;
  return {
    logic: count * requesters * ports * each + queueLogic(footprint, family),
    flipFlops: waitingRegisters(footprint) + rotation,
  };
}

/**
 * Choice of who is served, and of a word, per requester and port. A tree adds what lies in front of each in
 * log2 levels (rtl/prefix_counts.sv), with a rotating priority in two orders; ages are compared apart.
 */
function requestLogic(
  footprint: Footprint,
  requesters: number,
  arbiter: FamilyCosts['arbiter'],
  isRotating: boolean,
): number {
  const { pipeline, window = 1 } = footprint;
  const { chain, window: aged, rotating, wordBit, tree } = arbiter;
  const [beats, rotates] = [window > 1 ? window : 0, isRotating ? 1 : 0];
  const bits = wordBits(footprint);
  if (pipeline?.arbiterStyle !== 'tree')
    return chain.value + aged.value * beats + rotating.value * rotates + wordBit.value * bits;
  const level = tree.level.value + tree.rotating.value * rotates;
  return level * Math.ceil(Math.log2(requesters)) + tree.window.value * beats + tree.wordBit.value * bits;
}

/** Queues of limited depth, per lane that stands or looks, bank, and bit of a number of places. */
export function queueLogic(footprint: Footprint, { arbiter }: FamilyCosts): number {
  const { pes, lanes, banks = lanes, window = 1, queueDepth } = footprint;
  if (queueDepth === undefined) return 0;
  return arbiter.queue.value * pes * (window + 1) * lanes * banks * Math.ceil(Math.log2(queueDepth + 1));
}

/**
 * Data crossbars: for every lane and port of a bank that can meet a share of the selection of a bit, fitted
 * to mapped ones (rtl/crossbar.sv); of shuffle units the bits of a request, with weight, word and tag of the
 * row, and one for every open row. Its registers: where the word comes from, until it does, and with
 * `crossbarRegister` the word and the weight beside it.
 */
export function crossbarLogic(footprint: Footprint, family: FamilyCosts): LogicUse {
  const { arbitrated, shuffle, lanes, bits } = footprint;
  if (!arbitrated) return noLogic;
  const { count, requesters, ports } = crossings(footprint);
  const carried = shuffle ? requestBits(footprint) + shuffle.openRows / lanes : bits;
  return {
    logic: count * requesters * ports * carried * family.crossbarBit.logic.value,
    flipFlops: crossbarRegisters(footprint),
  };
}

function crossbarRegisters(footprint: Footprint): number {
  const { pes, lanes, bits, weightBits = bits, shuffle, window = 1 } = footprint;
  const { banks = lanes, ports, pump = 1 } = footprint;
  const { bankOutputRegister, crossbarRegister } = stagesOf(footprint);
  const registered = crossbarRegister * (pes * lanes * (bits + weightBits) + besideBits(footprint));
  if (shuffle) return registered;
  const source = Math.ceil(Math.log2(banks)) + Math.ceil(Math.log2(ports * pump)) + (window > 1 ? 1 : 0);
  return registered + (1 + bankOutputRegister) * pes * window * lanes * source;
}

/** Bits of a lane's request that a shuffle unit carries: all but its bank and that it is one. */
function requestBits({ beatBits, lanes }: Footprint): number {
  return beatBits / lanes - 1 - Math.ceil(Math.log2(lanes));
}

/**
 * Flip-flops of requests that wait. A single beat stands in the output register of the weight memory, with a
 * bit for every lane that was served. Shuffle units: the requests of every stage of the way back, and, to
 * know which rows are complete, a counter of a word for every open row (assumption). Windows: W beats that
 * were read from the weight memory, a word for every lane of them that its bank has served, and a bit that it
 * waits, with queues of limited depth another that it stands at its bank; where rows share beats, their words
 * wait for one another, too.
 */
function waitingRegisters(footprint: Footprint): number {
  const { pes, lanes, bits, beatBits, window = 1, queueDepth, rowPacking, shuffle } = footprint;
  if (shuffle) return pes * (shuffle.retryCycles * beatBits + shuffle.openRows * bits);
  if (window === 1) return pes * lanes * (rowPacking ? bits + 1 : 1);
  return pes * window * (beatBits + lanes * (bits + (queueDepth === undefined ? 1 : 2)));
}
