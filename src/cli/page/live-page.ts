import { sha256Of } from '../../num/digest.ts';
import { pageHtml } from '../../report/page/html/page-html.ts';
import type { LivePage } from '../../view/live-page.ts';
import { drawnChapter, pageAssets, titleOf } from './make-page.ts';
import { reportInput } from './report-input.ts';

/** Digits of a hash that tell the states of a folder apart. */
const DIGITS = 16;

const digestOf = (data: unknown): string => sha256Of(Buffer.from(JSON.stringify(data))).slice(0, DIGITS);

/** The page of a folder as it is now, in the pieces that a served page replaces. Throws BadInput. */
export async function livePage(folder: string): Promise<LivePage> {
  const drawn = await drawnChapter(await reportInput(folder), 0);
  const sections = Object.fromEntries(drawn.sections.map(({ id, html }) => [id, html]));
  const parts: LivePage['parts'] = Object.assign({}, ...drawn.sections.map((section) => section.parts));
  const title = titleOf([drawn]);
  const assets = pageAssets();
  // The facts are those beside the title and in the footer.
  const revision = `${digestOf([title, drawn.chapter.facts, assets])}-${digestOf([sections, parts])}`;
  const { html, csp } = pageHtml(title, [drawn], assets, revision);
  return { revision, html, csp, sections, parts };
}
