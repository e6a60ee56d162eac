import { extname } from 'node:path';
import { Command } from 'commander';
import { clip } from '../../config/wording.ts';
import { writeFileAtomic } from '../../disk/atomic-file.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { pageHtml } from '../../report/page/html/page-html.ts';
import type { Io } from '../io.ts';
import { examplesText } from '../options.ts';
import { drawnChapter, pageAssets, titleOf } from '../page/make-page.ts';
import { reportInput } from '../page/report-input.ts';

interface ReportOptions {
  readonly out?: string;
  readonly title?: string;
}

/** `bbsim report`: results as a page that anyone can open. */
export function reportCommand(io: Io): Command {
  return new Command('report')
    .description(
      'Writes results as one page that needs nothing else: it opens from disk without a network, prints on paper, and shows what was asked, the answer, where cycles and joules go, ' +
        'and what all of it stands on; of a sweep, every point in charts that are linked. Same inputs, same bytes.',
    )
    .argument('<results...>', 'folders of --out, result.json files, directories of bbsim sweep')
    .option('--out <file.html>', 'the page')
    .option('--title <text>', 'title of the page (default: what the results are about)')
    .addHelpText(
      'after',
      examplesText([
        ['report out --out report.html', 'a run or a comparison that was written by --out out'],
        ['report run compare sweep --out review.html --title "Design review"', 'a chapter for each of them'],
      ]),
    )
    .action((results: readonly string[], options: ReportOptions) => runReport(io, results, options));
}

async function runReport(io: Io, results: readonly string[], { out, title }: ReportOptions): Promise<void> {
  if (out === undefined) throw new BadInput('report: expected --out <file.html>');
  if (extname(out) !== '.html')
    throw new BadInput(`--out: expected a file name that ends with .html, found ${clip(out)}`);
  const assets = pageAssets();
  const inputs = [];
  for (const argument of results) inputs.push(await reportInput(argument));
  const chapters = [];
  for (const [place, input] of inputs.entries()) chapters.push(await drawnChapter(input, place));
  const { html } = pageHtml(title ?? titleOf(chapters), chapters, assets);
  await writeFileAtomic(out, html);
  io.note(`wrote ${out}`);
}
