import { type Cuts, countOf, saturationGroups } from './saturation-remarks.ts';

const texts = [
  ['weights', 'saturated_weights', 'saturated weights', 'Weights and biases cut to the bits of a number.'],
  [
    'inputs',
    'saturated_inputs',
    'saturated inputs',
    'Elements of inputs and state cut to the bits of a number, over all steps.',
  ],
  [
    'values',
    'saturated_values',
    'saturated values',
    'Values of the datapath cut to the bits of a number, over all steps.',
  ],
  [
    'accumulators',
    'wrapped_accumulators',
    'wrapped accumulators',
    'Accumulators that ended with another value than the exact sum, which did not fit, over all steps.',
  ],
] as const;

/** What did not fit its bits, as metrics: name, title, sentence and count; null where it is not known. */
export const saturationFigures = texts.map(([group, name, title, words]) => ({
  name,
  title,
  words,
  of: (saturations: Cuts) => countOf(saturations, saturationGroups[group]),
}));
