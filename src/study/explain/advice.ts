import type { FinishedRun } from '../../run/finished-run.ts';
import type { LoadedModel } from '../../run/seeded-workload.ts';
import { candidatesOfRun } from './explain.ts';
import type { Change, Cost } from './explain-result.ts';
import type { Candidate } from './moves.ts';
import { figuresOf, type StepFigures } from './step-figures.ts';
import { bestOf, type TrialDesign, Trials } from './trials.ts';

/** A design with the model that runs on it. */
export type AdvisedDesign = TrialDesign & { readonly loaded: LoadedModel };

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
const TRIED = 6;

/**
 * The advice for a finished run, from a few changes: of those that leave the weights as they are pruned the
 * ones that may relieve causes to which most cycles go, one of each field. Each is simulated, so that the
 * line costs as much as that many steps without values.
 */
export function adviceFor(design: AdvisedDesign, finished: FinishedRun): Advice {
  return adviceIn(design, new Trials(design, finished.prepared), figuresOf(finished));
}

/** The same for a design that was not run yet. Throws BadInput where it cannot be built. */
export function adviceOn(design: AdvisedDesign): Advice {
  const trials = new Trials(design);
  return adviceIn(design, trials, trials.run([]));
}

function adviceIn(design: AdvisedDesign, trials: Trials, figures: StepFigures): Advice {
  const { stalls } = figures.totals;
  const [most] = figures.account.causes
    .map((cause) => ({ ...cause, cycles: stalls[cause.name] }))
    .sort((a, b) => b.cycles - a.cycles);
  const candidates = promising(candidatesOfRun(figures, design.loaded, design.prunes), stalls);
  const tried: Candidate[] = [];
  for (const candidate of candidates) {
    if (tried.length === TRIED) break;
    if (trials.isPrepared(candidate.set)) tried.push(candidate);
  }
  const changes = trials.savings(figures.cost, tried);
  return {
    cause: most.words,
    causeCycles: most.cycles,
    base: figures.cost,
    best: changes[bestOf(figures.cost, changes) ?? -1] ?? null,
  };
}

/** The first candidate of every field, those first whose causes have most cycles. */
function promising(
  candidates: readonly Candidate[],
  stalls: Readonly<Record<string, number>>,
): readonly Candidate[] {
  const cyclesOf = ({ relieves }: Candidate) =>
    relieves.reduce((sum, cause) => sum + (stalls[cause] ?? 0), 0);
  const fields = candidates.map(({ what }) => what);
  return candidates
    .filter(({ what }, at) => fields.indexOf(what) === at)
    .toSorted((a, b) => cyclesOf(b) - cyclesOf(a));
}
