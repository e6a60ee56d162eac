import { Command } from 'commander';
import { makeFolder } from '../../disk/folder.ts';
import { spmvWaveform } from '../../hw/trace/waveform.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import { checkStepped } from '../../run/check-clocked.ts';
import { loadSpmvOperands } from '../../run/load-matrix.ts';
import { loadPlatform } from '../../run/platform.ts';
import { headerOf } from '../../run/result-header.ts';
import { runSpmv, spmvHash } from '../../run/spmv.ts';
import { noteCuts } from '../cut-numbers.ts';
import { addOutOptions, type DrawingOptions, drawingOf } from '../drawing-options.ts';
import { type Io, readInput } from '../io.ts';
import { noteMissedTiming } from '../missed-timing.ts';
import { noteMootFields } from '../moot-fields.ts';
import { examplesText, formatOption, setOption } from '../options.ts';
import { printResult } from '../print-result.ts';
import {
  addWaveformOptions,
  checkWaveformOptions,
  type WaveformOptions,
  writeWaveform,
} from '../waveform.ts';
import { writeResult } from '../write-result.ts';

interface SpmvOptions extends WaveformOptions, DrawingOptions {
  readonly out?: string;
  readonly accelerator: string;
  readonly matrix: string;
  readonly vector: string;
  readonly stepped?: true;
  readonly allowOverflow?: true;
  readonly set: string[];
  readonly format: TableFormat;
}

/** `bbsim spmv`: one sparse matrix times one vector. */
export function spmvCommand(io: Io): Command {
  const command = new Command('spmv')
    .description(
      'Multiplies a matrix by a vector on one accelerator. Values are int16 raw codes, or floats that are quantised.',
    )
    .option('--accelerator <name>', 'preset name or YAML path', 'bbs')
    .requiredOption(
      '--matrix <A>',
      'SciPy sparse CSR .npz (explicit zeros are stored) or dense .npy (zeros are not)',
    )
    .requiredOption('--vector <x.npy>', 'vector with as many elements as the matrix has columns')
    .option(
      '--stepped',
      'also run the clocked array, register by register, and compare every cycle count and value',
    )
    .option(
      '--allow-overflow',
      'run a design that does not fit its device, or does not meet timing at a clock that was given',
    );
  return addWaveformOptions(addOutOptions(command))
    .addOption(setOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        [
          'spmv --accelerator bbs --set pes=4 --set banks=8 --matrix examples/spmv/A.npz --vector examples/spmv/x.npy',
          'cycles, conflicts and bank reads of every PE',
        ],
        [
          'spmv --accelerator csr --set pes=4 --set banks=8 --matrix examples/spmv/A.npz --vector examples/spmv/x.npy --format json',
          'the fields per PE, bank and row, and the result',
        ],
        [
          'spmv --accelerator csr --set pes=4 --set banks=8 --matrix examples/spmv/A.npz --vector examples/spmv/x.npy --vcd out/spmv.vcd --from 0 --to 40',
          'a waveform for GTKWave or Surfer',
        ],
        [
          'spmv --accelerator csr --set pes=4 --set banks=8 --matrix examples/spmv/A.npz --vector examples/spmv/x.npy --out out',
          'result.json and charts of the PEs and of the reads of every bank',
        ],
      ]),
    )
    .action((options: SpmvOptions) => spmv(io, options));
}

async function spmv(io: Io, options: SpmvOptions): Promise<void> {
  checkWaveformOptions(options);
  const platform = loadPlatform(options.accelerator, options.set);
  const matrixFile = readInput(options.matrix, '--matrix');
  const vectorFile = readInput(options.vector, '--vector');
  const operands = loadSpmvOperands(matrixFile, vectorFile, platform.config.number);
  const run = runSpmv(platform, operands.matrix, operands.x, options.allowOverflow !== true);
  const { name, config } = platform;
  const known = { residency: run.residency, isBidirectional: false, separateLayers: 'none' as const };
  noteMootFields(io, [{ from: options.accelerator, name, config, known }], options.set);
  const { wrappedAccumulators } = run;
  noteMissedTiming(io, name, run);
  noteCuts(io, [{ name, saturations: { ...operands.saturations, wrappedAccumulators } }]);
  if (options.stepped) {
    checkStepped(platform, run, operands.x);
    io.note('the clocked array agrees in every cycle count and value');
  }
  await writeWaveform(io, options, () => spmvWaveform(run.array, run.encoded.beats, run.job));
  const shown = {
    platform,
    run,
    operands,
    configHash: spmvHash(platform, operands),
    header: headerOf('spmv'),
  };
  if (options.out !== undefined) {
    await makeFolder(options.out);
    await writeResult(io, 'spmv', shown, options.out, drawingOf(options));
  }
  await printResult(io, 'spmv', shown, options.format);
}
