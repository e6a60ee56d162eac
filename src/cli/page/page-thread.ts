import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { BadInput } from '../../errors/bad-input.ts';
import type { LivePage } from '../../view/live-page.ts';

/** What the thread answers: a page, why there can be none, or what went wrong. */
export type PageAnswer =
  | { readonly page: LivePage }
  | { readonly refused: string }
  | { readonly fault: string };

/**
 * A thread that makes the pages of a folder, one at a time. A page of ten thousand points takes seconds, in
 * which a server in the same thread would answer nobody.
 */
export class PageThread {
  #worker: Worker | null = null;

  /** The page of a folder as it is now. Throws BadInput for one that cannot be shown. */
  async make(folder: string): Promise<LivePage> {
    this.#worker ??= openThread();
    this.#worker.postMessage(folder);
    const [answer] = (await once(this.#worker, 'message').catch((error) => {
      // A thread that ran out of memory is gone: the next page gets another one.
      this.#worker = null;
      throw error;
    })) as [PageAnswer];
    if ('page' in answer) return answer.page;
    throw 'refused' in answer ? new BadInput(answer.refused) : new Error(answer.fault);
  }

  /** Ends the thread, also while it makes a page. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }
}

function openThread(): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  // A thread does not have the loader that a run from the sources has: it runs what was built.
  const built = isSource ? '../../../dist/bundle/page-worker.js' : './page-worker.js';
  return new Worker(new URL(built, import.meta.url), { execArgv: [] });
}
