import type { PartData } from '../report/page/page-data.ts';
import type { MountedPart } from './part.ts';

/** Milliseconds between two questions to the server. */
const ASK_EVERY_MS = 2000;

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
  const ask = async (): Promise<void> => {
    const answer = await fetch(`/state?after=${encodeURIComponent(revision)}`).catch(() => null);
    if (answer === null || !answer.ok) {
      status.textContent = 'The server of this page has ended: it shows the last state.';
      return;
    }
    const state = (await answer.json()) as State;
    if (state.revision !== revision) {
      show(state, live);
      revision = state.revision;
      status.textContent = 'Updated.';
    }
    if (state.problem !== null) status.textContent = `This is not the newest state: ${state.problem}`;
    setTimeout(ask, ASK_EVERY_MS);
  };
  status.textContent = 'Live: what is new comes onto this page by itself.';
  setTimeout(ask, ASK_EVERY_MS);
}

function statusLine(): HTMLElement {
  const line = document.createElement('p');
  line.className = 'status';
  line.setAttribute('role', 'status');
  document.querySelector('header.top')?.append(line);
  return line;
}

function show({ sections = {}, parts = {} }: State, live: Live): void {
  for (const [id, html] of Object.entries(sections)) {
    const old = document.getElementById(id);
    // What the server sends is the HTML that it made of the page in the first place, names written as text.
    const found = new DOMParser().parseFromString(html, 'text/html').getElementById(id);
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
