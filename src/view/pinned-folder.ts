import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BadInput } from '../errors/bad-input.ts';
import { cannot, codeOf } from '../errors/file-error.ts';

/** Folders of a store or of a result in which what a page is made of lies. */
const inside = ['.', 'shards', 'reproduction'];

/** Whether a page is made of what has that name: all that readers of stores and results may open. */
const isReadFor = (name: string): boolean => inside.includes(name) || /\.(?:json|ndjson|png)$/i.test(name);

/** Longer than the clock of any system takes to go on by which files get their times. */
const TICK_MS = 20;

/** A folder that others fill is at rest sooner; one that is not is shown as it was. */
const MOST_TRIES = 3;

/**
 * A folder that is served, of which nothing is read but what lies in it, whatever others do to it meanwhile.
 *
 * Readers open files by their names, and a name may lead elsewhere at any moment: to look first and to read
 * then proves nothing, nor does a look before and a look after, for a link may have come and gone. But who
 * makes a name lead elsewhere has to write to the directory that has the name (or, for the folder itself, to
 * rename it), and the file system then stamps the directory with the time of day, which nobody can set back.
 * So `asItLies` sees a stamp twice, a tick of the clock apart; what changes after that gets another stamp.
 * The same stamps once more when all is read: no name was changed from the second look to the last. And where
 * no name was a link when it was looked at in between, none was a link when it was read. Files that grow, as
 * those of a sweep do, leave the stamps as they are.
 *
 * What is not seen: swaps within one second of a file system that stamps whole seconds, and directories above
 * the folder that are moved away and back.
 */
export class PinnedFolder {
  /** As the user named it, or where that leads to by links. */
  readonly path: string;
  readonly #real: string;
  readonly #identity: string;

  private constructor(path: string, real: string, identity: string) {
    this.path = path;
    this.#real = real;
    this.#identity = identity;
  }

  /** The folder that is at a path now. Throws BadInput where there is none. */
  static async at(path: string): Promise<PinnedFolder> {
    try {
      const real = await realpath(path);
      const { dev, ino } = await lstat(real, { bigint: true });
      return new PinnedFolder(resolve(path) === real ? path : real, real, `${dev} ${ino}`);
    } catch (error) {
      throw cannot('read', path, error);
    }
  }

  /**
   * What `use` makes of the files of the folder, made again where a name in it changed meanwhile. `discard`
   * gets what was made and does not count. Throws what `use` throws, and BadInput for another folder in the
   * place of this one, and for one that is never at rest.
   */
  async asItLies<Made>(use: () => Promise<Made>, discard?: (made: Made) => Promise<void>): Promise<Made> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const stamps = await this.#stamps();
      await new Promise((done) => setTimeout(done, TICK_MS));
      if ((await this.#stamps()) !== stamps) continue;
      // An error tells of what was read, too.
      const [made] = await Promise.allSettled([use()]);
      const isSame = await this.#stamps().then(
        (now) => now === stamps,
        () => false,
      );
      if (isSame && made.status === 'fulfilled') return made.value;
      if (isSame && made.status === 'rejected') throw made.reason;
      if (made.status === 'fulfilled') await discard?.(made.value);
    }
    throw new BadInput(`${this.path}: files come and go in it faster than it can be read`);
  }

  /**
   * What a page would be made of, as a text that is another one when anything was written: names, sizes and
   * times. Throws BadInput for a link.
   */
  async state(): Promise<string> {
    await this.#stamps();
    const lines = [];
    for (const below of inside) {
      const names = await readdir(join(this.path, below)).catch(() => []);
      for (const name of names.filter(isReadFor).sort())
        lines.push(await lineOf(join(this.path, below, name), `${below}/${name}`));
    }
    return lines.join('\n');
  }

  /** When a name was last changed in each directory, and that these are still those of this folder. */
  async #stamps(): Promise<string> {
    const stamps = [];
    for (const below of inside) {
      const found = await lstat(join(this.path, below), { bigint: true }).catch((error) => {
        if (codeOf(error) === 'ENOENT') return null;
        throw cannot('read', join(this.path, below), error);
      });
      const identity = found === null ? 'none' : `${found.dev} ${found.ino}`;
      if (below === '.' && identity !== this.#identity) throw this.#moved();
      stamps.push(`${identity} ${found?.ctimeNs} ${found?.mtimeNs}`);
    }
    if ((await realpath(this.path).catch(() => null)) !== this.#real) throw this.#moved();
    return stamps.join('\n');
  }

  #moved(): BadInput {
    return new BadInput(
      `${this.path} is not the folder any more that was there when bbsim view began: begin it again`,
    );
  }
}

async function lineOf(path: string, name: string): Promise<string> {
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink())
    throw new BadInput(`${path} is a link: nothing is served but what lies in the folder itself`);
  return found === null ? `${name} is gone` : `${name} ${found.ino} ${found.size} ${found.mtimeMs}`;
}
