import { filled, type PageBlock, type PageChapter, type PageSection } from '../document.ts';
import { type AskedRow, askedTable } from './asked.ts';
import { assumptionsSection, type Context } from './standing-on.ts';

/** What a chapter has before and behind what a view shows of a result. */
export interface ChapterFrame<Result> {
  asked(result: Result): readonly AskedRow[];
  answer(result: Result): readonly string[];
  /** What the figures of the result stand on, in sentences. */
  notes(result: Result): readonly string[];
  /** Whether figures of devices and costs are behind them. */
  readonly isPriced: boolean;
}

/**
 * A chapter that begins with what was asked, with `more` of it, and with the answer, and ends with what it
 * stands on.
 */
export function framed<Result>(
  chapter: PageChapter,
  result: Result,
  { asked, answer, notes, isPriced }: ChapterFrame<Result>,
  context: Context,
  more: readonly PageBlock[] = [],
): PageChapter {
  const sentences = answer(result);
  const own = isPriced ? context : { ...context, figures: [], remarks: [] };
  const first: readonly PageSection[] = [
    { title: 'What was asked', blocks: [{ kind: 'table', table: askedTable(asked(result)) }, ...more] },
    { title: 'The answer', blocks: sentences.length === 0 ? [] : [{ kind: 'sentences', sentences }] },
  ];
  const sections = [...first, ...chapter.sections, assumptionsSection(own, notes(result))];
  return { ...chapter, sections: filled(sections) };
}
