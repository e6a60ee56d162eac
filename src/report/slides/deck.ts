import type { NamedChart } from '../charts/spec.ts';
import { ASSUMPTIONS, type PageBlock, type PageChapter } from '../page/document.ts';

/** Words alone: sentences that answer, as large as they fit, or a list with bullets. */
export interface WordSlide {
  readonly kind: 'words';
  readonly look: 'answer' | 'list';
  readonly title: string;
  readonly lines: readonly string[];
}

/** A slide: words alone, or a chart below its title. */
export type Slide = WordSlide | { readonly kind: 'chart'; readonly chart: NamedChart };

/**
 * A presentation. Each slide says in its footer what its data are from, and in its notes, line by line, what
 * a speaker may be asked.
 */
export interface Deck {
  readonly title: string;
  readonly slides: readonly (Slide & { readonly origin: string; readonly notes: readonly string[] })[];
}

/** Charts of a chapter that a presentation has room for. */
const MOST_CHARTS = 8;

/**
 * The slides of chapters: of each its answer, a handful of its charts, and what it stands on.
 */
export function deckOf(
  title: string,
  chapters: readonly { readonly chapter: PageChapter; readonly origin: string }[],
): Deck {
  return {
    title,
    slides: chapters.flatMap(({ chapter, origin }) =>
      slidesOf(chapter).map((slide) => ({ ...slide, origin, notes: notesOf(chapter, origin) })),
    ),
  };
}

function slidesOf({ title, sections, slideCharts = [] }: PageChapter): Slide[] {
  const blocks = sections.flatMap((section) => section.blocks);
  const answer = blocks.flatMap((block) => (block.kind === 'sentences' ? block.sentences : []));
  const stands = sections
    .filter((section) => section.title === ASSUMPTIONS)
    .flatMap((section) => section.blocks.flatMap(notesIn));
  const charts = [
    ...blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
    ...slideCharts,
  ];
  return [
    { kind: 'words', look: 'answer', title, lines: answer },
    ...charts.slice(0, MOST_CHARTS).map((chart): Slide => ({ kind: 'chart', chart })),
    ...(stands.length === 0 ? [] : [assumptions(title, stands)]),
  ];
}

const assumptions = (title: string, lines: readonly string[]): Slide => ({
  kind: 'words',
  look: 'list',
  title: `Assumptions: ${title}`,
  lines,
});

const notesIn = (block: PageBlock): readonly string[] => (block.kind === 'notes' ? block.notes : []);

/** What a speaker may be asked: what it is and from when, and what the chapter has commands for. */
function notesOf({ title, sections }: PageChapter, origin: string): string[] {
  const known = sections.filter(({ blocks }) => blocks.some(({ kind }) => kind === 'command'));
  const lines = known.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'command' ? [block.command] : notesIn(block))),
  );
  return [`${title}. ${origin}`, ...lines];
}
