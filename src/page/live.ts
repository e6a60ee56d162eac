import type { PartData } from '../report/page/page-data.ts';
import type { MountedPart } from './part.ts';

/** Milliseconds between two questions to the server. */
const ASK_EVERY_MS = 2000;

/** And where it has not answered. */
const ASK_AGAIN_MS = 10_000;

const LIVE = 'Live: what is new comes onto this page by itself.';
const UPDATED = 'Updated.';

/** What a server says of the state of its page; without sections where the page shows that state already. */
interface State {
  readonly revision: string;
  readonly problem: string | null;
  readonly sections?: Readonly<Record<string, string>>;
  readonly parts?: Readonly<Record<string, PartData>>;
}

/** What a page does to what comes onto it. */
export interface Live {
  readonly mounted: ReadonlyMap<string, MountedPart>;
  /** Makes tables and charts of a new section what they are on a page that was opened. */
  prepare(section: ParentNode): void;
}

/**
 * Asks the server of the page for newer states of it, and shows them: words, tables and charts in the place
 * of the old ones; what scripts draw gets its new data, and keeps what the reader has chosen. Says what
 * happens where those hear it who do not see it.
 */
export function followServer(live: Live): void {
  const status = statusLine();
  let { revision = '' } = document.documentElement.dataset;
  const say = (words: string): void => {
    // Said once, and not at every answer.
    if (status.textContent !== words) status.textContent = words;
  };
  const ask = async (): Promise<void> => {
    const answer = await fetch(`/state?after=${encodeURIComponent(revision)}`).catch(() => null);
    const state = answer?.ok ? ((await answer.json().catch(() => null)) as State | null) : null;
    if (state === null) {
      say('The server of this page does not answer: it shows the last state.');
      // It may be busy, or started anew at this address.
      setTimeout(ask, ASK_AGAIN_MS);
      return;
    }
    const isNew = state.revision !== revision;
    if (isNew) {
      if (kept(state.revision) !== kept(revision) || isOtherPage(state, live)) {
        location.reload();
        return;
      }
      show(state, live);
      revision = state.revision;
    }
    say(statusAfter(status.textContent ?? '', state.problem, isNew));
    setTimeout(ask, ASK_EVERY_MS);
  };
  say(LIVE);
  setTimeout(ask, ASK_EVERY_MS);
}

/** What names the title, the facts and the script in a revision: those stay while the page is open. */
const kept = (revision: string): string => revision.split('-')[0];

/** What the line of the status says after an answer: trouble no longer than there is any. */
export function statusAfter(said: string, problem: string | null, isNew: boolean): string {
  if (problem !== null) return `This is not the newest state: ${problem}`;
  if (isNew) return UPDATED;
  return said === UPDATED ? said : LIVE;
}

function statusLine(): HTMLElement {
  const line = document.createElement('p');
  line.className = 'status';
  line.setAttribute('role', 'status');
  document.querySelector('header.top')?.append(line);
  return line;
}

/**
 * Whether a state has other sections or parts than the page, which has then to be made as a whole: the first
 * points of a sweep bring their charts.
 */
function isOtherPage({ sections = {}, parts = {} }: State, { mounted }: Live): boolean {
  const shown = [...document.querySelectorAll('main > section')];
  const titleOf = (section: ParentNode | null) => section?.querySelector('h2')?.textContent;
  const found = Object.entries(sections).map(([id, html]) => ({ id, title: titleOf(elementOf(html, id)) }));
  const isSame = shown.every(
    (section, i) => section.id === found[i]?.id && titleOf(section) === found[i].title,
  );
  const ids = Object.keys(parts);
  return (
    !isSame ||
    shown.length !== found.length ||
    ids.length !== mounted.size ||
    !ids.every((id) => mounted.has(id))
  );
}

/** What the server sends is the HTML that it made of the page in the first place, names written as text. */
const elementOf = (html: string, id: string): HTMLElement | null =>
  new DOMParser().parseFromString(html, 'text/html').getElementById(id);

function show({ sections = {}, parts = {} }: State, live: Live): void {
  for (const [id, html] of Object.entries(sections)) {
    const old = document.getElementById(id);
    const found = elementOf(html, id);
    if (old !== null && found !== null) replaceContent(old, found, live);
  }
  for (const [id, data] of Object.entries(parts)) live.mounted.get(id)?.update(data);
}

/** Replaces what is in a section, except the figures that scripts draw: those stay where they are. */
function replaceContent(old: HTMLElement, found: HTMLElement, { mounted, prepare }: Live): void {
  const stays = (node: Element): boolean => node.tagName === 'FIGURE' && mounted.has(node.id);
  const open = [...old.querySelectorAll('details')].map((one) => one.open);
  for (const node of [...old.childNodes]) if (!(node instanceof Element && stays(node))) node.remove();
  // While it is not on the page yet, so that what stays is not made anew.
  prepare(found);
  let next = old.firstElementChild;
  for (const node of [...found.childNodes]) {
    if (node instanceof HTMLScriptElement) continue;
    if (node instanceof Element && stays(node))
      next = document.getElementById(node.id)?.nextElementSibling ?? null;
    else old.insertBefore(document.adoptNode(node), next);
  }
  [...old.querySelectorAll('details')].forEach((one, i) => {
    one.open = open[i] ?? false;
  });
}
