import { Command } from 'commander';
import { makeFolder } from '../../disk/folder.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import { diffRuns } from '../../study/diff/diff-runs.ts';
import { type DiffedRun, diffedRunOf } from '../../study/diff/diffed-run.ts';
import { type DiffSource, diffSourceOf } from '../diff-source.ts';
import { addOutOptions, type DrawingOptions, drawingOf } from '../drawing-options.ts';
import type { Io } from '../io.ts';
import { examplesText, formatOption } from '../options.ts';
import { printResult } from '../print-result.ts';
import { jsonOfRun } from '../quoted-run.ts';
import { writeResult } from '../write-result.ts';
import { runCommand } from './run.ts';

interface DiffOptions extends DrawingOptions {
  readonly out?: string;
  readonly format: TableFormat;
}

/** `bbsim diff`: two runs, and where what differs between them went. */
export function diffCommand(io: Io): Command {
  const command = new Command('diff')
    .description(
      'Sets two runs side by side: which inputs differ, and what became of the cycles by cause, the joules by component, the resources by block and the bits of weights. Each list sums to the totals of both runs. With --out also writes result.json and waterfall charts.',
    )
    .argument('<a>', 'result.json of bbsim run, a folder of its --out, or a quoted command: "run tiny"')
    .argument('<b>', 'the other one, of the same kinds');
  return addOutOptions(command)
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        [
          'diff "run tiny --set pes=64" "run tiny --set pes=32"',
          'what half of the PEs cost, and what they save',
        ],
        [
          'diff "run timit --no-values" "run timit --no-values --set weights=streamed" --out out',
          'what the fetch of weights costs, with waterfall charts in out/',
        ],
      ]),
    )
    .action((a: string, b: string, options: DiffOptions) => runDiff(io, [a, b], options));
}

async function runDiff(io: Io, [a, b]: readonly [string, string], options: DiffOptions): Promise<void> {
  // Both are looked at before one runs: a run may take long, and the other side may not be there.
  const sources = [await diffSourceOf(a, 'a'), await diffSourceOf(b, 'b')] as const;
  const read = sources.map((source) =>
    source.kind === 'text' ? diffedRunOf(source.text, source.shown) : null,
  );
  if (options.out !== undefined) await makeFolder(options.out);
  const runs = [read[0] ?? (await ran(io, sources[0])), read[1] ?? (await ran(io, sources[1]))] as const;
  const result = diffRuns(...runs);
  if (options.out !== undefined) await writeResult(io, 'diff', result, options.out, drawingOf(options));
  await printResult(io, 'diff', result, options.format);
}

async function ran(io: Io, source: DiffSource): Promise<DiffedRun> {
  const json =
    source.kind === 'run' ? await jsonOfRun(io, runCommand, source.words, source.shown) : source.text;
  return diffedRunOf(json, source.shown);
}
