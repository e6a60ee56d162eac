import { show } from '../config/wording.ts';
import { outEffects } from './drawing-options.ts';
import { always, every, fields, type OptionRule, type OptionRules, setsOf } from './given-options.ts';
import { ofOneStep, ofWeights } from './model-effects.ts';

/** What a step that is timed, and computes no values, has of chance: its weights. */
export const drawsTimedStep: OptionRule = (given) =>
  given.has('weights') ? 'with --weights: nothing is drawn by chance, leave one of them out' : null;

/** The multipliers of a study are its PEs times the banks that the array had. */
const keepsMultipliers: OptionRule = (given) =>
  given.value('constant') === 'pes' ? 'with --constant pes: give --banks' : null;

/** What `--patterns` says. */
const namesPatterns: OptionRule = (given) => {
  const whole = setsOf(given).find(({ path }) => path === 'pattern');
  return whole === undefined ? null : `for ${show(whole.text)}: give --patterns`;
};

/** When the options of the studies have an effect, by the words that call them. */
export const studyEffects: Readonly<Record<string, OptionRules>> = {
  'study banks': {
    ...ofWeights,
    banks: always,
    constant: always,
    sparsity: always,
    ...outEffects,
    seed: drawsTimedStep,
    set: every(ofOneStep, fields(['banks'], keepsMultipliers)),
    format: always,
  },
  'study baselines': {
    ...ofWeights,
    sparsity: always,
    ...outEffects,
    seed: drawsTimedStep,
    set: ofOneStep,
    format: always,
  },
  'study patterns': {
    ...ofWeights,
    equal: always,
    patterns: always,
    sparsity: always,
    ...outEffects,
    seed: drawsTimedStep,
    set: every(ofOneStep, namesPatterns),
    format: always,
  },
};
