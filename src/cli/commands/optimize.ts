import { Command } from 'commander';
import { FailedPoints } from '../../errors/failed-points.ts';
import { Interrupted } from '../../errors/interrupted.ts';
import { optimize } from '../../explore/optimize/optimize.ts';
import type { OptimizeSummary } from '../../explore/optimize/summary.ts';
import { type LoadedSweep, loadSweep } from '../../explore/space/load-sweep.ts';
import { earlierResultsRemark } from '../../explore/store/earlier-results.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import { noteCutPoints } from '../cut-numbers.ts';
import type { Io } from '../io.ts';
import { examplesText, formatOption, positive } from '../options.ts';
import { printResult } from '../print-result.ts';
import { openProgress } from '../progress.ts';
import { listenForInterruption, noteDamage, workerCount } from '../store-run.ts';
import { readWeights } from '../weights-file.ts';

interface Options {
  readonly out: string;
  readonly minimize?: string;
  readonly maximize?: string;
  readonly where?: string;
  readonly budget: number;
  readonly population?: number;
  readonly seed: string;
  readonly jobs?: number;
  readonly retryFailed?: true;
  readonly format: TableFormat;
}

/** `bbsim optimize`: the designs worth choosing from, in a space too large to enumerate. */
export function optimizeCommand(io: Io): Command {
  return new Command('optimize')
    .description(
      'Searches the designs of a specification (as for `bbsim sweep`: accelerators, axes, filters; one workload and one seed) for those that no ' +
        'other beats in all objectives, within a budget of evaluations: NSGA-II over the levels of the axes. Conditions on axes alone are best ' +
        'written as filters of the specification, which cost no evaluation; --where is for conditions on results. Evaluated designs are in a ' +
        'store as those of a sweep are: the same command continues after an interruption or a kill, what other sweeps in the store know is not ' +
        'simulated again, and `bbsim query` asks it. The same seed gives the same front.',
    )
    .argument('<spec>', 'preset name (bbsim list) or YAML path')
    .requiredOption('--out <dir>', 'the store: a folder that is made, or continued')
    .option('--minimize <metrics>', 'what is to be small, e.g. latency_us,energy_uj,dsp')
    .option('--maximize <metrics>', 'what is to be large, e.g. utilisation')
    .option('--where <condition>', "what a design must meet, over metrics and axes, e.g. 'dsp_percent <= 50'")
    .requiredOption('--budget <n>', 'how many designs may be evaluated', positive)
    .option('--population <n>', 'designs per generation (default: a fifth of the budget, 4 to 40)', positive)
    .option('--seed <seed>', 'seed of the search (that of the weights is in the specification)', '1')
    .option('--jobs <n>', 'worker threads (default, and the most: all cores)', positive)
    .option('--retry-failed', 'evaluate designs again that ended with an error')
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        [
          'optimize timit-10k --out out/search --minimize latency_us,dsp --budget 400',
          'fast and small designs, from 400 of ten thousand',
        ],
        [
          "optimize timit-10k --out out/search --minimize latency_us,dsp,power_w --where 'bram_percent <= 60' --budget 400",
          'under a condition on the results',
        ],
        ['query out/search --pareto latency_us,dsp', 'asks what was evaluated'],
      ]),
    )
    .action((spec: string, options: Options) => runOptimize(io, spec, options));
}

async function runOptimize(io: Io, spec: string, options: Options): Promise<void> {
  const loaded = loadSweep(spec, (path) => readWeights(path, 'weights'));
  for (const remark of loaded.remarks) io.note(remark);
  const earlier = await earlierResultsRemark(options.out);
  if (earlier !== null) io.note(earlier);
  const summary = await withProgress(io, loaded, options);
  await printResult(io, 'front', summary, options.format);
  noteCutPoints(io, summary.cut, summary.evaluated, options.out);
  conclude(io, summary);
}

async function withProgress(io: Io, loaded: LoadedSweep, options: Options): Promise<OptimizeSummary> {
  const { minimize = null, maximize = null, where = null, budget, seed, population = null } = options;
  const request = { minimize, maximize, where, budget, seed, populationSize: population };
  const jobs = workerCount(io, options.jobs);
  const progress = openProgress(io, loaded.space.name);
  const interruption = listenForInterruption(io);
  try {
    return await optimize(loaded, options.out, request, {
      jobs,
      retriesFailed: options.retryFailed === true,
      isStopped: interruption.isStopped,
      onProgress: ({ points, done, known, generation, frontSize }) =>
        progress.update(done, points, known, `generation ${generation}, front of ${frontSize}`),
    });
  } finally {
    progress.stop();
    interruption.end();
  }
}

/** What the exit code says, as for a sweep: an interruption first, since the rest is then not known. */
function conclude(io: Io, { damage, ending, evaluated, budget, counts }: OptimizeSummary): void {
  noteDamage(io, damage);
  if (ending === 'interrupted')
    throw new Interrupted(
      `${evaluated} designs of a budget of ${budget} are evaluated; the same command continues`,
    );
  if (counts.failed > 0)
    throw new FailedPoints(
      `${counts.failed} of ${evaluated} designs failed; bbsim query --where 'status == "failed"' --columns index,reason says why`,
    );
}
