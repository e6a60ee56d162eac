import { extname } from 'node:path';
import { Command } from 'commander';
import { clip } from '../../config/wording.ts';
import { type FileContent, writeFilesAtomic } from '../../disk/atomic-file.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { pageHtml } from '../../report/page/html/page-html.ts';
import type { Deck } from '../../report/slides/deck.ts';
import type { Io } from '../io.ts';
import { examplesText } from '../options.ts';
import { deckOfChapters, drawnChapter, pageAssets, titleOf } from '../page/make-page.ts';
import { inputsOnce, refuseToReplace } from '../page/report-files.ts';
import { reportInput } from '../page/report-input.ts';

interface ReportOptions {
  readonly out?: string;
  readonly slides?: string;
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
    .option(
      '--slides <file>',
      'a handful of charts and the assumptions as slides: .pptx, whose words can be edited, or .pdf; charts are vectors in both',
    )
    .option('--title <text>', 'title of the page and the slides (default: what the results are about)')
    .addHelpText(
      'after',
      examplesText([
        ['report out --out report.html', 'a run or a comparison that was written by --out out'],
        ['report out --slides out.pptx', 'its charts as slides'],
        ['report run compare sweep --out review.html --title "Design review"', 'a chapter for each of them'],
      ]),
    )
    .action((results: readonly string[], options: ReportOptions) => runReport(io, results, options));
}

async function runReport(io: Io, results: readonly string[], options: ReportOptions): Promise<void> {
  const { out, slides } = checkedFiles(options);
  refuseBlank(options.title);
  const assets = pageAssets();
  const named = [];
  for (const argument of results) named.push(await reportInput(argument));
  const inputs = await inputsOnce(named, (text) => io.note(text));
  await refuseToReplace(inputs, { '--out': out, '--slides': slides?.path });
  const chapters = [];
  for (const [place, input] of inputs.entries()) {
    const drawn = await drawnChapter(input, place);
    for (const remark of drawn.chapter.remarks ?? []) io.note(`${input.shown}: ${remark}`);
    chapters.push(drawn);
  }
  const title = options.title ?? titleOf(chapters);
  const files: (readonly [string, FileContent])[] = [];
  if (out !== undefined) files.push([out, pageHtml(title, chapters, assets).html]);
  if (slides !== undefined) files.push([slides.path, await slides.make(deckOfChapters(title, chapters))]);
  await writeFilesAtomic(files);
  for (const [path] of files) io.note(`wrote ${path}`);
}

/** Throws BadInput for a title that nobody can see: blanks, and characters without a width. */
function refuseBlank(title: string | undefined): void {
  if (title === undefined || /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(title)) return;
  throw new BadInput(`--title: expected a title that can be seen, found "${clip(title)}"`);
}

/** What makes slides, by the ending of their file. */
const slideMakers: Readonly<Record<string, (deck: Deck) => Promise<Uint8Array>>> = {
  '.pptx': async (deck) => (await import('../../report/slides/pptx.ts')).slidesPptx(deck),
  '.pdf': async (deck) => (await import('../../report/slides/pdf.ts')).slidesPdf(deck),
};

/** The files that are asked for, before anything is read. Throws BadInput. */
function checkedFiles({ out, slides: path }: ReportOptions) {
  if (out === undefined && path === undefined)
    throw new BadInput('report: expected --out <file.html>, --slides <file.pptx or .pdf>, or both');
  if (out !== undefined && extname(out) !== '.html')
    throw new BadInput(`--out: expected a file name that ends with .html, found ${clip(out)}`);
  if (path === undefined) return { out };
  const ending = extname(path);
  if (!Object.hasOwn(slideMakers, ending))
    throw new BadInput(`--slides: expected a file name that ends with .pptx or .pdf, found ${clip(path)}`);
  return { out, slides: { path, make: slideMakers[ending] } };
}
