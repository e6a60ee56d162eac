import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import { Mismatch } from '../../errors/mismatch.ts';
import { noMetrics } from '../../run/metrics.ts';
import type { PointOutcome } from './simulate-point.ts';

/** Why a point cannot be simulated: its values cannot be together, or something went wrong. */
export type PointProblem = Pick<PointOutcome, 'status' | 'reason'>;

/** What an error says of a point: a design that cannot be is infeasible, whatever else it is has failed. */
export function problemOf(error: unknown): PointProblem {
  return { status: error instanceof ImpossibleDesign ? 'infeasible' : 'failed', reason: messageOf(error) };
}

/** The outcome of a point that was not simulated. */
export function outcomeWithout(problem: PointProblem): PointOutcome {
  return { ...problem, metrics: noMetrics() };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof Mismatch ? `mismatch: ${error.message}` : error.message;
}
