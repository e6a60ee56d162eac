import { version } from '../../config/version.ts';
import { configHash } from '../../num/digest.ts';
import { cellsOf } from '../../run/cells.ts';
import { knownOf } from '../../run/known-of-run.ts';
import { requestedSparsityOf } from '../../run/prepared-model.ts';
import { resourcesResult } from '../../run/price-result.ts';
import { headerOf, inputDateOf } from '../../run/result-header.ts';
import { runHash } from '../../run/run-digest.ts';
import { runInputs } from '../../run/run-model.ts';
import type { LoadedModel } from '../../run/seeded-workload.ts';
import { refuseUnbuildable } from '../../run/timing-check.ts';
import { boundsOf, rooflineOf } from './bounds.ts';
import { criticalPathOf } from './critical-path.ts';
import type { ExplainResult } from './explain-result.ts';
import { type Candidate, candidatesOf } from './moves.ts';
import type { StepFigures } from './step-figures.ts';
import { reachTarget, type Target } from './target.ts';
import { treeOf } from './tree.ts';
import { bestOf, type TrialDesign, Trials } from './trials.ts';

/** What is explained. */
export interface ExplainRequest extends TrialDesign {
  readonly loaded: LoadedModel;
  readonly seed: string;
  /** Whether a design is an error that does not fit its device, or does not meet timing at a named clock. */
  readonly mustFit: boolean;
  /** Null: none is asked for. */
  readonly target: Target | null;
  /** Called with what is next. */
  onProgress(label: string): void;
}

/**
 * Explains one step of a model on a design: where its cycles and joules go, what its instructions wait for,
 * what bounds it, and which single changes save time, each simulated. Timing only. Throws BadInput for a
 * design that cannot be built.
 */
export function explain(request: ExplainRequest): ExplainResult {
  const { loaded, seed, prunes, target } = request;
  const trials = new Trials(request);
  const figures = trials.run([]);
  const { cost, run } = figures;
  const platform = request.platformWith([]);
  if (request.mustFit) refuseUnbuildable(platform, run.design);
  const candidates = candidatesOfRun(figures, loaded, prunes);
  request.onProgress(`simulating ${candidates.length} changes`);
  const changes = trials.savings(cost, candidates);
  if (target !== null) request.onProgress(`searching for ${target.text}`);
  return {
    ...headerOf('explain'),
    accelerator: platform.name,
    workload: loaded.name,
    ...cellsOf(run.prepared.layers),
    seed,
    ...inputDateOf(platform.config.date, loaded.date),
    configHash: hashOf(request, figures),
    requestedSparsity: requestedSparsityOf(platform.config, prunes, request.sparsity),
    residency: run.design.fit.residency.kind,
    ...cost,
    causes: figures.account.causes.map((cause) => ({ ...cause, cycles: figures.totals.stalls[cause.name] })),
    tree: treeOf(figures),
    criticalPath: criticalPathOf(figures),
    bounds: boundsOf(figures),
    roofline: rooflineOf(figures),
    resources: resourcesResult(run.design.fit.resources),
    bestChange: bestOf(cost, changes),
    changes,
    ...(target && { target: reachTarget(trials, cost, candidates, target) }),
  };
}

/** The changes that a finished step's design has. */
export function candidatesOfRun(
  { run }: Pick<StepFigures, 'run'>,
  { model }: Pick<LoadedModel, 'model'>,
  prunes: boolean,
): readonly Candidate[] {
  const { array, fit } = run.design;
  const known = knownOf(fit.residency.kind, model.shape.layers);
  return candidatesOf(array.config, known, prunes);
}

/** Of the run that is explained, and of what is asked about it. */
function hashOf(request: ExplainRequest, { run }: StepFigures): string {
  const { loaded, seed, prunes, sparsity, target } = request;
  const platform = request.platformWith([]);
  const requested = requestedSparsityOf(platform.config, prunes, sparsity);
  const inputs = runInputs(loaded, { prunes, sparsity: requested, steps: run.steps, files: null });
  const explained = runHash({ platform, seed, inputs, hasValues: false });
  return configHash({ version, explained, target: target?.text ?? null });
}
