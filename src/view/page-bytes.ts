import type { LivePage } from './live-page.ts';
import type { Newest } from './newest-page.ts';

/** Written once, however many ask: a page can be large. */
const pages = new WeakMap<LivePage, Uint8Array>();
const news = new WeakMap<Newest, Uint8Array>();

/** A page, as it is sent. */
export const pageBytes = (page: LivePage): Uint8Array => once(pages, page, () => page.html);

/** What is new for a browser that shows the state `after`: the sections and their data, if any are. */
export function newsBytes(newest: Newest, after: string | null): Uint8Array {
  const { problem, page } = newest;
  const { revision, sections, parts } = page;
  if (after === revision) return Buffer.from(JSON.stringify({ revision, problem }));
  return once(news, newest, () => JSON.stringify({ revision, problem, sections, parts }));
}

function once<Of extends object>(known: WeakMap<Of, Uint8Array>, of: Of, text: () => string): Uint8Array {
  const bytes = known.get(of) ?? Buffer.from(text());
  known.set(of, bytes);
  return bytes;
}
