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

/** Charts that a presentation has room for, of one chapter, and of all of them where each has a few. */
const MOST_CHARTS = 8;
const MOST_IN_ALL = 20;
const FEW_CHARTS = 2;

/** Assumed figures that are named on a slide; the page has all of them. */
const MOST_NAMED = 16;

/**
 * The slides of chapters: of each its answer, a handful of its charts, and what it stands on; before those of
 * several, or under another title than a chapter's own, what there is.
 */
export function deckOf(
  title: string,
  chapters: readonly { readonly chapter: PageChapter; readonly origin: string }[],
): Deck {
  const share = Math.floor(MOST_IN_ALL / chapters.length);
  const mostCharts = Math.max(FEW_CHARTS, Math.min(MOST_CHARTS, share));
  const isOfOne = chapters.length === 1 && chapters[0].chapter.title === title;
  return {
    title,
    slides: [
      ...(isOfOne ? [] : [titleSlide(title, chapters)]),
      ...chapters.flatMap(({ chapter, origin }) =>
        slidesOf(chapter, mostCharts).map((slide) => ({ ...slide, origin, notes: notesOf(chapter, origin) })),
      ),
    ],
  };
}

/** The title, and what is to come with where it is from. */
function titleSlide(
  title: string,
  chapters: readonly { readonly chapter: PageChapter; readonly origin: string }[],
): Deck['slides'][number] {
  const lines = chapters.map(({ chapter, origin }) => `${chapter.title} (${origin})`);
  return { kind: 'words', look: 'list', title, lines, origin: '', notes: [title] };
}

function slidesOf({ title, sections, slideCharts = [] }: PageChapter, mostCharts: number): Slide[] {
  const blocks = sections.flatMap((section) => section.blocks);
  const answer = blocks.flatMap((block) => (block.kind === 'sentences' ? block.sentences : []));
  const stands = sections
    .filter((section) => section.title === ASSUMPTIONS)
    .flatMap((section) => section.blocks.flatMap(standsOn));
  const charts = [
    ...blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
    ...slideCharts,
  ];
  return [
    { kind: 'words', look: 'answer', title, lines: answer },
    ...charts.slice(0, mostCharts).map((chart): Slide => ({ kind: 'chart', chart })),
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

/** The notes, and of figures that are assumed their names and values. */
function standsOn(block: PageBlock): readonly string[] {
  if (block.kind !== 'table' || block.mark !== 'assumption') return notesIn(block);
  const { rows } = block.table;
  const named = rows.slice(0, MOST_NAMED).map(({ figure, value }) => `${figure} = ${value}`);
  const more = rows.length - named.length;
  return [`Assumed: ${named.join('; ')}${more > 0 ? `; and ${more} more, on the page` : ''}.`];
}

/** What a speaker may be asked: what it is and from when, and what the chapter has commands for. */
function notesOf({ title, sections }: PageChapter, origin: string): string[] {
  const known = sections.filter(({ blocks }) => blocks.some(({ kind }) => kind === 'command'));
  const lines = known.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'command' ? [block.command] : notesIn(block))),
  );
  return [`${title}. ${origin}`, ...lines];
}
