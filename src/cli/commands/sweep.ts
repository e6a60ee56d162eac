import { Command, InvalidArgumentError } from 'commander';
import { BadInput } from '../../errors/bad-input.ts';
import { FailedPoints } from '../../errors/failed-points.ts';
import { Interrupted } from '../../errors/interrupted.ts';
import { shellWord } from '../../explore/cluster/shell-words.ts';
import type { Chunk } from '../../explore/engine/chunk.ts';
import { dryRun } from '../../explore/engine/dry-run.ts';
import { sweepStatus } from '../../explore/engine/status.ts';
import { runSweep, type SweepSummary } from '../../explore/engine/sweep.ts';
import type { GivenWeights } from '../../explore/space/given-weights.ts';
import { type LoadedSweep, loadSweep } from '../../explore/space/load-sweep.ts';
import { pointsOf } from '../../explore/space/points.ts';
import { earlierResultsRemark } from '../../explore/store/earlier-results.ts';
import { acquireLock } from '../../explore/store/lock.ts';
import { mergeShards } from '../../explore/store/merge.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import { type BudgetOptions, budgetOption, givenBudget } from '../budget-option.ts';
import { noteCutPoints } from '../cut-numbers.ts';
import type { Io } from '../io.ts';
import { addWeightOptions, examplesText, formatOption, natural, positive } from '../options.ts';
import { printResult } from '../print-result.ts';
import { dryRunProgress, openProgress } from '../progress.ts';
import { addEngineOptions, type EngineOptions, refuseEngineContradictions } from '../slurm-options.ts';
import { sweepOnSlurm } from '../slurm-sweep.ts';
import { listenForInterruption, noteDamage, workerCount } from '../store-run.ts';
import { optionWords, type WeightOptions } from '../weight-options.ts';
import { readWeights } from '../weights-file.ts';

/** More points than anybody means to have without saying so. */
const DEFAULT_LIMIT = 100_000;

interface SweepOptions extends EngineOptions, WeightOptions, BudgetOptions {
  readonly out?: string;
  readonly jobs?: number;
  readonly limit: number;
  readonly chunk?: Chunk;
  readonly dryRun?: true;
  readonly status?: true;
  readonly merge?: true;
  readonly retryFailed?: true;
  readonly format: TableFormat;
}

/** `bbsim sweep`: many design points into a store. */
export function sweepCommand(io: Io): Command {
  const command = new Command('sweep')
    .description(
      'Simulates every point of a specification (axes over any field of accelerators and workloads; see configs/sweeps) on all cores and appends each ' +
        'to a store. Points that cannot be built, do not fit their device or do not meet timing are recorded with the reason and not simulated; a point that fails is recorded with its ' +
        'error. The same command again continues where it was interrupted or killed. `bbsim query` asks the store.',
    )
    .argument('[spec]', 'preset name (bbsim list) or YAML path; not needed with --status and --merge')
    .option('--out <dir>', 'the store: a folder that is made, or continued')
    .option('--jobs <n>', 'worker threads (default, and the most: all cores)', positive)
    .option('--limit <n>', 'most points that are not a mistake', natural, DEFAULT_LIMIT)
    .option('--chunk <i/n>', 'only part i of n (i from 1): what a job of a cluster runs', chunkOf)
    .option('--retry-failed', 'simulate points again that ended with an error')
    .option(
      '--dry-run',
      'print how many points there are and fit, and how long they would take; simulate a sample',
    )
    .option('--status', 'print what the store has')
    .option('--merge', 'write the shards of the store as one, sorted: after the jobs of a cluster');
  return addEngineOptions(addWeightOptions(command).addOption(budgetOption()))
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        [
          'sweep pe-bank-timit --out out/pe-bank',
          'PEs against banks for TIMIT; then: bbsim query out/pe-bank',
        ],
        ['sweep timit-10k --dry-run', 'ten thousand points: how many fit, and how long they would take'],
        [
          'sweep pe-bank-timit --out out/pe-bank --chunk 3/8',
          'the third of eight parts, as one job of a cluster',
        ],
        [
          'sweep timit-10k --out out/timit --engine slurm',
          'all parts as jobs of Slurm, followed to their end',
        ],
        ['sweep --status --out out/pe-bank', 'how far a sweep is'],
      ]),
    )
    .action((spec: string | undefined, options: SweepOptions) => sweep(io, spec, options));
}

/** `3/8`. */
function chunkOf(text: string): Chunk {
  const found = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, of] = found ? [Number(found[1]), Number(found[2])] : [0, 0];
  if (index < 1 || index > of) {
    throw new InvalidArgumentError(`expected i/n with i from 1 to n, as in 3/8; found ${text}`);
  }
  return { index, of };
}

async function sweep(io: Io, spec: string | undefined, options: SweepOptions): Promise<void> {
  refuseContradictions(spec, options);
  const { format } = options;
  if (options.status) return printStatus(io, folderOf(options), format);
  if (options.merge) return merge(io, folderOf(options));
  if (spec === undefined)
    throw new BadInput('expected a specification: a preset name or the path of a YAML file');
  const loaded = loadSweep(
    spec,
    (path) => readWeights(path, 'weights'),
    givenWeights(options),
    givenBudget(options),
  );
  for (const remark of loaded.remarks) io.note(remark);
  if (options.dryRun) return printDryRun(io, loaded, options);
  const folder = folderOf(options);
  const earlier = await earlierResultsRemark(folder);
  if (earlier !== null) io.note(earlier);
  const summary =
    options.engine === 'slurm'
      ? await sweepOnSlurm(io, { spec, folder, loaded, defaultLimit: DEFAULT_LIMIT, ...options })
      : await runWithProgress(io, loaded, folder, options);
  await printResult(io, 'sweep', { space: loaded.space, summary }, format);
  noteCutPoints(io, summary.cut, summary.points, folder);
  conclude(io, summary, { folder, again: continueWith(spec, folder, options) });
}

