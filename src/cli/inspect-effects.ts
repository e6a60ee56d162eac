import { outEffects } from './drawing-options.ts';
import { ofGivenFile } from './file-effects.ts';
import {
  always,
  eachOnce,
  every,
  fields,
  needs,
  type OptionRule,
  type OptionRules,
  setsOf,
} from './given-options.ts';

/** Fields of an accelerator that a step depends on, and nothing that is seen in weights. */
const ofSteps = [
  'clockMhz',
  'device',
  'technology',
  'timing',
  'ewop',
  'dram',
  'weights',
  'weightMemory',
  'directions',
  'number.fractionBits',
  'number.accumulatorBits',
  'number.activation',
];

/** Fields that the patterns are for, whether products are tried on an array or not. */
const ofPatterns = ['kind', 'pes', 'banks', 'placement', 'gateMatrix', 'pattern', 'number'];

/** Other fields have an effect on products, and these are tried on an array that is named. */
const ofProducts: OptionRule = (given) => {
  const others = setsOf(given)
    .map(({ path }) => path)
    .filter((path) => !ofPatterns.includes(path.split('.')[0]));
  return others.length === 0 ? null : fields(others, needs('accelerator'))(given);
};

/** When the options of `inspect` have an effect. */
export const inspectEffects: OptionRules = {
  ...ofGivenFile,
  direction: always,
  accelerator: always,
  sparsity: always,
  ...outEffects,
  set: every(
    fields(['workload'], () => 'on a file of weights, which is no workload: use bbsim run'),
    fields(ofSteps, () => 'on weights, of which no step is run: use bbsim run'),
    ofProducts,
    eachOnce,
  ),
  format: always,
};
