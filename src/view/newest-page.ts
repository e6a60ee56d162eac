import { BadInput } from '../errors/bad-input.ts';
import { stateOf } from './folder-files.ts';
import type { LivePage, MakeLivePage } from './live-page.ts';

/** The newest page that could be made, and what keeps a newer one from being made. */
export interface Newest {
  readonly page: LivePage;
  /** Null: nothing. */
  readonly problem: string | null;
}

/** Milliseconds between two looks at the folder. */
const LOOK_EVERY_MS = 1000;

/**
 * The page of a folder that others fill: made anew when the folder has changed, once for all who ask, and
 * looked for at most once a second. While one is made, and where none can be made, the one before it stays.
 */
export class NewestPage {
  readonly #folder: string;
  readonly #make: MakeLivePage;
  readonly #clockMs: () => number;
  #newest: Newest;
  #state: string;
  #lookedAtMs: number;
  #look: Promise<void> | null = null;

  private constructor(folder: string, make: MakeLivePage, clockMs: () => number, first: [LivePage, string]) {
    this.#folder = folder;
    this.#make = make;
    this.#clockMs = clockMs;
    this.#newest = { page: first[0], problem: null };
    this.#state = first[1];
    this.#lookedAtMs = clockMs();
  }

  /** Makes the first page. Throws BadInput where there is none to be made. */
  static async of(folder: string, make: MakeLivePage, clockMs: () => number): Promise<NewestPage> {
    // First what is there: what is written while the page is made is then seen as new.
    const state = await stateOf(folder);
    return new NewestPage(folder, make, clockMs, [await make(), state]);
  }

  /** The newest page. */
  async now(): Promise<Newest> {
    if (this.#look === null && this.#clockMs() - this.#lookedAtMs >= LOOK_EVERY_MS) {
      this.#look = this.#lookAgain().finally(() => {
        this.#lookedAtMs = this.#clockMs();
        this.#look = null;
      });
    }
    await this.#look;
    return this.#newest;
  }

  async #lookAgain(): Promise<void> {
    try {
      const state = await stateOf(this.#folder);
      if (state === this.#state && this.#newest.problem === null) return;
      this.#newest = { page: await this.#make(), problem: null };
      this.#state = state;
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      this.#newest = { page: this.#newest.page, problem: error.message };
    }
  }
}