function refuseContradictions(spec: string | undefined, options: SweepOptions): void {
  refuseEngineContradictions(options);
  const modes = (['dryRun', 'status', 'merge', 'chunk'] as const).filter(
    (mode) => options[mode] !== undefined,
  );
  const named = modes.map((mode) => `--${mode.replace('R', '-r')}`);
  if (modes.length > 1) throw new BadInput(`expected one of ${named.join(' and ')}, found both`);
  if (spec !== undefined && (options.status || options.merge))
    throw new BadInput(`${named[0]} reads the store at --out; expected no specification`);
}

function givenWeights({ weights, prefix, model, direction }: SweepOptions): GivenWeights | null {
  if (weights === undefined) return null;
  return { weights, prefix: prefix ?? null, model: model ?? null, direction: direction ?? null };
}

function folderOf({ out }: SweepOptions): string {
  if (out === undefined) throw new BadInput('expected --out <dir>: where the results are');
  return out;
}

async function runWithProgress(
  io: Io,
  loaded: LoadedSweep,
  folder: string,
  options: SweepOptions,
): Promise<SweepSummary> {
  // Nobody listens yet while points are counted: Ctrl-C ends the process, and nothing is written.
  const points = pointsOf(loaded.space, loaded.sampling, options.limit);
  const jobs = workerCount(io, options.jobs);
  const progress = openProgress(io, loaded.space.name);
  let before: number | null = null;
  const interruption = listenForInterruption(io);
  try {
    return await runSweep({ ...loaded, points }, folder, {
      jobs,
      limit: options.limit,
      chunk: options.chunk ?? null,
      retriesFailed: options.retryFailed === true,
      isStopped: interruption.isStopped,
      onProgress: ({ points, done, isPlanning, ...found }) => {
        before ??= done;
        progress.update(done, points, before, remarkOf(isPlanning, found));
      },
    });
  } finally {
    progress.stop();
    interruption.end();
  }
}

function remarkOf(
  isPlanning: boolean,
  { counts: { infeasible, failed }, constrained }: Pick<SweepSummary, 'counts' | 'constrained'>,
): string {
  if (isPlanning) return 'planning';
  const misfits = infeasible - constrained;
  const parts = [
    misfits > 0 ? `${misfits} unbuildable or too large` : '',
    constrained > 0 ? `${constrained} miss a constraint` : '',
    failed > 0 ? `${failed} failed` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function continueWith(
  spec: string,
  folder: string,
  { chunk, limit, jobs, retryFailed, ...options }: SweepOptions,
): string {
  const words = ['bbsim', 'sweep', spec, ...optionWords(options), '--out', folder].map(shellWord);
  if (chunk) words.push('--chunk', `${chunk.index}/${chunk.of}`);
  if (limit !== DEFAULT_LIMIT) words.push('--limit', String(limit));
  if (jobs !== undefined) words.push('--jobs', String(jobs));
  if (retryFailed) words.push('--retry-failed');
  return words.join(' ');
}

/** What the exit code says: an interruption first, since the rest is then not known. */
function conclude(
  io: Io,
  { damage, isInterrupted, points, counts }: SweepSummary,
  { folder, again }: { readonly folder: string; readonly again: string },
): void {
  noteDamage(io, damage);
  if (counts.ok === 0 && counts.infeasible > 0)
    io.note(`no point is feasible: bbsim query ${shellWord(folder)} --columns index,reason says why`);
  const done = counts.ok + counts.infeasible + counts.failed;
  if (isInterrupted)
    throw new Interrupted(`${done} of ${points} points are in the store; continue with: ${again}`);
  if (counts.failed > 0) {
    throw new FailedPoints(
      `${counts.failed} of ${points} points failed; bbsim query ${shellWord(folder)} --where 'status == "failed"' --columns index,reason says why`,
    );
  }
}

async function printDryRun(
  io: Io,
  loaded: LoadedSweep,
  { jobs, limit, format }: SweepOptions,
): Promise<void> {
  const progress = dryRunProgress(io, loaded.space.name);
  const options = { jobs: workerCount(io, jobs), limit, clockMs: io.clockMs, onProgress: progress.update };
  const found = await dryRun(loaded, options).finally(progress.stop);
  await printResult(io, 'dryRun', { space: loaded.space, found }, format);
}

async function printStatus(io: Io, folder: string, format: TableFormat): Promise<void> {
  const status = await sweepStatus(folder);
  const earlier = await earlierResultsRemark(folder);
  if (earlier !== null) io.note(earlier);
  await printResult(io, 'status', status, format);
}

async function merge(io: Io, folder: string): Promise<void> {
  const lock = await acquireLock(folder, { kind: 'whole' });
  try {
    const { shards, found, kept, damage } = await mergeShards(folder);
    if (damage.torn + damage.damagedLines > 0)
      io.note(`${damage.torn} torn and ${damage.damagedLines} damaged lines are left out`);
    io.note(`${folder}: ${shards} shards with ${found} records, now one with ${kept}`);
  } finally {
    await lock.release();
  }
}
