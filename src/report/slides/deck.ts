import type { NamedChart } from '../charts/spec.ts';
import type { PageChapter } from '../page/document.ts';

/** A slide: words alone, or a chart below its title. */
export type Slide =
  | { readonly kind: 'words'; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: 'chart'; readonly chart: NamedChart };

/** A presentation. Each slide says in its footer what its data are from. */
export interface Deck {
  readonly title: string;
  readonly slides: readonly (Slide & { readonly origin: string; readonly notes: string })[];
}

/** Charts of a chapter that a presentation has room for. */
const MOST_CHARTS = 8;

/** Characters of a line of words, and lines of a slide, at the size in which they are written. */
const room = { columns: 105, lines: 20 };

/**
 * The slides of chapters: of each its answer, a handful of its charts, and what it stands on. Words that one
 * slide has no room for go on on the next.
 */
export function deckOf(
  title: string,
  chapters: readonly { readonly chapter: PageChapter; readonly origin: string }[],
): Deck {
  return {
    title,
    slides: chapters.flatMap(({ chapter, origin }) =>
      slidesOf(chapter).map((slide) => ({ ...slide, origin, notes: `${chapter.title}. ${origin}` })),
    ),
  };
}

function slidesOf({ title, sections, slideCharts = [] }: PageChapter): Slide[] {
  const blocks = sections.flatMap((section) => section.blocks);
  const answer = blocks.flatMap((block) => (block.kind === 'sentences' ? block.sentences : []));
  const stands = blocks.flatMap((block) => (block.kind === 'notes' ? block.notes : []));
  const charts = [
    ...blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
    ...slideCharts,
  ];
  return [
    ...wordSlides(title, answer),
    ...charts.slice(0, MOST_CHARTS).map((chart): Slide => ({ kind: 'chart', chart })),
    ...(stands.length === 0 ? [] : wordSlides(`Assumptions: ${title}`, stands)),
  ];
}

/** Words on as many slides as they need; at least one, with the title. */
function wordSlides(title: string, lines: readonly string[]): Slide[] {
  const pages: string[][] = [[]];
  let taken = 0;
  for (const line of lines) {
    const needed = Math.ceil(line.length / room.columns) + 0.5;
    if (taken + needed > room.lines && taken > 0) {
      pages.push([]);
      taken = 0;
    }
    (pages.at(-1) as string[]).push(line);
    taken += needed;
  }
  return pages.map((page, i) => ({
    kind: 'words',
    title: pages.length === 1 ? title : `${title} (${i + 1} of ${pages.length})`,
    lines: page,
  }));
}
