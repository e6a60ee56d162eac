import { always, every, type OptionRule, type OptionRules, unless } from './given-options.ts';

/** What chooses in a file of weights. */
const needsFile: OptionRule = (given) =>
  given.hasArgument('file') || given.has('weights') ? null : 'without a file of weights: name it';

/** A file of weights, as argument or by `--weights`, and what chooses in it. */
export const ofGivenFile = {
  weights: (given) => (given.hasArgument('file') ? 'with a file as argument: leave one of them out' : null),
  prefix: every(unless('model'), needsFile),
  model: always,
} satisfies OptionRules;
