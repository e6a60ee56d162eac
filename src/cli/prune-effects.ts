import { criterionKinds, criterionOf } from '../bbs/criteria/named-criterion.ts';
import { orList, show } from '../config/wording.ts';
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
  unless,
} from './given-options.ts';

/** Whether weights are pruned. */
export const prunes: OptionRule = (given) =>
  given.value('pattern') === 'none' ? 'with --pattern none, which prunes nothing: name a pattern' : null;

/** Fields of an array by which weights are pruned, and that by which int8 codes are scaled. */
const pruningFields = ['pattern', 'pes', 'banks', 'sharedBanks', 'placement', 'gateMatrix'] as const;

/** `--set` of a command that prunes a file. */
const ofPruning = every(
  (given) => {
    // A budget is measured on the whole array.
    if (given.has('mostCycles')) return null;
    const known = [...pruningFields, 'number.fractionBits'];
    const idle = setsOf(given).find(
      ({ path }) => !known.some((field) => path.split('.')[0] === field || path === field),
    );
    return idle === undefined
      ? null
      : `for ${show(idle.text)} on a file, whose weights are pruned by ${orList(pruningFields)}`;
  },
  fields(['number.fractionBits'], needs('weightBits', 'calibration')),
  fields(['pattern'], prunes),
  fields(['pattern.banks'], unless('banks')),
  (given) =>
    setsOf(given).some(({ path }) => path === 'pattern') ? 'for the whole pattern: give --pattern' : null,
  eachOnce,
);

/** What a criterion that knows no inputs has none of. */
const isCalibrated: OptionRule = (given) =>
  criterionKinds.some((kind) => kind === given.value('criterion') && criterionOf(kind).isCalibrated)
    ? null
    : `without --criterion ${orList(criterionKinds.filter((kind) => criterionOf(kind).isCalibrated))}`;

/** When the options of `prune` have an effect. */
export const pruneEffects: OptionRules = {
  ...ofGivenFile,
  direction: always,
  accelerator: always,
  pattern: always,
  banks: prunes,
  sparsity: every(prunes, unless('mostCycles')),
  mostCycles: every(prunes, unless('direction')),
  criterion: prunes,
  calibration: every(prunes, isCalibrated),
  damping: every(prunes, isCalibrated),
  weightBits: always,
  weightScale: needs('weightBits'),
  out: always,
  set: ofPruning,
  format: always,
};
