import { createHash } from 'node:crypto';
import { originOf } from '../../charts/chart-text.ts';
import type { PageBlock, PageChapter, PageSection } from '../document.ts';
import type { PartData } from '../page-data.ts';
import { escaped } from './escape.ts';
import { chartHtml, type DrawSvg, partHtml, pictureHtml } from './figure-html.ts';
import { commandHtml, notesHtml, tableHtml } from './table-html.ts';

/** What every page runs and looks like: built by `npm run page`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** A section as HTML, with the name of its element, and the parts in it by the names of their figures. */
export interface SectionHtml {
  readonly id: string;
  readonly title: string;
  readonly html: string;
  readonly parts: Readonly<Record<string, PartData>>;
}

/** A chapter in pieces, so that a page that is served can replace some of them. */
export interface ChapterHtml {
  readonly chapter: PageChapter;
  readonly sections: readonly SectionHtml[];
}

/** A page as a file. */
export interface PageHtml {
  readonly html: string;
  /** What the page may load and run: its own script, known by its hash. */
  readonly csp: string;
}

/**
 * The sections of the page's chapter of that place, from 0. Throws TypeError and RangeError for what cannot
 * be shown: a result that is not whole.
 */
export async function chapterHtml(chapter: PageChapter, place: number, draw: DrawSvg): Promise<ChapterHtml> {
  const sections = [];
  // One after the other: drawing is one chart at a time.
  for (const [s, section] of chapter.sections.entries())
    sections.push(await sectionHtml(section, `s${place + 1}-${s + 1}`, draw));
  return { chapter, sections };
}

/**
 * A page as one file that needs nothing else. Texts are shown as they are, whatever stands in them, and the
 * page runs no script but its own. The same bytes for the same chapters. `revision`: the state that it shows,
 * of a page that asks its server for newer ones; null: it asks nobody.
 */
export function pageHtml(
  title: string,
  chapters: readonly ChapterHtml[],
  { script, style }: PageAssets,
  revision: string | null = null,
): PageHtml {
  if (/<\/script/i.test(script)) throw new Error('the script of pages has what would end it');
  const csp = policyFor(script, revision !== null);
  const [{ chapter: first }] = chapters;
  const isOne = chapters.length === 1;
  const body = chapters.map(({ chapter, sections }, c) => {
    const head = isOne
      ? ''
      : `<h2 class="chapter" id="chapter-${c + 1}">${escaped(chapter.title)}</h2>\n${factsHtml(chapter)}`;
    return `${head}${sections.map(({ html }) => html).join('')}`;
  });
  const origins = chapters.map(
    ({ chapter: { facts } }) =>
      `<p>${escaped(originOf({ ...facts, inputDate: facts.inputDate ?? undefined }))}</p>`,
  );
  const html = `<!doctype html>
<html lang="en"${revision === null ? '' : ` data-revision="${escaped(revision)}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escaped(csp)}">
<meta name="generator" content="bbsim ${escaped(first.facts.toolVersion)}">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>
${style}</style>
</head>
<body>
<header class="top"><h1>${escaped(title)}</h1>
${isOne ? factsHtml(first) : ''}<div class="actions"></div></header>
${contentsHtml(chapters)}
<main>
${body.join('')}</main>
<footer>${origins.join('')}</footer>
<script>${script}</script>
</body>
</html>
`;
  return { html, csp };
}

/** The page's own script, its styles and pictures in it; a page that is served asks its server for news. */
function policyFor(script: string, isLive: boolean): string {
  const hash = createHash('sha256').update(script).digest('base64');
  const connect = isLive ? " connect-src 'self';" : '';
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data: blob:;${connect} base-uri 'none'; form-action 'none'`;
}

function factsHtml({ facts: { configHash, toolVersion, inputDate } }: PageChapter): string {
  const rows = [
    ['configuration', configHash],
    ['bbsim', toolVersion],
    ['input date', inputDate ?? 'none recorded'],
  ];
  const fact = ([name, value]: readonly string[]) => `<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`;
  return `<dl class="facts">${rows.map(fact).join('')}</dl>\n`;
}

function contentsHtml(chapters: readonly ChapterHtml[]): string {
  const list = (sections: readonly SectionHtml[]) =>
    `<ol>${sections.map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`).join('')}</ol>`;
  const items =
    chapters.length === 1
      ? list(chapters[0].sections)
      : `<ol>${chapters.map(({ chapter, sections }, c) => `<li><a href="#chapter-${c + 1}">${escaped(chapter.title)}</a>${list(sections)}</li>`).join('')}</ol>`;
  return `<nav class="contents" aria-label="Contents">${items}</nav>`;
}

async function sectionHtml({ title, blocks }: PageSection, id: string, draw: DrawSvg): Promise<SectionHtml> {
  const parts: Record<string, PartData> = {};
  const pieces = [];
  for (const [b, block] of blocks.entries()) {
    const figure = `${id}-${b + 1}`;
    if (block.kind === 'part') parts[figure] = block.data;
    pieces.push(await blockHtml(block, figure, draw));
  }
  const html = `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${escaped(title)}</h2>\n${pieces.join('')}</section>\n`;
  return { id, title, html, parts };
}

async function blockHtml(block: PageBlock, id: string, draw: DrawSvg): Promise<string> {
  switch (block.kind) {
    case 'sentences':
      return block.sentences.map((sentence) => `<p>${escaped(sentence)}</p>\n`).join('');
    case 'notes':
      return notesHtml(block.notes);
    case 'table':
      return block.folded === undefined ? tableHtml(block.table) : foldedHtml(block.folded, block);
    case 'chart':
      return chartHtml(id, block.chart, draw);
    case 'part':
      return partHtml(id, block.data);
    case 'picture':
      return pictureHtml(id, block.name, block.png);
    case 'command':
      return commandHtml(block.command);
  }
}

function foldedHtml(
  says: string,
  { table, isOnScreenOnly = false }: Extract<PageBlock, { kind: 'table' }>,
): string {
  const name = isOnScreenOnly ? 'data on-screen' : 'data';
  return `<details class="${name}"><summary>${escaped(says)}</summary>${tableHtml(table)}</details>\n`;
}
