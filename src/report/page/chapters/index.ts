import type { ResultCommand } from '../../../run/result-header.ts';
import type { WrittenSpmv } from '../../../run/spmv-result.ts';
import type { RunStep } from '../../../run/step-schema.ts';
import type { InspectResult } from '../../../study/inspect/inspect-result.ts';
import type { PatternStudyResult } from '../../../study/patterns/patterns-result.ts';
import { type Shown, type ViewName, viewFor } from '../../index.ts';
import type { WrittenReproduction } from '../../published/written.ts';
import type { PageBlock, PageChapter, PageSection } from '../document.ts';
import { sectionOf } from './blocks.ts';
import { diffChapter } from './diff-chapter.ts';
import { type ChapterFrame, framed } from './framed.ts';
import { frames } from './frames.ts';
import { factsOf, type HeadedResult, resultChapter } from './result-chapter.ts';
import { spmvChapter } from './spmv-chapter.ts';
import type { Context } from './standing-on.ts';

/** A picture that lies beside a result. */
export interface Picture {
  readonly name: string;
  readonly png: Uint8Array;
}

/** What lies beside a result, and what it stands on. */
export interface Beside extends Context {
  readonly pictures: readonly Picture[];
  /** What a run recorded of its first step; null: it is not there. */
  readonly step: RunStep | null;
}

/** Digits of a hash that tell results apart. */
const HASH_DIGITS = 12;

/** Makes the chapter of a result that its command has written. */
type MakeChapter = (value: unknown, beside: Beside) => Promise<PageChapter>;

/** A command that writes one result; the others fill a directory, which has a chapter of its own. */
export type ChapterCommand = Exclude<ResultCommand, 'sweep' | 'optimize'>;

/** The chapters of what commands write, each loaded when it is asked for: a new one is a row here. */
export const chapters: Readonly<Record<ChapterCommand, MakeChapter>> = {
  run: async (value, beside) =>
    (await import('./run-chapter.ts')).runChapter(value as Shown<'run'>, beside.step, beside),
  compare: async (value, beside) =>
    (await import('./compare-chapter.ts')).compareChapter(value as Shown<'compare'>, beside),
  explain: shownBy('explain', 'What holds the design back, and what would help', frames.explain),
  diff: async (value, beside) => {
    const result = value as Shown<'diff'>;
    const view = await viewFor('diff');
    return diffChapter(result, view.sections(result), beside);
  },
  reproduce: async (value, beside) => {
    const { reproductionChapter } = await import('./reproduction-chapter.ts');
    const result = value as WrittenReproduction;
    return framed(reproductionChapter(result), result, frames.reproduce, beside);
  },
  inspect: async (value, beside) => {
    const result = value as InspectResult;
    const shown = { result, pictures: [] };
    const title = 'What is in a file of weights';
    const chapter = await withPictures('inspect', title, shown, result, beside.pictures);
    return framed(chapter, result, frames.inspect, beside);
  },
  prune: async (value, beside) => {
    const result = value as Shown<'pruned'>;
    // It says what was made by the file itself, and has no configuration that decides it.
    const configHash = `sha256 ${result.files[0].sha256.slice(0, HASH_DIGITS)} of the written file`;
    const view = await viewFor('pruned');
    const header = { version: result.version, configHash };
    const chapter = resultChapter('A pruned file of weights', header, view.sections(result));
    return framed(chapter, result, frames.prune, beside);
  },
  spmv: async (value, beside) => {
    const result = value as WrittenSpmv;
    const chapter = spmvChapter(result);
    const sections = [...chapter.sections, ...pictureSections(beside.pictures)];
    return framed({ ...chapter, sections }, result, frames.spmv, beside);
  },
  'study banks': shownBy('banks', 'How many banks', frames.banks),
  'study baselines': shownBy('baselines', 'How strong the baselines are', frames.baselines),
  'study patterns': async (value, beside) => {
    const result = value as PatternStudyResult;
    const shown = { result, picture: null };
    const chapter = await withPictures('patterns', 'Which pattern', shown, result, beside.pictures);
    return framed(chapter, result, frames.patterns, beside);
  },
};

/** Whether a page can have a chapter of the result of a command. */
export function hasChapter(command: ResultCommand): command is ChapterCommand {
  return Object.hasOwn(chapters, command);
}

/** A chapter that shows everything that a view shows, in its frame. */
function shownBy<Name extends ViewName>(
  name: Name,
  title: string,
  frame: ChapterFrame<Shown<Name>>,
): MakeChapter {
  return async (value, beside) => {
    const result = value as Shown<Name>;
    const view = await viewFor(name);
    const chapter = resultChapter(title, value as HeadedResult, view.sections(result));
    return framed(chapter, result, frame, beside);
  };
}

/** A chapter of a view, with the pictures that lie beside the result where the view draws none. */
async function withPictures<Name extends ViewName>(
  name: Name,
  title: string,
  shown: Shown<Name>,
  header: HeadedResult,
  pictures: readonly Picture[],
): Promise<PageChapter> {
  const view = await viewFor(name);
  const sections = view.sections(shown);
  const drawn = sections.flatMap(({ charts }) => charts.map(({ file }) => file));
  const others = pictures.filter((picture) => !drawn.includes(picture.name));
  return {
    title,
    facts: factsOf(header),
    sections: [...sections.map(sectionOf), ...pictureSections(others)],
  };
}

function pictureSections(pictures: readonly Picture[]): PageSection[] {
  if (pictures.length === 0) return [];
  return [
    { title: 'Pictures', blocks: pictures.map((picture): PageBlock => ({ kind: 'picture', ...picture })) },
  ];
}
