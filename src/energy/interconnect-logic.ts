import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, noLogic, plus, scaled } from './logic-use.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';

/**
 * Lanes and bank ports that can meet. A private buffer has N lanes and N banks in each of M PEs; C copies of
 * it have N / C lanes by N banks each; W beats in flight have W times as many lanes. A shared buffer has
 * M x N lanes by its banks. Two ports are twice as many, and double pumping twice that.
 */
function crosspoints(footprint: Footprint): number {
  const { sharedBuffer, pes, lanes, ports, window = 1, shuffle } = footprint;
  const { banks = lanes, vectorCopies = 1, pump = 1 } = footprint;
  if (shuffle) return pes * lanes * lanes;
  const crossbars = vectorCopies * (sharedBuffer ? 1 : pes);
  const lanesEach = (sharedBuffer ? pes * lanes : lanes) / vectorCopies;
  return crossbars * window * lanesEach * banks * ports * pump;
}

/**
 * Bank arbiters: c for each crosspoint, fitted to what mapped CSR PEs have above bank-balanced ones; a shared
 * buffer, several ports and beats in flight with the same c (assumption: without the order of their age). And
 * what waits before the banks: the registers of a window, or of requests that come back.
 */
export function arbiterLogic(footprint: Footprint, family: FamilyCosts): LogicUse {
  if (!footprint.arbitrated) return noLogic;
  const arbiters = scaled(family.arbiterCrosspoint, crosspoints(footprint));
  return plus(arbiters, { logic: 0, flipFlops: waitingRegisters(footprint) });
}

/**
 * Data crossbars: c for each crosspoint, fitted as that of arbiters, in proportion to the bits of what they
 * carry (assumption): words, and in shuffle units requests, with weight, word and tag of the row.
 */
export function crossbarLogic(footprint: Footprint, costs: ResourceCosts, family: FamilyCosts): LogicUse {
  const { arbitrated, shuffle, pes, lanes, bits } = footprint;
  if (!arbitrated) return noLogic;
  const carried = crosspoints(footprint) * (shuffle ? requestBits(footprint) : bits);
  const ofRows = shuffle ? pes * lanes * shuffle.openRows : 0;
  return scaled(family.crossbarCrosspoint, (carried + ofRows) / costs.operandBits.value);
}

/** Bits of a lane's request that a shuffle unit carries: all but its bank and that it is one. */
function requestBits({ beatBits, lanes }: Footprint): number {
  return beatBits / lanes - 1 - Math.ceil(Math.log2(lanes));
}

/**
 * Flip-flops of requests that wait. Shuffle units: the requests of every stage of the arbiter, and, to know
 * which rows are complete, a counter of a word for every open row (assumption). Windows: W beats that were
 * read from the weight memory, a word for every lane of them that its bank has served, and a bit that it
 * waits, with queues of limited depth another that it stands at its bank. A single beat needs none, since the
 * output register of the weight memory holds it and its words go on as they come; where rows share beats,
 * they wait for one another.
 */
function waitingRegisters(footprint: Footprint): number {
  const { pes, lanes, bits, beatBits, window = 1, boundedQueues, rowPacking, shuffle } = footprint;
  if (shuffle) return pes * (shuffle.retryCycles * beatBits + shuffle.openRows * bits);
  if (window === 1) return rowPacking ? pes * lanes * (bits + 1) : 0;
  return pes * window * (beatBits + lanes * (bits + (boundedQueues ? 2 : 1)));
}
