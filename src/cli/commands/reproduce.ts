import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { writeFileAtomic } from '../../disk/atomic-file.ts';
import { makeFolder } from '../../disk/folder.ts';
import { MissedBar } from '../../errors/missed-bar.ts';
import { reproduce, targets } from '../../published/reproduce.ts';
import type { Reproduction } from '../../published/result.ts';
import type { ChartSize, ChartSpec } from '../../report/charts/spec.ts';
import { reproductionPage } from '../../report/published/page.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import { addDrawingOptions, type Drawing, type DrawingOptions, drawingOf } from '../drawing-options.ts';
import type { Io } from '../io.ts';
import { examplesText, formatOption, seedOption } from '../options.ts';
import { printResult } from '../print-result.ts';
import { writeResult } from '../write-result.ts';

/** Folder of the pictures and of the JSON, beside the page. */
const FOLDER = 'reproduction';
const WIDTH_PX = 1200;
/** Height of a chart without its bars, and of a bar. */
const FRAME_PX = 240;
const BAR_PX = 34;

interface ReproduceOptions extends DrawingOptions {
  readonly out?: string;
  readonly seed: string;
  readonly format: TableFormat;
}

/** `bbsim reproduce`: published figures beside simulated ones. */
export function reproduceCommand(io: Io): Command {
  const command = new Command('reproduce')
    .description(
      'Simulates the mechanism of every published design (configs/designs), and sets the published figures of one of them, or of all, beside the ' +
        'simulated ones: error, also in the mean of the seeds 1 to 5 and of a null model, mark of the published figure, and whether it is a ' +
        'prediction or was fitted. fpga19 is the comparison of the paper on ' +
        'BBS. All designs are simulated whatever the target, because one power model is fitted to all. Exit code 1 when a figure misses its bar in the mean of the seeds.',
    )
    .addArgument(new Argument('[target]', 'what to reproduce').choices(targets).default('all'))
    .option(
      '--out <dir>',
      `folder for reproduction.md, and ${FOLDER}/ with the charts (PNG) and result.json`,
    );
  return addDrawingOptions(command)
    .addOption(seedOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        ['reproduce fpga19', 'the figures of the paper on BBS'],
        ['reproduce all --out out', 'every design, with charts and a page in out/'],
        ['reproduce ese --format json', 'the figures of ESE for a program'],
      ]),
    )
    .action((target: string, options: ReproduceOptions) => runReproduce(io, target, options));
}

async function runReproduce(io: Io, target: string, options: ReproduceOptions): Promise<void> {
  const { out, seed, format } = options;
  if (out !== undefined) await makeFolder(join(out, FOLDER));
  const result = reproduce(target, seed, (name) => io.note(`simulating ${name}`));
  if (out !== undefined) await writeOutputs(io, result, out, drawingOf(options, sizeOf));
  await printResult(io, 'reproduction', result, format);
  if (result.missed.length === 0) return;
  const { rows, missed } = result;
  throw new MissedBar(
    rows
      .filter(({ design, id }) => missed.includes(`${design}/${id}`))
      .map(({ design, figure, seeds, barPercent }) => {
        const error = seeds === null ? 'nothing' : `${seeds.mean.toFixed(1)} %`;
        return `${design}, ${figure}: ${error} in the mean of the seeds where ${barPercent} % are allowed`;
      })
      .join('; '),
  );
}

async function writeOutputs(io: Io, result: Reproduction, out: string, drawing: Drawing): Promise<void> {
  const charts = await writeResult(io, 'reproduction', result, join(out, FOLDER), drawing);
  await writeFileAtomic(join(out, 'reproduction.md'), reproductionPage(result, charts, FOLDER));
}

function sizeOf(spec: ChartSpec): ChartSize {
  const bars = spec.kind === 'compared-bars' ? spec.bars.length : 0;
  return { widthPx: WIDTH_PX, heightPx: Math.max(600, FRAME_PX + BAR_PX * bars) };
}
