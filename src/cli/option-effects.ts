import { outEffects } from './drawing-options.ts';
import { explainEffects } from './explain-effects.ts';
import {
  always,
  eachOnce,
  every,
  fields,
  type Given,
  needs,
  type OptionRule,
  type OptionRules,
  unless,
} from './given-options.ts';
import { inspectEffects } from './inspect-effects.ts';
import { ofModel, ofOneStep, ofWeights } from './model-effects.ts';
import { pruneEffects, prunes } from './prune-effects.ts';
import { queryEffects } from './query-effects.ts';
import { studyEffects } from './study-effects.ts';

/** The part of a waveform. */
const ofWaveform = { vcd: always, from: needs('vcd'), to: needs('vcd') } as const;

/** Of a run there is a trace, too, of the same cycles. */
const ofTimelines = {
  ...ofWaveform,
  from: needs('vcd', 'trace'),
  to: needs('vcd', 'trace'),
  trace: always,
  traceLimit: needs('trace'),
} as const;

/** Whether `run` shows programs, and no values. */
const printsProgram = (given: Given): boolean =>
  given.has('program') && !given.has('saveOutputs') && !given.has('out');

/** Whether `run` shows anything but programs. */
const showsRun: OptionRule = (given) =>
  printsProgram(given) && !given.has('vcd') && !given.has('trace')
    ? 'with --program, which prints what does not depend on it: leave one of them out'
    : null;

/** Whether a run that is shown has anything that is drawn by chance: weights, or inputs that are computed. */
const drawsRun: OptionRule = (given) =>
  given.has('weights') && (given.has('inputs') || given.has('values'))
    ? `with --weights and ${given.has('inputs') ? '--inputs' : '--no-values'}: nothing is drawn by chance`
    : showsRun(given);

/** Whether `run` shows values. */
const showsValues: OptionRule = (given) =>
  printsProgram(given)
    ? 'with --program, which prints what does not depend on it: leave one of them out'
    : null;

const isRandom = (given: Given): boolean =>
  !given.hasArgument('workload') && !given.has('weights') && !given.has('matrix');

/** What random cases draw themselves. */
const notRandom: OptionRule = (given) =>
  isRandom(given) ? 'on random cases: name a workload, or give --weights or --matrix' : null;

/** What a product has none of. */
const notProduct = unless('matrix');

/**
 * For every command, by the words that call it, and every one of its options: when it has an effect. An
 * option that is given and has none is refused before anything runs. What depends on more than the command
 * line is `refuseIdleSparsity`'s (`chosen-model.ts`) and that of fields (`moot-fields.ts`).
 */
export const optionEffects: Readonly<Record<string, OptionRules>> = {
  compare: {
    ...ofWeights,
    accelerators: always,
    equal: always,
    budget: (given) =>
      given.value('equal') === 'area'
        ? 'with --equal area: every design is within what the first takes'
        : null,
    sparsity: always,
    ...outEffects,
    seed: always,
    set: ofOneStep,
    format: always,
  },
  run: {
    ...ofWeights,
    ...ofTimelines,
    ...outEffects,
    accelerator: always,
    steps: showsRun,
    sparsity: prunes,
    pattern: always,
    keep: every(prunes, showsRun),
    keepPerBank: showsRun,
    inputs: every(unless('values'), showsRun),
    state: every(unless('values'), showsValues),
    values: always,
    program: always,
    saveOutputs: unless('values'),
    numbers: every(unless('values'), needs('saveOutputs')),
    budget: always,
    allowOverflow: always,
    seed: drawsRun,
    set: every(
      ofModel,
      fields(['workload.sparsity'], every(unless('sparsity'), prunes)),
      fields(['workload.steps'], unless('steps', 'inputs')),
      fields(['pattern'], unless('pattern')),
      fields(['keepPerBank'], unless('keepPerBank')),
    ),
    format: unless('program'),
  },
  diff: { ...outEffects, format: always },
  report: { out: always, slides: always, title: always },
  view: { port: always },
  explain: explainEffects,
  inspect: inspectEffects,
  prune: pruneEffects,
  spmv: {
    ...ofWaveform,
    ...outEffects,
    accelerator: always,
    matrix: always,
    vector: always,
    stepped: always,
    allowOverflow: always,
    set: every(
      fields(['workload'], () => 'on a product, which has no workload: use bbsim run'),
      fields(['pattern'], () => 'on a product, which is not pruned: use bbsim run'),
      eachOnce,
    ),
    format: always,
  },
  rtl: {
    accelerator: unless('synth'),
    out: always,
    matrix: unless('synth'),
    vector: every(unless('synth'), needs('matrix')),
    layer: every(unless('synth'), notProduct),
    steps: every(unless('synth'), notProduct),
    synth: always,
    family: needs('synth'),
    size: needs('synth'),
    yosys: needs('synth'),
    sparsity: every(unless('synth'), notProduct),
    weights: unless('synth'),
    model: every(unless('synth'), ofWeights.model),
    prefix: every(unless('synth'), ofWeights.prefix),
    direction: every(unless('synth'), ofWeights.direction),
    seed: every(unless('synth'), notProduct),
    set: every(
      unless('synth'),
      fields(['workload', 'pattern'], notProduct),
      ofModel,
      fields(['workload.sparsity'], unless('sparsity')),
      fields(['workload.steps'], () => 'on the bench: give --steps'),
    ),
  },
  cosim: {
    ...ofWeights,
    accelerator: always,
    matrix: always,
    vector: needs('matrix'),
    steps: every(notProduct, notRandom),
    sparsity: every(notProduct, notRandom),
    cases: every(notProduct, unless('case')),
    case: (given) => (isRandom(given) ? null : 'with a workload, --weights or --matrix: leave one out'),
    tool: always,
    seed: notProduct,
    set: every(
      notRandom,
      fields(['workload', 'pattern'], notProduct),
      ofModel,
      fields(['workload.sparsity'], unless('sparsity')),
      fields(['workload.steps'], () => 'here: give --steps'),
    ),
    format: always,
  },
  reproduce: { ...outEffects, seed: always, format: always },
  query: queryEffects,
  sweep: {
    ...ofWeights,
    weights: unless('status', 'merge'),
    budget: unless('status', 'merge'),
    out: unless('dryRun'),
    jobs: unless('status', 'merge'),
    limit: unless('status', 'merge'),
    chunk: always,
    retryFailed: unless('dryRun', 'status', 'merge'),
    dryRun: always,
    status: always,
    merge: always,
    engine: always,
    chunks: slurmOnly,
    maxRunning: slurmOnly,
    slurmOptions: slurmOnly,
    format: unless('merge'),
  },
  optimize: {
    out: always,
    minimize: always,
    maximize: always,
    where: always,
    budget: always,
    population: always,
    seed: always,
    jobs: always,
    retryFailed: always,
    format: always,
  },
  ...studyEffects,
  verify: { format: always },
  list: { format: unless('ert'), ert: always },
  schema: {
    write: (given) => (given.hasArgument('kind') ? 'on one kind: it writes all, leave the kind out' : null),
  },
  completion: {},
};

/** What only a job array of Slurm has. */
function slurmOnly(given: Given): string | null {
  return given.value('engine') === 'slurm' ? null : 'without --engine slurm';
}
