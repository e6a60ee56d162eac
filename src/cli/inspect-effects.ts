import { outEffects } from './drawing-options.ts';
import { always, every, type OptionRule, type OptionRules, unless } from './given-options.ts';

/** What chooses in a file of weights. */
const needsFile: OptionRule = (given) =>
  given.hasArgument('file') || given.has('weights') ? null : 'without a file of weights: name it';

/** When the options of `inspect` have an effect. */
export const inspectEffects: OptionRules = {
  weights: (given) => (given.hasArgument('file') ? 'with a file as argument: leave one of them out' : null),
  prefix: every(unless('model'), needsFile),
  model: always,
  direction: always,
  accelerator: always,
  sparsity: always,
  ...outEffects,
  format: always,
};
