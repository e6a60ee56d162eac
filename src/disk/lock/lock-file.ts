import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { type FileHandle, open, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cannot, codeOf } from '../../errors/file-error.ts';
import { hasEnded, type ProcessIdentity, thisProcess } from './process-identity.ts';

const refreshMs = 5_000;
/** Twelve refreshes: a file server may be away for a while. */
const abandonedMs = 60_000;
/**
 * Whoever makes a lock writes it at once; one that is still torn after this is what a killed process left.
 */
const tornMs = 5_000;

/** The lock files of this process, which go when it exits in whatever regular way. */
const owned = new Set<OwnLock>();

/** Makes a lock file; null when there is one. Throws BadInput when the folder cannot be written to. */
export async function createLock(path: string): Promise<OwnLock | null> {
  const file = await open(path, 'wx').catch((error) => {
    if (codeOf(error) === 'EEXIST') return null;
    throw cannot('write', path, error);
  });
  if (file === null) return null;
  try {
    const text = `${JSON.stringify({ ...thisProcess(), token: randomUUID() })}\n`;
    await file.writeFile(text);
    await file.sync();
    return new OwnLock(path, file, text);
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw cannot('write', path, error);
  }
}

/** A lock file of this process, kept fresh until it is released. */
export class OwnLock {
  readonly path: string;
  /** Kept open: a file that has taken the place of this one must not be refreshed for its owner. */
  readonly #file: FileHandle;
  readonly #text: string;
  readonly #timer: NodeJS.Timeout;

  constructor(path: string, file: FileHandle, text: string) {
    this.path = path;
    this.#file = file;
    this.#text = text;
    this.#timer = setInterval(() => void this.#refresh(), refreshMs).unref();
    if (owned.size === 0) process.on('exit', releaseOwned);
    owned.add(this);
  }

  /** Whether the lock is still this process's: another may have taken one that was not refreshed for long. */
  async isThere(): Promise<boolean> {
    return (await readLock(this.path))?.text === this.#text;
  }

  /** Gives the lock up; nobody else's is removed. A second time it does nothing. */
  async release(): Promise<void> {
    if (!this.#forget()) return;
    await this.#file.close().catch(() => undefined);
    if (await this.isThere()) await rm(this.path, { force: true });
  }

  /** The same, for a process that has no time to wait. */
  releaseNow(): void {
    if (!this.#forget()) return;
    try {
      if (readFileSync(this.path, 'utf8') === this.#text) unlinkSync(this.path);
    } catch {
      // It is gone, or will be found to be abandoned.
    }
  }

  #forget(): boolean {
    clearInterval(this.#timer);
    const wasOwned = owned.delete(this);
    if (wasOwned && owned.size === 0) process.off('exit', releaseOwned);
    return wasOwned;
  }

  /** Written again, not given a time: the file server's clock is what others compare with. */
  async #refresh(): Promise<void> {
    try {
      await this.#file.write(this.#text, 0);
      await this.#file.datasync();
    } catch {
      // The next refresh may succeed; if none does, the lock counts as abandoned.
    }
  }
}

function releaseOwned(): void {
  for (const lock of [...owned]) lock.releaseNow();
}

/** A lock file as it was found. */
export interface FoundLock {
  readonly text: string;
  /** Who made it; null when it is torn. */
  readonly holder: ProcessIdentity | null;
  /** With its text, tells it from another lock file of its name. */
  readonly inode: number;
  readonly modifiedMs: number;
}

/** A lock file; null when there is none. Throws BadInput when it cannot be read. */
export async function readLock(path: string): Promise<FoundLock | null> {
  try {
    // Opened before it is asked for its time: that is when a shared file system forgets what it remembered.
    const file = await open(path, 'r');
    try {
      const { ino: inode, mtimeMs: modifiedMs } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
      const text = buffer.toString('utf8', 0, bytesRead);
      return { text, holder: holderOf(text), inode, modifiedMs };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESTALE') return null;
    throw cannot('read', path, error);
  }
}

function holderOf(text: string): ProcessIdentity | null {
  try {
    const { host, pid, startTicks = null, pidSpace = null, token } = JSON.parse(text);
    // Only a text with its end is one that was written whole.
    if (!text.endsWith('}\n') || typeof host !== 'string' || typeof token !== 'string') return null;
    return Number.isSafeInteger(pid) && pid > 0 ? { host, pid, startTicks, pidSpace } : null;
  } catch {
    return null;
  }
}

/** Whether the process that made a lock has ended, or cannot be asked and has not refreshed it for long. */
export async function isStale(path: string, { holder, modifiedMs }: FoundLock): Promise<boolean> {
  const ended = holder && hasEnded(holder);
  if (ended !== null) return ended;
  const age = (await folderClock(dirname(path))) - modifiedMs;
  return age > (holder === null ? tornMs : abandonedMs);
}

/** The time of the file server, whatever this host's clock says: that of a file which was just written. */
async function folderClock(folder: string): Promise<number> {
  const path = join(folder, `.clock-${randomUUID()}`);
  try {
    await writeFile(path, '\n', { flag: 'wx' });
    return (await stat(path)).mtimeMs;
  } catch (error) {
    throw cannot('write', path, error);
  } finally {
    await rm(path, { force: true });
  }
}
