import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { clip } from '../../config/wording.ts';
import { whatIsAt } from '../../disk/folder.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { chapters, hasChapter, type Picture } from '../../report/page/chapters/index.ts';
import type { Context } from '../../report/page/chapters/standing-on.ts';
import type { PageChapter } from '../../report/page/document.ts';
import type { RunResult } from '../../run/result.ts';
import type { RunStep } from '../../run/step-schema.ts';
import { readInput } from '../io.ts';
import { checkedResult, checkedStep, madeOf } from './checked-result.ts';
import { contextOf } from './context.ts';
import { namedIn } from './named-in.ts';
import { jsonAt, type ReportInput, type ResultInput } from './report-input.ts';

/** The chapter of a result or of the directory of a sweep. Throws BadInput for what is not whole. */
export async function chapterOf(input: ReportInput): Promise<PageChapter> {
  if (input.kind === 'result') return chapterOfResult(input);
  const { chapterOfStore } = await import('./sweep-chapter-of.ts');
  return madeOf(input.shown, () => chapterOfStore(input.folder));
}

async function chapterOfResult(input: ResultInput): Promise<PageChapter> {
  const { command, shown, folder } = input;
  if (!hasChapter(command))
    throw new BadInput(
      `${shown}: there is no page for the result of bbsim ${command}, expected the directory of its --out`,
    );
  const value = checkedResult(input, command);
  const beside = { pictures: await picturesIn(folder), step: await stepOf(input, value) };
  return madeOf(shown, async () => chapters[command](value, { ...contextOfResult(input, value), ...beside }));
}

/** What the run of a result has recorded beside it; null: another command, or nothing. */
async function stepOf({ command, folder }: ResultInput, value: unknown): Promise<RunStep | null> {
  const path = join(folder, 'step.json');
  const found = command === 'run' ? await whatIsAt(path) : null;
  if (found === null) return null;
  if (found === 'folder') throw new BadInput(`${clip(path)}: expected a file, found a folder`);
  return checkedStep({ shown: clip(path), value: jsonAt(path) }, value as RunResult);
}

function contextOfResult({ command, version }: ResultInput, value: unknown): Context {
  const { devices, technologies } = namedIn(command, value);
  return contextOf({
    version,
    devices: [...new Set(devices)],
    technologies: [...new Set(technologies)],
  });
}

/** The pictures that lie beside a result. */
async function picturesIn(folder: string): Promise<Picture[]> {
  return (await pictureNames(folder)).map((name) => ({
    name: basename(name, '.png'),
    png: readInput(join(folder, name), 'report').bytes,
  }));
}

/** The names of the pictures in a folder, sorted. */
export async function pictureNames(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.png')).sort();
}
