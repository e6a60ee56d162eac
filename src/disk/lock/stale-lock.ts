import { randomUUID } from 'node:crypto';
import { link, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cannot, codeOf } from '../../errors/file-error.ts';
import { configHash } from '../../num/digest.ts';
import { createLock, type FoundLock, isStale, readLock } from './lock-file.ts';

/**
 * Removes the lock file that was found stale, and no other that has taken its place since. Of several
 * processes that try it one does it; the others return with the lock there or not, and must look again.
 * Throws BadInput when the folder cannot be written to.
 */
export async function removeStale(path: string, stale: FoundLock): Promise<void> {
  // Whoever makes this file may remove that very lock, so that the next owner's is not removed by one
  // who looked before it was made.
  const claimPath = join(dirname(path), `.taking-${configHash({ text: stale.text, inode: stale.inode })}`);
  const claim = await createLock(claimPath);
  if (claim === null) return removeAbandonedClaim(claimPath);
  try {
    if (isSame(await readLock(path), stale)) await takeAway(path, stale);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw cannot('remove', path, error);
  } finally {
    await claim.release();
  }
}

/**
 * Under a name of its own before it is deleted: what was moved can be looked at, and put
 * back if it is another's after all.
 */
async function takeAway(path: string, stale: FoundLock): Promise<void> {
  const aside = join(dirname(path), `.stale-${randomUUID()}`);
  await rename(path, aside);
  // Fails when somebody has made a lock in the meantime, which then holds.
  if (!isSame(await readLock(aside), stale)) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function isSame(found: FoundLock | null, stale: FoundLock): boolean {
  return found !== null && found.text === stale.text && found.inode === stale.inode;
}

async function removeAbandonedClaim(path: string): Promise<void> {
  const claim = await readLock(path);
  if (claim !== null && (await isStale(path, claim))) await rm(path, { force: true });
}
