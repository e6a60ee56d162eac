import { outEffects } from './drawing-options.ts';
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

/** When the options of `inspect` have an effect. */
export const inspectEffects: OptionRules = {
  ...ofGivenFile,
  direction: always,
  accelerator: always,
  sparsity: always,
  ...outEffects,
  format: always,
};
