import { Command } from 'commander';
import { patternKinds } from '../../bbs/patterns/named-pattern.ts';
import { orList } from '../../config/wording.ts';
import { makeFolder } from '../../disk/folder.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { passesOf, passName } from '../../lstm/passes.ts';
import { formatProgram } from '../../lstm/program/print-program.ts';
import type { DirectionChoice } from '../../lstm/weights/choose-direction.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import type { FinishedRun } from '../../run/finished-run.ts';
import { initialRemark } from '../../run/initial-state.ts';
import type { KeptCounts } from '../../run/kept-targets.ts';
import { knownOf } from '../../run/known-of-run.ts';
import { lacksField } from '../../run/load-config.ts';
import { loadPlatform, platformWithin } from '../../run/platform.ts';
import { requantisedRemarks } from '../../run/requantised-remarks.ts';
import { type RunRequest, runModel } from '../../run/run-model.ts';
import type { LoadedModel } from '../../run/seeded-workload.ts';
import type { SequenceFiles } from '../../run/sequence.ts';
import type { Advice } from '../../study/explain/advice.ts';
import { type BudgetOptions, budgetOption, givenBudget } from '../budget-option.ts';
import { loadChosen, prunesInNumbers, refuseIdleSparsity } from '../chosen-model.ts';
import { noteCutsOfRuns } from '../cut-numbers.ts';
import { addOutOptions, type DrawingOptions } from '../drawing-options.ts';
import type { Io } from '../io.ts';
import { noteMissedTiming } from '../missed-timing.ts';
import { noteMootFields } from '../moot-fields.ts';
import {
  addWeightOptions,
  examplesText,
  formatOption,
  positive,
  seedOption,
  setOption,
  sparsityOption,
} from '../options.ts';
import { overflowOption } from '../overflow-option.ts';
import { printAdvice } from '../print-advice.ts';
import { printResult } from '../print-result.ts';
import { keepOption, nestedOption, numbersOption } from '../run-options.ts';
import { type OutputNumbers, saveOutputs } from '../save-outputs.ts';
import { writeTimelines } from '../timelines.ts';
import { addTraceOptions, type TraceOptions } from '../trace.ts';
import { addWaveformOptions, checkWaveformOptions, type WaveformOptions } from '../waveform.ts';
import { type ShownRun, writeRun } from '../write-run.ts';

interface RunOptions extends WaveformOptions, TraceOptions, DrawingOptions, BudgetOptions {
  readonly out?: string;
  readonly accelerator: string;
  readonly steps?: number;
  readonly sparsity?: number;
  readonly pattern?: string;
  readonly keep: KeptCounts;
  readonly keepPerBank?: number;
  readonly weights?: string;
  readonly prefix?: string;
  readonly model?: string;
  readonly direction?: DirectionChoice;
  readonly inputs?: string;
  readonly state?: string;
  readonly numbers: OutputNumbers;
  readonly values: boolean;
  readonly program?: true;
  readonly saveOutputs?: string;
  readonly allowOverflow?: true;
  readonly seed: string;
  readonly set: string[];
  readonly format: TableFormat;
}

const examples: Parameters<typeof examplesText>[0] = [
  ['run tiny --accelerator dense --steps 4', 'where the cycles and the energy of one accelerator go'],
  ['run timit --no-values --set ewop.lanes=128', 'timing only, with more element-wise lanes'],
  ['run tiny --out out', 'result.json, step.json and charts: stalls, energy, PEs, bank conflicts, roofline'],
  ['run timit --no-values --budget ram=90%,logic=90%', 'on what another part of the chip leaves of it'],
  ['run tiny --program', 'the instructions that the workload is lowered to'],
  ['run tiny --vcd out/tiny.vcd', 'a waveform of PEs, banks, controller and element-wise unit'],
  [
    'run tiny --trace out/tiny.json',
    'a timeline for Perfetto: instructions on their units, and what each waited for',
  ],
  [
    'run --weights examples/agreement-lm/model.npz --inputs examples/agreement-lm/x.npy --set number.fractionBits=9',
    'a trained model with inputs of its own',
  ],
];

/** `bbsim run`: one accelerator, one workload. */
export function runCommand(io: Io): Command {
  const command = new Command('run')
    .description(
      'Runs the steps of a workload on one accelerator and prints where cycles and energy go, per phase and per layer.',
    )
    .argument('[workload]', 'preset name or YAML path (default: timit, or what --weights holds)')
    .option('--accelerator <name>', 'preset name or YAML path', 'bbs')
    .option('--steps <n>', "time steps (default: the workload's, or all of --inputs)", positive)
    .addOption(sparsityOption())
    .option(
      '--pattern <name>',
      `prune to another pattern: ${orList(patternKinds)}, or one with options, e.g. {kind: n-m, m: 4}; none: the weights are pruned already (their masks, or their non-zeros)`,
    )
    .addOption(keepOption())
    .addOption(nestedOption());
  const withInputs = addTraceOptions(addWaveformOptions(addOutOptions(addWeightOptions(command))))
    .option('--inputs <x.npy>', 'inputs [T, X], floats or int16 raw codes, instead of seeded ones')
    .option(
      '--state <s.npz>',
      'state before the first step: h0 [layers, R] or [R], c0 [layers, H] or [H] (of layers that have a cell state: a GRU has none); a bidirectional layer has two rows; or an array for each pass: h0_l0, h0_l0_reverse, h0_l1, ...; what is missing is zeros',
    )
    .option('--no-values', 'timing only: compute and check no values')
    .option('--program', 'print the instructions of every layer instead of the result')
    .option(
      '--save-outputs <o.npz>',
      'write h [T, R] (2R with two passes) and c [T, H] (a GRU has none) of the last layer, int16 raw codes',
    )
    .addOption(numbersOption())
    .addOption(budgetOption())
    .addOption(overflowOption());
  return withInputs
    .addOption(seedOption())
    .addOption(setOption())
    .addOption(formatOption())
    .addHelpText('after', examplesText(examples))
    .action((workload: string | undefined, options: RunOptions) => run(io, workload, options));
}

