import { z } from 'zod';
import { clockRate, integer, quantity } from '../../config/field-types.ts';
import { parameter } from '../parameter.ts';

/** What lies between a comparison and the new states; none of it changes what is sent. */
export const deltaTimingParameters = {
  comparatorCycles: parameter(integer(0, 64), 'Registers between a comparison and the entry of a queue'),
  idleScanCycles: parameter(
    integer(0, 1024),
    'Cycles between the comparison of the last inputs and of the first states; 0: they are one vector',
  ),
  queueDepth: parameter(
    integer(1, 65536).nullable(),
    'Entries of a queue of columns; while one is full, the delta unit stands still. null: without bound',
  ),
  queueCycles: parameter(
    integer(1, 64),
    'Cycles from the write of an entry to the output of an empty queue: 2 with an output register',
  ),
  memoryLatency: parameter(
    integer(0, 65536),
    'Cycles from the command of a column to its first weights; 0: they are read with the multiplication',
  ),
  outstandingColumns: parameter(
    integer(1, 65536).nullable(),
    'Columns of an array that may be commanded and not yet multiplied. null: without bound',
  ),
  unsentLastCycles: parameter(
    integer(0, 1024),
    'Cycles that the last input and the last state hold an array when they are not sent; 0: no entry',
  ),
  macFillCycles: parameter(integer(0, 1024), 'Pipeline registers behind the multipliers, in cycles'),
  activationOperations: parameter(
    integer(1, 64),
    'Operations of a cell on the multiplier that its lane of the element-wise unit shares, a cycle each',
  ),
  activationFillCycles: parameter(integer(0, 1024), 'Pipeline registers of the element-wise unit, in cycles'),
};

/** How wide DeltaRNN and Spartus are in front of the multipliers and behind them. */
export const deltaWidths = {
  scanLanes: parameter(integer(1, 65536), 'Elements that the delta unit compares in a cycle'),
  activationLanes: parameter(integer(1, 65536), 'Cells that the element-wise unit takes in a cycle'),
};

/** The layer of a design with delta units. */
export const deltaLayerParameters = {
  clockMhz: parameter(clockRate, 'Clock, in MHz'),
  inputs: parameter(integer(1, 65536), 'Length of the input vector'),
  hidden: parameter(integer(1, 65536), 'Cells of a layer'),
};

/** What is sent of the input that a design with delta units is driven with. */
export const deltaInputParameters = {
  threshold: parameter(z.number().min(0).max(100), 'Change from which on an element is sent again'),
  correlation: parameter(
    z.number().min(0).max(1),
    'Correlation between an input element and itself a step later (first-order autoregressive, Gaussian)',
  ),
  inputDeviation: parameter(quantity(1e-6, 100), 'Standard deviation of an input element'),
  warmUpSteps: parameter(integer(0, 1_000_000), 'Steps that are run before any is measured'),
  measuredSteps: parameter(integer(1, 1_000_000), 'Steps that are measured'),
};

/** Refuses queues that could never take the elements of one comparison; for the schema of `parameters`. */
export function refuseShallowQueues(
  { queueDepth, scanLanes, arrays }: Readonly<Record<'queueDepth' | 'scanLanes' | 'arrays', ValueOrNull>>,
  context: z.RefinementCtx,
): void {
  const places = Math.ceil((scanLanes.value ?? 1) / (arrays.value ?? 1));
  if (queueDepth.value === null || queueDepth.value >= places) return;
  const message = `expected at least ${places}: the elements of one comparison that one array may have to take`;
  context.addIssue({ code: 'custom', path: ['queueDepth', 'value'], message });
}

interface ValueOrNull {
  readonly value: number | null;
}
