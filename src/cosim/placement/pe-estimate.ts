import { Mismatch } from '../../errors/mismatch.ts';
import { type FittedDelays, fittedDelayNs } from './delay-fit.ts';
import type { MappedPath } from './mapped-path.ts';

/** Bits of the accumulators of the PEs that are placed as a whole. */
const ACCUMULATOR_BITS = 32;

/** How fast a PE was placed, and what the fit to single circuits says of it. */
export interface PeEstimate {
  readonly variant: string;
  readonly lanes: number;
  readonly limitedBy: string;
  readonly placedMhz: number;
  readonly estimateMhz: number;
  /** The bank-balanced PE of as many lanes over this one. */
  readonly placedRatio: number;
  readonly estimateRatio: number;
  readonly errorPercent: number;
}

type Part = Pick<MappedPath, 'levels' | 'carryBits' | 'hops'>;

/**
 * Every PE of the table with its estimate: the slowest of its stages, each of as many levels as its single
 * circuit has, with wires as of a circuit of as many cells as the PE. `hasArbiter` false leaves the levels of
 * the arbiter out, which is what a model without them would say. Throws Mismatch where a circuit is missing.
 */
export function estimatePes(
  circuits: readonly MappedPath[],
  fit: FittedDelays,
  hasArbiter = true,
): readonly PeEstimate[] {
  const pes = circuits.filter(({ stage }) => stage === 'PE');
  const estimated = pes.map((pe) => ({ pe, slowest: slowestStage(pe, circuits, fit, hasArbiter) }));
  return estimated.map(({ pe, slowest }) => {
    const balanced = estimated.find((other) => other.pe.variant === 'parallel' && other.pe.size === pe.size);
    if (!balanced) throw new Mismatch(`no bank-balanced PE of ${pe.size} lanes was placed`);
    const placedRatio = pe.delayNs / balanced.pe.delayNs;
    const estimateRatio = slowest.delayNs / balanced.slowest.delayNs;
    return {
      variant: pe.variant,
      lanes: pe.size,
      limitedBy: slowest.stage,
      placedMhz: 1000 / pe.delayNs,
      estimateMhz: 1000 / slowest.delayNs,
      placedRatio,
      estimateRatio,
      errorPercent: 100 * (estimateRatio / placedRatio - 1),
    };
  });
}

function slowestStage(
  pe: MappedPath,
  circuits: readonly MappedPath[],
  fit: FittedDelays,
  hasArbiter: boolean,
): { readonly stage: string; readonly delayNs: number } {
  const of = (stage: string, size: number, variant?: string) => {
    const found = circuits.find(
      (one) => one.stage === stage && one.size === size && (variant === undefined || one.variant === variant),
    );
    if (!found) throw new Mismatch(`no ${stage} of ${size} was placed`);
    return found;
  };
  const delay = (part: Part, fromRam = false) =>
    fittedDelayNs(part, { cells: pe.cells, fromRam, fanOut: 1 }, fit);
  const stages = [
    { stage: 'accumulator', delayNs: delay(of('accumulator', ACCUMULATOR_BITS)) },
    { stage: 'bank', delayNs: delay(of('bank', 1)) },
  ];
  const style = /^arbitrated (.*)$/.exec(pe.variant)?.[1];
  if (style !== undefined) {
    // Out of the weight memory, through the arbiter, and whether S1 goes on.
    const path = hasArbiter
      ? of('arbiter to fetch', pe.size, `${style} fixed`)
      : behindGate(of('stall', pe.size));
    stages.push({ stage: 'arbiter', delayNs: delay(path, true) });
    stages.push({ stage: 'crossbar', delayNs: delay(of('crossbar', pe.size)) });
  }
  return stages.reduce((slowest, stage) => (stage.delayNs > slowest.delayNs ? stage : slowest));
}

/** A path with one gate in front of it. */
function behindGate({ levels, carryBits, hops }: Part): Part {
  return { levels: levels + 1, carryBits, hops: hops + 1 };
}
