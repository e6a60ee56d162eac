// Brings the shown outputs and the pictures of README.md and docs/ up to date, or those of the pages that are
// named.
// `npm run docs` builds the program first.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawnIn, drawnPicturesIn } from './docs/drawn.ts';
import { type Page, pagePaths, readPage, root, withCaptions, withOutput } from './docs/pages.ts';
import { runExample } from './docs/shell.ts';

for (const shelf of ['pictures', 'sweeps']) mkdirSync(join(root, 'docs', shelf), { recursive: true });

async function updated(page: Page): Promise<string> {
  let { text } = page;
  let configHash: string | null = null;
  // Last first, so that the places of the others stay what they are.
  for (const example of page.examples.toReversed()) {
    const { exitCode, stdout, stderr } = await runExample(page, example, (folder) => {
      for (const { name, shelf, path } of drawnPicturesIn(folder, page))
        copyFileSync(path, join(root, 'docs', shelf, name));
      configHash = drawnIn(folder)?.configHash ?? configHash;
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
