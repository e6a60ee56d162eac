// Brings the shown outputs and the pictures of README.md and docs/ up to date, or those of the pages that are
// named.
// `npm run docs` builds the program first.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawnIn, sweepPicturesIn } from './docs/drawn.ts';
import { type Page, pagePaths, picturesOf, readPage, root, withCaptions, withOutput } from './docs/pages.ts';
import { runExample } from './docs/shell.ts';

const pictures = join(root, 'docs', 'pictures');
const sweeps = join(root, 'docs', 'sweeps');
for (const folder of [pictures, sweeps]) mkdirSync(folder, { recursive: true });

async function updated(page: Page): Promise<string> {
  let { text } = page;
  let configHash: string | null = null;
  // Last first, so that the places of the others stay what they are.
  for (const example of page.examples.toReversed()) {
    const { exitCode, stdout, stderr } = await runExample(page, example, (folder) => {
      for (const { name, path } of sweepPicturesIn(folder, page)) copyFileSync(path, join(sweeps, name));
      const drawn = drawnIn(folder);
      if (!drawn) return;
      configHash = drawn.configHash;
      for (const name of picturesOf(page)) copyFileSync(join(drawn.folder, name), join(pictures, name));
    });
    if (exitCode !== 0) throw new Error(`${page.path}:${example.line}: exit code ${exitCode}\n${stderr}`);
    if (example.shown !== null) text = withOutput(text, example, stdout);
  }
  return configHash === null ? text : withCaptions(text, configHash);
}

/** Pages that are named on the command line; none: all. */
const named = process.argv.slice(2);

for (const path of pagePaths().filter((page) => named.length === 0 || named.includes(page))) {
  const page = readPage(path);
  const text = await updated(page);
  console.log(`${path}: ${page.examples.length} examples${text === page.text ? '' : ', changed'}`);
  if (text !== page.text) writeFileSync(join(root, path), text);
}
