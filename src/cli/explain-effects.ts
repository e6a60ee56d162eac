import { outEffects } from './drawing-options.ts';
import { always, every, fields, type OptionRules, unless } from './given-options.ts';
import { ofOneStep, ofWeights } from './model-effects.ts';
import { prunes } from './prune-effects.ts';
import { drawsTimedStep } from './study-effects.ts';

/** When the options of `bbsim explain` have an effect. */
export const explainEffects: OptionRules = {
  ...ofWeights,
  accelerator: always,
  sparsity: prunes,
  pattern: always,
  target: always,
  budget: always,
  allowOverflow: always,
  ...outEffects,
  seed: drawsTimedStep,
  set: every(ofOneStep, fields(['workload.sparsity'], prunes), fields(['pattern'], unless('pattern'))),
  format: always,
};
