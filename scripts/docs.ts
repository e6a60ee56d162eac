// Brings the shown outputs and the pictures of README.md and docs/ up to date, or those of the pages that are
// named.
// `npm run docs` builds the program first.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { drawnIn, drawnPicturesIn, storyPicturesOf } from './docs/drawn.ts';
import { type Page, pagePaths, readPage, root, withCaptions, withOutput } from './docs/pages.ts';
import { runExample, runInOneFolder } from './docs/shell.ts';

for (const shelf of ['pictures', 'sweeps']) mkdirSync(join(root, 'docs', shelf), { recursive: true });

async function updated(page: Page): Promise<string> {
  if (page.isOneFolder) return updatedStory(page);
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

/** A page whose examples are one story: its outputs and its pictures are those of one run of all of them. */
async function updatedStory(page: Page): Promise<string> {
  const ran = await runInOneFolder(page, (folder) => {
    for (const { shown, drawn } of storyPicturesOf(page)) {
      const path = join(root, 'docs', shown);
      mkdirSync(dirname(path), { recursive: true });
      copyFileSync(join(folder, drawn), path);
    }
  });
  let { text } = page;
  for (const [i, example] of [...page.examples.entries()].toReversed()) {
    const { exitCode, stdout, stderr } = ran[i];
    if (exitCode !== 0) throw new Error(`${page.path}:${example.line}: exit code ${exitCode}\n${stderr}`);
    if (example.shown !== null) text = withOutput(text, example, stdout);
  }
  return text;
}

/** Pages that are named on the command line; none: all. */
const named = process.argv.slice(2);

for (const path of pagePaths().filter((page) => named.length === 0 || named.includes(page))) {
  const page = readPage(path);
  const text = await updated(page);
  console.log(`${path}: ${page.examples.length} examples${text === page.text ? '' : ', changed'}`);
  if (text !== page.text) writeFileSync(join(root, path), text);
}
