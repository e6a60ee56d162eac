import { basename, dirname, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { benchFiles } from '../../cosim/bench/bench-files.ts';
import { isSmall } from '../../cosim/bench/tools.ts';
import type { CosimCase } from '../../cosim/cosim-case.ts';
import { type MappedSize, mappedTableText } from '../../cosim/synthesis/mapped-table.ts';
import {
  mappedKinds,
  type SynthesisFamily,
  synthesisFamilies,
  synthesisSizes,
} from '../../cosim/synthesis/sizes.ts';
import { synthesise, type YosysSource, yosysVersion } from '../../cosim/synthesis/synthesise.ts';
import { writeFileAtomic } from '../../disk/atomic-file.ts';
import { makeFolder } from '../../disk/folder.ts';
import type { OutputFile } from '../../disk/output-folder.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { DirectionChoice } from '../../lstm/weights/choose-direction.ts';
import type { Io } from '../io.ts';
import {
  addWeightOptions,
  examplesText,
  natural,
  positive,
  seedOption,
  setOption,
  sparsityOption,
} from '../options.ts';
import { printResult } from '../print-result.ts';
import { layerCases, productCase } from '../rtl-cases.ts';
import { writeOutputs } from '../write-outputs.ts';

interface RtlOptions {
  readonly accelerator: string;
  readonly out?: string;
  readonly matrix?: string;
  readonly vector?: string;
  readonly weights?: string;
  readonly prefix?: string;
  readonly model?: string;
  readonly direction?: DirectionChoice;
  readonly sparsity?: number;
  readonly steps: number;
  readonly layer: number;
  readonly seed: string;
  readonly set: string[];
  readonly synth?: true;
  readonly family?: SynthesisFamily;
  readonly size?: { readonly pes: number; readonly lanes: number };
  readonly yosys?: YosysSource;
}

/** `bbsim rtl`: a design as SystemVerilog, with its memories filled and a bench that checks itself. */
export function rtlCommand(io: Io): Command {
  const command = new Command('rtl')
    .description(
      'Writes the RTL of an accelerator with one layer of a workload, or one product (--matrix, --vector), in its memories: sources, parameters, memory images, a bench that checks every result against the simulator, and a Makefile for Icarus and Verilator. Weights are resident.',
    )
    .argument('[workload]', 'preset name or YAML path (default: timit, or what --weights holds)')
    .option('--accelerator <name>', 'preset name or YAML path', 'bbs')
    .option('--out <dir>', 'folder that the files are written to')
    .option('--matrix <A>', 'SciPy sparse CSR .npz or dense .npy, as for bbsim spmv')
    .option('--vector <x.npy>', 'vector with as many elements as the matrix has columns')
    .option(
      '--layer <l>',
      'layer of the workload; a bidirectional one counts twice: forward, reverse',
      natural,
      0,
    )
    .option('--steps <n>', 'time steps that the bench runs', positive, 1)
    .option(
      '--synth',
      'instead: map the SpMV unit at small sizes with Yosys and count its cells; --out is then a file of comma-separated values',
    )
    .addOption(new Option('--family <name>', 'with --synth: only this family').choices(synthesisFamilies))
    .option('--size <MxN>', 'with --synth: only this size, such as 1x4', size)
    .addOption(
      new Option(
        '--yosys <source>',
        'with --synth: the Yosys on PATH, or that of npm (default: PATH if there is one)',
      ).choices(['path', 'npm']),
    )
    .addOption(sparsityOption());
  return addWeightOptions(command)
    .addOption(seedOption())
    .addOption(setOption())
    .addHelpText(
      'after',
      examplesText([
        [
          'rtl tiny --accelerator csr --set pes=4 --set banks=8 --out out/rtl',
          'a layer; `make -C out/rtl` runs its bench',
        ],
        [
          'rtl --matrix examples/spmv/A.npz --vector examples/spmv/x.npy --set pes=4 --set banks=8 --out out/product',
          'one product',
        ],
      ]),
    )
    .action((workload: string | undefined, options: RtlOptions) => rtl(io, workload, options));
}

async function rtl(io: Io, workload: string | undefined, options: RtlOptions): Promise<void> {
  const { out } = options;
  if (options.synth) return synthesisePoints(io, workload, options);
  if (out === undefined) throw new BadInput('--out: expected a folder to write to');
  const { name, bench, cycles } = await chosenCase(io, workload, options);
  const files = benchFiles(bench);
  await makeFolder(out);
  for (const [folder, inside] of byFolder(files)) await writeOutputs(io, join(out, folder), inside);
  io.print(
    `${name}: ${files.size} files in ${out}. The bench expects ${cycles} cycles in all; make -C ${out} runs it under ${isSmall(bench) ? 'Icarus' : 'Verilator (under Icarus it takes minutes)'}.`,
  );
}

/** Files by the folders that they lie in, with their plain names there. */
function byFolder(files: ReadonlyMap<string, string>): ReadonlyMap<string, OutputFile[]> {
  const folders = new Map<string, OutputFile[]>();
  for (const [path, text] of files) {
    const folder = dirname(path);
    folders.set(folder, [...(folders.get(folder) ?? []), [basename(path), text]]);
  }
  return folders;
}

/** M and N of `--size`. */
function size(text: string): { readonly pes: number; readonly lanes: number } {
  const found = /^(\d+)x(\d+)$/.exec(text);
  const [pes, lanes] = found ? [Number(found[1]), Number(found[2])] : [0, 0];
  if (pes < 1 || pes > 64 || lanes < 2 || lanes > 64)
    throw new InvalidArgumentError(
      `expected M x N such as 1x4, N at least 2, both at most 64; found ${text}`,
    );
  return { pes, lanes };
}

async function synthesisePoints(io: Io, workload: string | undefined, options: RtlOptions): Promise<void> {
  if (workload !== undefined) throw new BadInput('--synth maps the SpMV unit alone; expected no workload');
  const version = await yosysVersion();
  const source = options.yosys ?? (version === null ? 'npm' : 'path');
  if (source === 'path' && version === null) throw new BadInput('--yosys path: yosys is not on PATH');
  const { family, size: only } = options;
  const sized = only
    ? synthesisFamilies.flatMap((name) => mappedKinds.map((kind) => ({ family: name, kind, ...only })))
    : synthesisSizes;
  const isMapped = (name: SynthesisFamily) =>
    (family === undefined || name === family) && (source === 'path' || name !== 'cyclone10gx');
  const mapped: MappedSize[] = [];
  for (const size of sized.filter((one) => isMapped(one.family))) {
    io.note(`${size.family}, ${size.kind} ${size.pes} x ${size.lanes} ...`);
    mapped.push(await synthesise(size, source));
  }
  if (mapped.length === 0) throw new BadInput(`the Yosys of npm cannot map to ${family}`);
  if (options.out !== undefined) await writeFileAtomic(options.out, mappedTableText(mapped));
  await printResult(io, 'synthesis', mapped, 'table');
}

async function chosenCase(io: Io, workload: string | undefined, options: RtlOptions): Promise<CosimCase> {
  const { accelerator, set, matrix, vector, seed, sparsity, steps, layer } = options;
  const { weights, prefix, model, direction } = options;
  const chosen = { weights, prefix, model, direction };
  const request = { accelerator, set, matrix, vector, workload, ...chosen, sparsity, steps };
  const product = productCase(request);
  if (product) return product;
  const cases = await layerCases(io, request, seed);
  if (layer >= cases.length)
    throw new BadInput(`--layer ${layer}: the workload has layers 0 to ${cases.length - 1}`);
  return cases[layer];
}
