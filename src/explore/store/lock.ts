import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../disk/folder.ts';
import { createLock, isStale, type OwnLock, readLock } from '../../disk/lock/lock-file.ts';
import type { ProcessIdentity } from '../../disk/lock/process-identity.ts';
import { removeStale } from '../../disk/lock/stale-lock.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { cannot } from '../../errors/file-error.ts';
import { refuseNewerStore } from './manifest.ts';

/** What a process works on: the whole sweep, or one of the chunks that several processes share it in. */
export type LockScope =
  | { readonly kind: 'whole' }
  | { readonly kind: 'chunk'; readonly index: number; readonly of: number };

/** A part of a store that no other process works on. */
export interface Lock {
  /**
   * Gives it up; also done when the process exits. Whatever ends the process, the
   * next one to ask gets the lock.
   */
  release(): Promise<void>;
}

/**
 * Takes a part of a store for this process. The whole excludes everything, a chunk the whole, itself and the
 * chunks of another division. Throws BadInput that names the holder when another process has it, and when the
 * directory cannot be written to or is a newer bbsim's.
 */
export async function acquireLock(dir: string, scope: LockScope): Promise<Lock> {
  await refuseNewerStore(dir);
  const folder = join(dir, 'locks');
  await makeFolder(folder);
  for (;;) {
    const own = await create(dir, folder, scope);
    try {
      // Only now: of two that look before they make theirs, both would find nothing.
      await refuseConflicts(dir, folder, scope);
      if (await own.isThere()) return own;
    } catch (error) {
      await own.release();
      throw error;
    }
    // It was taken for a torn one, because this process stood still between making and writing it.
    await own.release();
  }
}

async function create(dir: string, folder: string, scope: LockScope): Promise<OwnLock> {
  const path = join(folder, fileName(scope));
  for (;;) {
    const own = await createLock(path);
    if (own !== null) return own;
    await refuseNoFile(path);
    const holder = await livingHolder(path);
    if (holder !== null) throw refusal(dir, scope, scope, holder);
  }
}

async function refuseConflicts(dir: string, folder: string, scope: LockScope): Promise<void> {
  for (const { name, scope: other } of await locks(folder)) {
    if (!conflict(scope, other)) continue;
    let holder = await livingHolder(join(folder, name));
    if (holder !== null && fileName(scope) < name) {
      // Of two that begin at once, each finds the other's lock: the one of the later name
      // gives way, this one looks again.
      await pause(200);
      holder = await livingHolder(join(folder, name));
    }
    if (holder !== null) throw refusal(dir, scope, other, holder);
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Who holds a lock; null when nobody does, after what an ended process left is removed. */
async function livingHolder(path: string): Promise<ProcessIdentity | null> {
  for (;;) {
    await refuseNoFile(path);
    const found = await readLock(path);
    if (found === null) return null;
    if (await isStale(path, found)) await removeStale(path, found);
    else if (found.holder !== null) return found.holder;
    // Its owner is about to write it, or another process to remove it.
    await pause(10);
  }
}

/**
 * A link, a pipe or a folder in place of a lock is nothing that bbsim made, and
 * would be waited for without end.
 */
async function refuseNoFile(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found !== null && !found.isFile()) throw new BadInput(`${path} is not a regular file: remove it`);
}

function fileName(scope: LockScope): string {
  return scope.kind === 'whole' ? 'whole.lock' : `chunk-${scope.index}-of-${scope.of}.lock`;
}

async function locks(folder: string): Promise<{ readonly name: string; readonly scope: LockScope }[]> {
  const names = await readdir(folder).catch((error) => {
    throw cannot('read', folder, error);
  });
  return names.sort().flatMap((name) => {
    const [, chunk, index, of] = /^(?:whole|(chunk)-(\d+)-of-(\d+))\.lock$/.exec(name) ?? [null];
    if (name === 'whole.lock') return { name, scope: { kind: 'whole' } };
    return chunk ? { name, scope: { kind: 'chunk', index: Number(index), of: Number(of) } } : [];
  });
}

/** Of two different parts; the same one twice is refused by its file. */
function conflict(a: LockScope, b: LockScope): boolean {
  if (a.kind === 'whole' || b.kind === 'whole') return a.kind !== b.kind;
  return a.of !== b.of;
}

function refusal(dir: string, asked: LockScope, held: LockScope, { host, pid }: ProcessIdentity): BadInput {
  const who = `process ${pid} on ${host}`;
  const again = 'after a kill on another host the lock frees itself within a minute';
  if (held.kind === 'whole') {
    return new BadInput(`${dir} is in use by ${who}: wait for it, or give another directory (${again})`);
  }
  const chunk = `chunk ${held.index} of ${held.of} of ${dir} is in use by ${who}`;
  if (asked.kind === 'whole') {
    return new BadInput(`${chunk}: wait until the chunks are done, or give another directory (${again})`);
  }
  if (asked.of === held.of) return new BadInput(`${chunk}: wait for it, or run another chunk (${again})`);
  const advice = `run a chunk of ${held.of}, or wait until those are done`;
  return new BadInput(`${chunk}, which cannot be shared in ${asked.of} chunks as well: ${advice} (${again})`);
}
