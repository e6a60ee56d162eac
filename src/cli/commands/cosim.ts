import { Command, Option } from 'commander';
import { type CosimTool, cosimTools } from '../../cosim/bench/tools.ts';
import { type CosimResult, runCase } from '../../cosim/cosim-case.ts';
import { randomCase } from '../../cosim/random-case.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { Mismatch } from '../../errors/mismatch.ts';
import type { DirectionChoice } from '../../lstm/weights/choose-direction.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import { loadPlatform } from '../../run/platform.ts';
import type { Io } from '../io.ts';
import {
  addWeightOptions,
  examplesText,
  formatOption,
  natural,
  positive,
  seedOption,
  setOption,
  sparsityOption,
} from '../options.ts';
import { printResult } from '../print-result.ts';
import { layerCases, productCase } from '../rtl-cases.ts';

interface CosimOptions {
  readonly accelerator?: string;
  readonly matrix?: string;
  readonly vector?: string;
  readonly weights?: string;
  readonly prefix?: string;
  readonly model?: string;
  readonly direction?: DirectionChoice;
  readonly sparsity?: number;
  readonly steps?: number;
  readonly cases?: number;
  readonly case?: number;
  readonly tool?: CosimTool;
  readonly seed: string;
  readonly set: string[];
  readonly format: TableFormat;
}

/** Random cases that run when nothing else is said. */
const USUAL_CASES = 20;

/** `bbsim cosim`: the simulator and the RTL side by side. */
export function cosimCommand(io: Io): Command {
  const command = new Command('cosim')
    .description(
      'Runs the simulator and the RTL on the same data and compares cycles, conflicts, bank reads and every output value: the steps of a workload, one product (--matrix, --vector), or random designs and data (neither). Weights are resident. Exit code 1 on the first difference.',
    )
    .argument('[workload]', 'preset name or YAML path')
    .option(
      '--accelerator <name>',
      'preset name or YAML path (default: bbs; random cases: designs of all kinds, or of the kind of this one)',
    )
    .option('--matrix <A>', 'SciPy sparse CSR .npz or dense .npy, as for bbsim spmv')
    .option('--vector <x.npy>', 'vector with as many elements as the matrix has columns')
    .option('--steps <n>', 'time steps of a workload (default: 1)', positive)
    .addOption(sparsityOption());
  return addWeightOptions(command)
    .option(
      '--cases <n>',
      `random cases, or as many seeds of a workload (default: ${USUAL_CASES} random cases)`,
      positive,
    )
    .option('--case <k>', 'only this one of the random cases', natural)
    .addOption(
      new Option(
        '--tool <name>',
        'what runs the RTL (default: Icarus for small designs, Verilator for large ones, Yosys from npm without either)',
      ).choices(cosimTools),
    )
    .addOption(seedOption())
    .addOption(setOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        ['cosim --cases 5', 'five random designs, weights and inputs'],
        [
          'cosim tiny --accelerator csr --set pes=4 --set banks=8 --set ewop.lanes=4',
          'the steps of a workload',
        ],
        [
          'cosim --matrix examples/spmv/A.npz --vector examples/spmv/x.npy --set pes=4 --set banks=8',
          'one product',
        ],
      ]),
    )
    .action((workload: string | undefined, options: CosimOptions) => cosim(io, workload, options));
}

async function cosim(io: Io, workload: string | undefined, options: CosimOptions): Promise<void> {
  const { accelerator = 'bbs', set, matrix, vector, sparsity, steps = 1 } = options;
  const { weights, prefix, model, direction } = options;
  const chosen = { weights, prefix, model, direction };
  const request = { accelerator, set, matrix, vector, workload, ...chosen, sparsity, steps };
  const product = productCase(request);
  if (!product && (workload ?? weights) === undefined) return randomCases(io, options);
  const cases = product
    ? [product]
    : await Promise.all(
        seedsOf(options).map((seed, k) => layerCases(k === 0 ? io : silent, request, seed)),
      ).then((ofSeeds) => ofSeeds.flat());
  const results: CosimResult[] = [];
  for (const one of cases) {
    io.note(`${one.name} ...`);
    const result = await runCase(one, options.tool ?? null);
    results.push(result);
    if (isDifferent(result)) break;
  }
  await printResult(io, 'quantities', results, options.format);
  finish(results, () => '');
}

/** What was said of a file of weights is not said again for every seed. */
const silent = { note() {} };

/** As many seeds as there are cases. */
function seedsOf({ seed, cases = 1 }: CosimOptions): string[] {
  return Array.from({ length: cases }, (_, k) => (k === 0 ? seed : `${seed}+${k}`));
}

async function randomCases(io: Io, options: CosimOptions): Promise<void> {
  const { seed, accelerator, tool = null } = options;
  const kind = accelerator === undefined ? null : loadPlatform(accelerator).config.kind;
  const indices =
    options.case === undefined
      ? Array.from({ length: options.cases ?? USUAL_CASES }, (_, i) => i)
      : [options.case];
  const results: { index: number; result: CosimResult }[] = [];
  for (const index of indices) {
    const result = await runCase(randomCase(seed, index, kind), tool);
    results.push({ index, result });
    if (isDifferent(result)) break;
  }
  const title = `Random co-simulation, seed ${seed}${kind ? `, ${kind}` : ''}`;
  await printResult(io, 'cases', { title, results }, options.format);
  const again = `bbsim cosim --seed ${seed} --case ${results[results.length - 1].index}${accelerator === undefined ? '' : ` --accelerator ${accelerator}`}`;
  finish(
    results.map(({ result }) => result),
    () => `; this case alone: ${again}`,
  );
}

function isDifferent(result: CosimResult): boolean {
  return 'tool' in result && result.comparison.first !== null;
}

/** Throws when the last case differs, or when none could run. */
function finish(results: readonly CosimResult[], again: () => string): void {
  const last = results[results.length - 1];
  if ('tool' in last && last.comparison.first) {
    const { cycle, signal, rtl, simulator } = last.comparison.first;
    const when = cycle === null ? 'total' : `cycle ${cycle}`;
    throw new Mismatch(
      `${last.name}: ${when}, signal ${signal}: the RTL has ${rtl}, the simulator ${simulator}${again()}`,
    );
  }
  if (results.every((result) => 'skipped' in result))
    throw new BadInput('no case could run on the RTL: install iverilog or verilator');
}
