import { packagePath } from '../../config/package-path.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { originOf } from '../../report/charts/chart-text.ts';
import { renderSvg } from '../../report/charts/render.ts';
import type { PageChapter } from '../../report/page/document.ts';
import type { DrawSvg } from '../../report/page/html/figure-html.ts';
import { type ChapterHtml, chapterHtml, type PageAssets } from '../../report/page/html/page-html.ts';
import { type Deck, deckOf } from '../../report/slides/deck.ts';
import { drawingOf } from '../drawing-options.ts';
import { readInput } from '../io.ts';
import { chapterOf } from './chapter.ts';
import { madeOf } from './checked-result.ts';
import type { ReportInput } from './report-input.ts';

/** Charts of a page are those that commands write as SVG. */
const drawSvg: DrawSvg = ({ spec }) => renderSvg(spec, drawingOf({}).sizeOf(spec));

/** A chapter, drawn for the place that it has on a page. Throws BadInput for what cannot be shown. */
export async function drawnChapter(input: ReportInput, place: number): Promise<ChapterHtml> {
  const chapter = await chapterOf(input);
  return madeOf(input.shown, () => chapterHtml(chapter, place, drawSvg));
}

/** What a page is called where nobody says: as its chapter, or the number of them. */
export function titleOf(chapters: readonly { readonly chapter: PageChapter }[]): string {
  return chapters.length === 1 ? chapters[0].chapter.title : `${chapters.length} results`;
}

/** The slides of chapters. Throws BadInput for what cannot be shown. */
export function deckOfChapters(title: string, chapters: readonly ChapterHtml[]): Deck {
  return deckOf(
    title,
    chapters.map(({ chapter }) => {
      const { inputDate, ...facts } = chapter.facts;
      return { chapter, origin: originOf({ ...facts, inputDate: inputDate ?? undefined }) };
    }),
  );
}

/** What every page runs and looks like. Throws BadInput where it was not built. */
export function pageAssets(): PageAssets {
  const text = (name: string): string => {
    const path = packagePath(`dist/page/${name}`);
    try {
      return Buffer.from(readInput(path, 'report').bytes).toString('utf8');
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      throw new BadInput(`${error.message}: \`npm run page\` builds it`);
    }
  };
  return { script: text('page.js'), style: text('page.css') };
}
