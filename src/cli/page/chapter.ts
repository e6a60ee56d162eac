import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import { chapters, hasChapter, type Picture } from '../../report/page/chapters/index.ts';
import type { Context } from '../../report/page/chapters/standing-on.ts';
import type { PageChapter } from '../../report/page/document.ts';
import type { CompareResult, RunResult } from '../../run/result.ts';
import { readInput } from '../io.ts';
import { checkedResult, madeOf } from './checked-result.ts';
import { contextOf } from './context.ts';
import type { ReportInput, ResultInput } from './report-input.ts';

/** The chapter of a result or of the directory of a sweep. Throws BadInput for what is not whole. */
export async function chapterOf(input: ReportInput): Promise<PageChapter> {
  return input.kind === 'store' ? chapterOfStore(input.folder) : chapterOfResult(input);
}

async function chapterOfStore(folder: string): Promise<PageChapter> {
  const { readResults } = await import('../../explore/query/results.ts');
  const { sweepChapter } = await import('../../report/page/chapters/sweep-chapter.ts');
  return sweepChapter(await readResults(folder));
}

async function chapterOfResult(input: ResultInput): Promise<PageChapter> {
  const { command, shown, folder } = input;
  if (!hasChapter(command))
    throw new BadInput(
      `${shown}: there is no page for the result of bbsim ${command}, expected the directory of its --out`,
    );
  const value = checkedResult(input, command);
  return madeOf(shown, async () =>
    chapters[command](value, { ...contextOfResult(input, value), pictures: await picturesIn(folder) }),
  );
}

function contextOfResult({ command, version }: ResultInput, value: unknown): Context {
  const runs = runsOf(command, value);
  const names = (of: (run: RunResult) => string) => [...new Set(runs.map(of))];
  return contextOf({
    version,
    devices: names(({ resources }) => resources.device),
    technologies: names(({ energy }) => energy.technology),
  });
}

/** The runs in a result. */
function runsOf(command: string, value: unknown): readonly RunResult[] {
  if (command === 'run') return [value as RunResult];
  return command === 'compare' ? (value as CompareResult).rows.map(({ run }) => run) : [];
}

/** The pictures that lie beside a result. */
async function picturesIn(folder: string): Promise<Picture[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.png')).sort();
  return names.map((name) => ({
    name: basename(name, '.png'),
    png: readInput(join(folder, name), 'report').bytes,
  }));
}
