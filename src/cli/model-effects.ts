import { always, eachOnce, every, fields, needs, type OptionRule, unless } from './given-options.ts';

/** A file of weights, and what chooses in it. */
export const ofWeights = {
  weights: always,
  model: needs('weights'),
  prefix: every(needs('weights'), unless('model')),
  direction: needs('weights'),
} as const;

/** Fields of a workload, where there is none: with a file of weights alone. */
const needsWorkload: OptionRule = (given) =>
  given.has('weights') && !given.hasArgument('workload') ? 'without a workload: name it' : null;

/** `--set` of a command that runs a workload. */
export const ofModel = every(fields(['workload'], needsWorkload), eachOnce);

/** What a run of one step has none of. */
const oneStep: OptionRule = () => 'on one step: use bbsim run';

/** `--set` of a command that runs one step of a workload. */
export const ofOneStep = every(
  ofModel,
  fields(['workload.sparsity'], unless('sparsity')),
  fields(['workload.steps'], oneStep),
);
