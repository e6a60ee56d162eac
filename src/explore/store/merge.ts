import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../disk/atomic-file.ts';
import { cannot } from '../../errors/file-error.ts';
import { LineSource } from './line-source.ts';
import { refuseNewerStore } from './manifest.ts';
import { Positions } from './positions.ts';
import { readStore, type StoreDamage, shardNames } from './read-store.ts';
import { maxLineBytes } from './record-line.ts';
import { shardFolder } from './shard.ts';

/** What a merge did. */
export interface MergeResult {
  /** Shards that were merged. */
  readonly shards: number;
  /** Records that they held, several of the same point included. */
  readonly found: number;
  /** Records of the merged shard. */
  readonly kept: number;
  /** What could not be read, and is gone with its shards. */
  readonly damage: StoreDamage;
}

/** Readers take no name that begins so; `.merged-` is what version 0.1.0 wrote. */
const temporaryName = /^\.(?:bbsim|merged)-.*\.tmp$/;

/**
 * Makes one shard of all of a store, of all its sweeps: sorted by sweep, index and key, one record for
 * each point of a sweep, the best outcome (ok, then infeasible, then failed) and of those the first. Only
 * when it is there under its name do the others go: stopped at any moment, every record is in one of
 * them. The caller holds the lock of the whole store. Throws BadInput when files cannot be read or
 * written, or the store is a newer bbsim's.
 */
export async function mergeShards(dir: string): Promise<MergeResult> {
  await refuseNewerStore(dir);
  const folder = shardFolder(dir);
  const sizes = await shardSizes(dir);
  const positions = new Positions();
  const damage = await readStore(dir, (record, place) => positions.add(record, place));
  const result = { shards: sizes.size, found: positions.count, damage };
  if (positions.count === 0) return { ...result, kept: 0 };
  await removeTemporary(folder);
  const rows = positions.sorted();
  const merged = join(folder, `merged-${randomUUID()}.ndjson`);
  await writeFileAtomic(merged, linesInOrder(folder, rows, positions));
  await removeMerged(folder, sizes);
  return { ...result, kept: rows.length };
}

/** Taken before the shards are read: what is longer afterwards has lines that the merged one may lack. */
async function shardSizes(dir: string): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const shard of await shardNames(dir)) {
    const path = join(shardFolder(dir), shard);
    const { size } = await stat(path).catch((error) => {
      throw cannot('read', path, error);
    });
    sizes.set(shard, size);
  }
  return sizes;
}

/** What merges left that were stopped: whoever holds the lock is the only one to have such a file. */
async function removeTemporary(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (temporaryName.test(name)) await rm(join(folder, name), { force: true });
  }
}

const batchBytes = 1 << 20;

/**
 * The lines in order, as bytes, a batch at a time in one buffer. Between two
 * batches the lock can be refreshed.
 */
async function* linesInOrder(folder: string, rows: Uint32Array, positions: Positions) {
  const source = new LineSource(folder);
  try {
    const batch = Buffer.allocUnsafe(batchBytes + maxLineBytes);
    let bytes = 0;
    for (const row of rows) {
      const place = positions.place(row);
      source.read(place, batch, bytes);
      bytes += place.length;
      if (bytes < batchBytes) continue;
      yield batch.subarray(0, bytes);
      bytes = 0;
    }
    yield batch.subarray(0, bytes);
  } finally {
    source.close();
  }
}

async function removeMerged(folder: string, sizes: ReadonlyMap<string, number>): Promise<void> {
  // The first last: of two equal outcomes the first counts, also in a merge that finds some of these again.
  for (const [shard, size] of [...sizes].reverse()) {
    const path = join(folder, shard);
    const found = await stat(path).catch(() => null);
    // One that has grown has a writer, in spite of the lock: it stays, and what is
    // in both is merged the next time.
    if (found?.size !== size) continue;
    await rm(path, { force: true }).catch((error) => {
      throw cannot('remove', path, error);
    });
  }
}