async function run(io: Io, workload: string | undefined, options: RunOptions): Promise<void> {
  checkWaveformOptions(options);
  const pattern =
    options.pattern === undefined || options.pattern === 'none' ? [] : [`pattern=${options.pattern}`];
  const sets = [...options.set, ...pattern, ...nestedSets(options)];
  const platform = platformWithin(loadPlatform(options.accelerator, sets), givenBudget(options));
  refuseIdleSparsity(options.sparsity, [platform]);
  const loaded = await loadChosen(io, workload, options);
  if (options.out !== undefined) await makeFolder(options.out);
  const files = await filesOf(options, loaded);
  const initial = options.values ? initialRemark(files, loaded.initial) : null;
  if (initial !== null) io.note(initial);
  const { finished, result } = runIn(io, options.numbers, {
    platform,
    loaded,
    steps: options.steps ?? null,
    sparsity: options.sparsity ?? null,
    prunes: prunesInNumbers(io, workload, options, loaded),
    keep: options.keep,
    files,
    hasValues: options.values,
    mustFit: options.allowOverflow !== true && options.numbers === 'fixed',
    hasBankWaits: options.out !== undefined,
    seed: options.seed,
  });
  const { name, config } = platform;
  const known = knownOf(result.weights.residency, loaded.model.shape.layers);
  noteMootFields(io, [{ from: options.accelerator, name, config, known }], options.set);
  noteMissedTiming(io, name, finished.design);
  noteCutsOfRuns(io, [result]);
  for (const remark of requantisedRemarks([result])) io.note(remark);
  await writeTimelines(io, options, finished, result);
  if (options.saveOutputs !== undefined) await saveOutputs(options.saveOutputs, finished, options.numbers);
  const shown = { platform, loaded, finished, result };
  const advice = await writeRun(io, workload, designOptions(options), shown);
  await showRun(io, workload, options, shown, advice);
}

/** Options of a run with the fields that other options than `--set` set. */
const designOptions = (options: RunOptions): RunOptions => ({
  ...options,
  set: [...options.set, ...nestedSets(options)],
});

/** Prints programs, or the result, and behind its tables what to change first. */
async function showRun(
  io: Io,
  workload: string | undefined,
  options: RunOptions,
  run: ShownRun,
  advice: Advice | null,
): Promise<void> {
  if (options.program) {
    io.print(programsOf(run.finished));
    return;
  }
  await printResult(io, 'run', run.result, options.format);
  // What would change is simulated with each pattern's own count.
  if (options.numbers !== 'fixed' || options.keep !== 'requested') return;
  await printAdvice(io, workload, designOptions(options), run, advice);
}

/** The field that `--keep-per-bank` sets. Throws BadInput for an array that has no such field. */
function nestedSets({ accelerator, set, keepPerBank }: RunOptions): readonly string[] {
  if (keepPerBank === undefined) return [];
  const field = `keepPerBank=${keepPerBank}`;
  if (lacksField(accelerator, field, set)) {
    const { kind } = loadPlatform(accelerator, set).config;
    throw new BadInput(
      `--keep-per-bank: ${kind} has no field keepPerBank, expected an accelerator that stores bank-balanced weights (bbs)`,
    );
  }
  return [field];
}

/** The readers of arrays are loaded where there is something to read. */
async function filesOf({ inputs, state }: RunOptions, { model }: LoadedModel): Promise<SequenceFiles | null> {
  if (inputs === undefined && state === undefined) return null;
  const { drivingFiles } = await import('../driving-files.ts');
  return drivingFiles({ inputs, state }, model.shape);
}

/**
 * Runs it. For the float reference a design need not be able to store the weights as they lie: where it
 * refuses them, zeros are stored too, which is noted.
 */
function runIn(io: Io, numbers: OutputNumbers, request: RunRequest): ReturnType<typeof runModel> {
  if (numbers === 'fixed' || request.prunes) return runModel(request);
  try {
    return runModel(request);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const run = runModel({ ...request, keepsZeros: true });
    io.note(`${request.platform.name} stores zeros too: ${error.message}`);
    return run;
  }
}

function programsOf({ design }: FinishedRun): string {
  const passes = passesOf(design.layers.map(({ program }) => program));
  return design.layers
    .map(({ program }, l) => `layer ${passName(passes[l])}\n${formatProgram(program)}`)
    .join('\n');
}
