import { z } from 'zod';
import { clockRate, integer, quantity } from '../../config/field-types.ts';
import { parameter } from '../parameter.ts';

/** What DeltaRNN and Spartus have in common, and the input that they are driven with. */
export const deltaParameters = {
  clockMhz: parameter(clockRate, 'Clock, in MHz'),
  inputs: parameter(integer(1, 65536), 'Length of the input vector'),
  hidden: parameter(integer(1, 65536), 'Cells of the layer'),
  fractionBits: parameter(integer(0, 15), 'Fraction bits of states, inputs and weights'),
  scanLanes: parameter(integer(1, 65536), 'Elements that the delta unit compares in a cycle'),
  macFillCycles: parameter(integer(0, 1024), 'Pipeline registers behind the multipliers, in cycles'),
  activationLanes: parameter(integer(1, 65536), 'Cells that the element-wise unit takes in a cycle'),
  activationFillCycles: parameter(integer(0, 1024), 'Pipeline registers of the element-wise unit, in cycles'),
  threshold: parameter(z.number().min(0).max(100), 'Change from which on an element is sent again'),
  correlation: parameter(
    z.number().min(0).max(1),
    'Correlation between an input element and itself a step later (first-order autoregressive, Gaussian)',
  ),
  inputDeviation: parameter(quantity(1e-6, 100), 'Standard deviation of an input element'),
  warmUpSteps: parameter(integer(0, 1_000_000), 'Steps that are run before any is measured'),
  measuredSteps: parameter(integer(1, 1_000_000), 'Steps that are measured'),
};
