import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import type { Bench } from './bench/bench.ts';
import { benchFiles } from './bench/bench-files.ts';
import { icarusArguments, verilatorArguments } from './bench/makefile.ts';
import { inScratchFolder, ProgramFailure, spawnProgram } from './bench/scratch-folder.ts';
import type { CosimTool } from './bench/tools.ts';
import { runInNpm } from './npm-simulator/run-in-npm.ts';

/**
 * Options of one run: macros, the parallel jobs of Verilator's build, minutes after which a build or a run is
 * given up, and how often what was built is run (the logs follow each other).
 */
export interface BenchOptions {
  readonly defines?: readonly string[];
  readonly jobs?: number;
  readonly minutes?: number;
  readonly runs?: number;
}

/** What a bench printed, and, with the macro DUMP, its waveform. */
export interface BenchOutput {
  readonly log: string;
  readonly vcd: string | null;
}

/**
 * Builds and runs a bench in a temporary folder, which is removed. Throws BadInput with the tool's own words
 * when it cannot build or run the RTL, or takes longer than it may.
 */
export async function runBench(
  bench: Bench,
  tool: CosimTool,
  options: BenchOptions = {},
): Promise<BenchOutput> {
  const files = benchFiles(bench);
  if (tool === 'yosys') return { log: await runInNpm(bench, files), vcd: null };
  return inScratchFolder('bbsim-rtl-', async (folder) => {
    await writeFiles(folder, files);
    const log = await buildAndRun(folder, bench, tool, options);
    const isDumped = options.defines?.includes('DUMP') === true;
    return { log, vcd: isDumped ? await readFile(join(folder, 'dump.vcd'), 'utf8') : null };
  });
}

async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function buildAndRun(
  folder: string,
  bench: Bench,
  tool: Exclude<CosimTool, 'yosys'>,
  { defines = [], jobs = 2, minutes = 10, runs = 1 }: BenchOptions,
): Promise<string> {
  const run = async (program: string, words: readonly string[]) => {
    try {
      return await spawnProgram(program, words, folder, minutes);
    } catch (error) {
      if (!(error instanceof ProgramFailure)) throw error;
      if (!error.isTimeout) throw new BadInput(`${program} cannot run the RTL: ${firstLines(error.message)}`);
      const other = tool === 'icarus' ? '--tool verilator, or a smaller design' : 'a smaller design';
      throw new BadInput(`${program} was stopped after ${minutes} minutes; try ${other}`);
    }
  };
  if (tool === 'icarus') {
    await run('iverilog', icarusArguments(bench, defines));
  } else {
    await run('verilator', verilatorArguments(bench, defines, jobs));
  }
  let log = '';
  for (let n = 0; n < runs; n++) {
    log += await (tool === 'icarus'
      ? run('vvp', ['icarus.vvp'])
      : run(join(folder, 'obj_dir', 'Vharness'), []));
  }
  return log;
}

function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 5).join('\n');
}
