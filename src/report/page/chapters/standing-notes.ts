import type { WrittenSpmv } from '../../../run/spmv-result.ts';
import type { InspectResult } from '../../../study/inspect/inspect-result.ts';
import type { Shown } from '../../index.ts';
import { ASSUMED_TOGGLES } from '../../toggle-notes.ts';
import { clockText } from './asked.ts';

/** Where the result has no interval of its energies. */
const NO_INTERVAL =
  'The result holds no intervals of energies: the run of the same design says how far each may be off.';

/** Where the result does not say which table of energies was taken. */
const UNNAMED_TECHNOLOGY =
  'Energies are those of the technology that the design names; the result does not hold which, so that its figures are not counted here.';

const ESTIMATES =
  'Cycles are simulated. Blocks, logic and the highest clock are estimates from the resource costs and stage delays that are counted here.';

/** What the figures of a difference stand on. */
export function notesOfDiff({ inputs }: Shown<'diff'>): readonly string[] {
  const values = inputs.find(({ field }) => field === 'values');
  return [
    'Cycles, energies and blocks are those of the two runs.',
    values === undefined
      ? 'A run that computes values measures the toggle rates of its operands; one without takes an assumed one for the words of the vector. Both do the same here.'
      : 'One of the two runs computes values and measures the toggle rates of its operands; the other takes an assumed one for the words of the vector. A part of the difference in energy is of that, and not of the design.',
    'The result holds no intervals of energies: those of the two runs are in their results.',
  ];
}

/** What the figures of an explanation and of a study of patterns stand on. */
export function notesOfUnmeasured(): readonly string[] {
  return [ASSUMED_TOGGLES, NO_INTERVAL, UNNAMED_TECHNOLOGY, ESTIMATES];
}

/** What the figures of a study of cycles at one clock stand on: it has no energies. */
export function notesOfTiming({ clockMhz }: Pick<Shown<'banks'>, 'clockMhz'>): readonly string[] {
  const clock =
    clockMhz === 'auto'
      ? 'Every time is at the highest clock that the design is estimated to reach.'
      : `Every time is at ${clockText(clockMhz)}, which was asked for. Whether a design reaches it is not in this result: the run of the design says so.`;
  return [clock, ESTIMATES];
}

/** What the figures of a product stand on. */
export function notesOfSpmv({ clockMhz }: WrittenSpmv): readonly string[] {
  return [
    'Cycles are simulated, and the result equals the integer reference: no figure of a device, a technology or a cost is in them.',
    `The time is the cycles at ${clockText(clockMhz)}, the clock that was asked for. Whether the array reaches it is not judged here: the command warns where it does not, and a run of the design has its highest clock.`,
  ];
}

/** What the figures of a file stand on. */
export function notesOfInspection({ array }: InspectResult): readonly string[] {
  return [
    'All figures are counted from the file: none stands on a device, a technology or a cost.',
    `Masks and bits are those of patterns with the sizes of ${array.accelerator}${array.isNamed ? '' : ', the default'}; unstructured pruning, by which the overlap is, keeps the largest weights of each matrix.`,
  ];
}

/** What the figures of a pruned file stand on. */
export function notesOfPruning(): readonly string[] {
  return ['All figures are counted from the file: none stands on a device, a technology or a cost.'];
}

/** What the figures of a reproduction stand on. */
export function notesOfReproduction(): readonly string[] {
  return [
    'Every published figure has its mark in the tables of its design, and beside it what the simulated one is: predicted, fitted, arithmetic, or decided by a choice that no source gives.',
    'Powers are those of one model that is fitted to the published powers; below their table is what it takes from devices and technologies.',
  ];
}

/** What energies of points stand on: most sweeps compute no values. */
export function notesOfSweep(spec: unknown): readonly string[] {
  const hasValues = typeof spec === 'object' && spec !== null && 'values' in spec && spec.values === true;
  return hasValues ? [] : [ASSUMED_TOGGLES];
}
