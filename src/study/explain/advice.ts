import type { FinishedRun } from '../../run/finished-run.ts';
import type { LoadedModel } from '../../run/seeded-workload.ts';
import { candidatesOfRun } from './explain.ts';
import type { Change, Cost } from './explain-result.ts';
import { figuresOf } from './step-figures.ts';
import { bestOf, type TrialDesign, Trials } from './trials.ts';

/** What takes most of a step, and what to change first. */
export interface Advice {
  /** The cause to which most cycles go, in words. */
  readonly cause: string;
  readonly causeCycles: number;
  readonly base: Cost;
  /** Null: none of those that were tried saves and can be built. */
  readonly best: Change | null;
}

/** Changes that are simulated for one line behind the tables of another command. */
const TRIED = 4;

/**
 * The advice for a finished run, from the few changes that may relieve what most of its cycles go to: each is
 * simulated, so that the line costs as much as that many steps without values.
 */
export function adviceFor(
  design: TrialDesign & { readonly loaded: LoadedModel },
  finished: FinishedRun,
): Advice {
  const figures = figuresOf(finished);
  const { stalls } = figures.totals;
  const [most] = figures.account.causes
    .map((cause) => ({ ...cause, cycles: stalls[cause.name] }))
    .sort((a, b) => b.cycles - a.cycles);
  const trials = new Trials(design, finished.prepared);
  const candidates = candidatesOfRun(figures, design.loaded, design.prunes)
    .filter(({ relieves }) => relieves.some((cause) => cause === most.name))
    .slice(0, TRIED);
  const changes = trials.savings(figures.cost, candidates);
  return {
    cause: most.words,
    causeCycles: most.cycles,
    base: figures.cost,
    best: changes[bestOf(figures.cost, changes) ?? -1] ?? null,
  };
}
