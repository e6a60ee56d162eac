import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Mismatch } from '../num/mismatch.ts';
import type { Bench } from './bench.ts';
import { benchFiles } from './bench-folder.ts';
import { icarusArguments, verilatorArguments } from './makefile.ts';
import { runInNpm } from './npm-simulator/run.ts';
import type { CosimTool } from './tools.ts';

const execute = promisify(execFile);

/** Options of one run: macros, the parallel jobs of Verilator's build, and minutes after which a build or a run is given up. */
export interface BenchOptions {
  readonly defines?: readonly string[];
  readonly jobs?: number;
  readonly minutes?: number;
}

/** What a bench printed, and, with the macro DUMP, its waveform. */
export interface BenchOutput {
  readonly log: string;
  readonly vcd: string | null;
}

/**
 * Builds and runs a bench in a temporary folder, which is removed. Throws Mismatch with the tool's own words when the RTL does not build
 * or the run ends with an error.
 */
export async function runBench(
  bench: Bench,
  tool: CosimTool,
  options: BenchOptions = {},
): Promise<BenchOutput> {
  const files = benchFiles(bench);
  if (tool === 'yosys') return { log: await runInNpm(bench, files), vcd: null };
  const folder = await mkdtemp(join(tmpdir(), 'bbsim-rtl-'));
  try {
    await writeFiles(folder, files);
    const log = await buildAndRun(folder, bench, tool, options);
    const isDumped = options.defines?.includes('DUMP') === true;
    return { log, vcd: isDumped ? await readFile(join(folder, 'dump.vcd'), 'utf8') : null };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
  { defines = [], jobs = 2, minutes = 10 }: BenchOptions,
): Promise<string> {
  const limits = { cwd: folder, timeout: minutes * 60_000, maxBuffer: 2 ** 30 };
  const run = async (program: string, words: readonly string[]) => {
    try {
      return (await execute(program, [...words], limits)).stdout;
    } catch (error) {
      const { stderr = '', stdout = '' } = error as { readonly stderr?: string; readonly stdout?: string };
      throw new Mismatch(`${program} ended with an error: ${firstLines(stderr || stdout || String(error))}`);
    }
  };
  if (tool === 'icarus') {
    await run('iverilog', icarusArguments(bench, defines));
    return run('vvp', ['icarus.vvp']);
  }
  await run('verilator', verilatorArguments(bench, defines, jobs));
  return run(join(folder, 'obj_dir', 'Vharness'), []);
}

function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 5).join('\n');
}
