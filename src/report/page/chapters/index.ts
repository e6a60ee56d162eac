import type { ResultCommand } from '../../../run/result-header.ts';
import type { WrittenSpmv } from '../../../run/spmv-result.ts';
import type { RunStep } from '../../../run/step-schema.ts';
import type { InspectResult } from '../../../study/inspect/inspect-result.ts';
import type { PatternStudyResult } from '../../../study/patterns/patterns-result.ts';
import { type Shown, type ViewName, viewFor } from '../../index.ts';
import type { Table } from '../../tables/table.ts';
import type { PageBlock, PageChapter, PageSection } from '../document.ts';
import { answerOfDiff, answerOfExplanation } from '../result-answers.ts';
import {
  answerOfBanks,
  answerOfBaselines,
  answerOfInspection,
  answerOfPatterns,
  answerOfPruning,
  answerOfSpmv,
} from '../study-answers.ts';
import { sectionOf } from './blocks.ts';
import { factsOf, type HeadedResult, resultChapter } from './result-chapter.ts';
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
  explain: shownBy('explain', 'What holds the design back, and what would help', answerOfExplanation),
  diff: async (value) => {
    const result = value as Shown<'diff'>;
    const { version, sides } = result;
    const header = { version, configHash: `${sides.a.configHash} and ${sides.b.configHash}` };
    const view = await viewFor('diff');
    return answered(resultChapter('What a change did', header, view.sections(result)), answerOfDiff(result));
  },
  reproduce: async (value) => {
    const { reproductionChapter } = await import('./reproduction-chapter.ts');
    return reproductionChapter(value as Parameters<typeof reproductionChapter>[0]);
  },
  inspect: async (value, { pictures }) => {
    const result = value as InspectResult;
    const shown = { result, pictures: [] };
    const chapter = await withPictures('inspect', 'What is in a file of weights', shown, result, pictures);
    return answered(chapter, answerOfInspection(result));
  },
  prune: async (value) => {
    const result = value as Shown<'pruned'>;
    // It says what was made by the file itself, and has no configuration that decides it.
    const configHash = `sha256 ${result.files[0].sha256.slice(0, HASH_DIGITS)} of the written file`;
    const view = await viewFor('pruned');
    const header = { version: result.version, configHash };
    return answered(
      resultChapter('A pruned file of weights', header, view.sections(result)),
      answerOfPruning(result),
    );
  },
  spmv: async (value, { pictures }) => {
    const result = value as WrittenSpmv;
    return answered(spmvChapter(result, pictures), answerOfSpmv(result));
  },
  'study banks': shownBy('banks', 'How many banks', answerOfBanks),
  'study baselines': shownBy('baselines', 'How strong the baselines are', answerOfBaselines),
  'study patterns': async (value, { pictures }) => {
    const result = value as PatternStudyResult;
    const shown = { result, picture: null };
    const chapter = await withPictures('patterns', 'Which pattern', shown, result, pictures);
    return answered(chapter, answerOfPatterns(result));
  },
};

/** Whether a page can have a chapter of the result of a command. */
export function hasChapter(command: ResultCommand): command is ChapterCommand {
  return Object.hasOwn(chapters, command);
}

/** A chapter that shows everything that a view shows, behind its answer. */
function shownBy<Name extends ViewName>(
  name: Name,
  title: string,
  answerOf: (result: Shown<Name>) => readonly string[],
): MakeChapter {
  return async (value) => {
    const result = value as Shown<Name>;
    const view = await viewFor(name);
    return answered(resultChapter(title, value as HeadedResult, view.sections(result)), answerOf(result));
  };
}

/** A chapter that begins with its answer. */
function answered(chapter: PageChapter, sentences: readonly string[]): PageChapter {
  if (sentences.length === 0) return chapter;
  const answer: PageSection = { title: 'The answer', blocks: [{ kind: 'sentences', sentences }] };
  return { ...chapter, sections: [answer, ...chapter.sections] };
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

/** An SpMV: what its file says of every PE, and the pictures beside it. */
function spmvChapter(result: WrittenSpmv, pictures: readonly Picture[]): PageChapter {
  const { accelerator, matrix, rows, cols, cycles, issueCycles, conflictCycles, busyCycles } = result;
  const title = `${matrix} (${rows} x ${cols}) on ${accelerator}: ${cycles} cycles`;
  const table: Table = {
    title,
    columns: [
      { key: 'pe', title: 'PE', digits: 0 },
      { key: 'issue', title: 'issue', unit: 'cycles', digits: 0 },
      { key: 'conflict', title: 'conflict', unit: 'cycles', digits: 0 },
      { key: 'busy', title: 'busy', unit: 'cycles', digits: 0 },
    ],
    rows: issueCycles.map((issue, pe) => ({
      pe,
      issue,
      conflict: conflictCycles[pe],
      busy: busyCycles[pe],
    })),
  };
  return {
    title,
    facts: factsOf(result),
    sections: [{ title: 'PEs', blocks: [{ kind: 'table', table }] }, ...pictureSections(pictures)],
  };
}
