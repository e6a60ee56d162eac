import type { LivePage, MakeLivePage } from './live-page.ts';
import type { PinnedFolder } from './pinned-folder.ts';

/** The newest page that could be made, and what keeps a newer one from being made: another one each time. */
export interface Newest {
  readonly page: LivePage;
  /** Null: nothing. */
  readonly problem: string | null;
}

/** What came of a state of the folder: a page, or why there is none. */
type Tried = { readonly state: string } & (
  | { readonly page: LivePage; readonly error: null }
  | { readonly page: null; readonly error: Error }
);

/** Milliseconds between two looks at the folder. */
const LOOK_EVERY_MS = 1000;

/**
 * The page of a folder that others fill: made anew when the folder has changed, once for all who ask, and
 * looked for at most once a second. While one is made, and where none can be made, the one before it stays,
 * and nobody waits: who asks next gets the newer one.
 */
export class NewestPage {
  readonly #folder: PinnedFolder;
  readonly #make: MakeLivePage;
  readonly #clockMs: () => number;
  #newest: Newest;
  #tried: Tried;
  #lookedAtMs: number;
  #look: Promise<void> | null = null;

  private constructor(
    folder: PinnedFolder,
    make: MakeLivePage,
    clockMs: () => number,
    first: Tried & { readonly page: LivePage },
  ) {
    this.#folder = folder;
    this.#make = make;
    this.#clockMs = clockMs;
    this.#newest = { page: first.page, problem: null };
    this.#tried = first;
    this.#lookedAtMs = clockMs();
  }

  /** Makes the first page. Throws BadInput where there is none to be made. */
  static async of(folder: PinnedFolder, make: MakeLivePage, clockMs: () => number): Promise<NewestPage> {
    const first = await tried(folder, make);
    if (first.page === null) throw first.error;
    return new NewestPage(folder, make, clockMs, first);
  }

  /** The newest page that there is; looks for a newer one, which comes later. */
  now(): Newest {
    if (this.#look === null && this.#clockMs() - this.#lookedAtMs >= LOOK_EVERY_MS) {
      this.#look = this.#lookAgain().finally(() => {
        this.#lookedAtMs = this.#clockMs();
        this.#look = null;
      });
    }
    return this.#newest;
  }

  /** Ends when no newer page is looked for. */
  async looked(): Promise<void> {
    await this.#look;
  }

  async #lookAgain(): Promise<void> {
    try {
      // What has failed already fails again, until something else is written.
      if ((await this.#folder.state()) !== this.#tried.state)
        this.#tried = await tried(this.#folder, this.#make);
      const { page, error } = this.#tried;
      this.#show(page ?? this.#newest.page, error?.message ?? null);
    } catch (error) {
      this.#show(this.#newest.page, (error as Error).message);
    }
  }

  #show(page: LivePage, problem: string | null): void {
    if (page !== this.#newest.page || problem !== this.#newest.problem) this.#newest = { page, problem };
  }
}

function tried(folder: PinnedFolder, make: MakeLivePage): Promise<Tried> {
  return folder.asItLies(async () => {
    // First what is there: what is written while the page is made is then seen as new.
    const state = await folder.state();
    return make().then(
      (page) => ({ state, page, error: null }),
      (error: Error) => ({ state, page: null, error }),
    );
  });
}
