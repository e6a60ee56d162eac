import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import { cannot, codeOf } from '../../errors/file-error.ts';
import type { PointRecord } from './record.ts';
import { decodeRecord, maxLineBytes } from './record-line.ts';
import { shardFolder } from './shard.ts';
import { lineBuffer, linesOf } from './shard-lines.ts';

/** Where the line of a record lies. */
export interface RecordPlace {
  /** Name of the shard in its folder. */
  readonly shard: string;
  readonly offset: number;
  /** Bytes, with the line's end. */
  readonly length: number;
}

/** What of a store could not be read. */
export interface StoreDamage {
  /** Shards whose last line is no record: their process was stopped while it wrote. */
  torn: number;
  /** The first bad lines elsewhere, which nothing that bbsim does leaves behind. */
  readonly damaged: { readonly file: string; readonly line: number }[];
  /** How many of them there are; more than are listed in a store that is damaged all over. */
  damagedLines: number;
}

/**
 * Called with every record of a store, and the number of its line, from 1; reading goes on when its promise,
 * if it gives one, is kept.
 */
export type RecordVisitor = (record: PointRecord, place: RecordPlace, line: number) => void | Promise<void>;

const mostListed = 1000;

/**
 * Reads a store, shard by shard in the order of their names, in memory that does not grow with it. A record
 * may come more than once, also with another outcome: of two runs of a point, and while another process
 * merges. A store without shards has no records. Throws BadInput for files that cannot be read.
 */
export async function readStore(dir: string, visit: RecordVisitor): Promise<StoreDamage> {
  const damage: StoreDamage = { torn: 0, damaged: [], damagedLines: 0 };
  const buffer = lineBuffer();
  const seen = new Set<string>();
  for (let isComplete = false; !isComplete; ) {
    isComplete = true;
    for (const shard of await shardNames(dir)) {
      if (seen.has(shard)) continue;
      seen.add(shard);
      // A shard that is gone was merged into one that may not have been in the list.
      if (!(await readShard(dir, shard, buffer, damage, visit))) isComplete = false;
    }
  }
  return damage;
}

/**
 * The names of a store's shards, sorted; none when it has no folder for them. Throws BadInput
 * when the folder cannot be read.
 */
export async function shardNames(dir: string): Promise<string[]> {
  return (await shardEntries(dir)).filter((entry) => entry.isFile()).map(({ name }) => name);
}

/**
 * The names, sorted, of what would be a shard of a store and is no regular file: a link, a pipe, a folder. It
 * is not read. Throws BadInput when the folder cannot be read.
 */
export async function otherThanShards(dir: string): Promise<string[]> {
  return (await shardEntries(dir)).filter((entry) => !entry.isFile()).map(({ name }) => name);
}

/** What has the name of a shard, in the order of the names. */
async function shardEntries(dir: string) {
  const folder = shardFolder(dir);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const shards = entries.filter((entry) => /^[^.].*\.ndjson$/.test(entry.name));
    return shards.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw cannot('read', folder, error);
  }
}

/** Whether the shard is there. */
async function readShard(
  dir: string,
  shard: string,
  buffer: Buffer,
  damage: StoreDamage,
  visit: RecordVisitor,
): Promise<boolean> {
  const path = join(shardFolder(dir), shard);
  const file = await open(path, 'r').catch((error) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw cannot('read', path, error);
  });
  if (file === null) return false;
  try {
    await readLines(shard, linesOf(file, buffer), damage, visit);
    return true;
  } catch (error) {
    // What a visitor throws is its own.
    throw codeOf(error) === '' ? error : cannot('read', path, error);
  } finally {
    await file.close();
  }
}

async function readLines(
  shard: string,
  chunks: ReturnType<typeof linesOf>,
  damage: StoreDamage,
  visit: RecordVisitor,
): Promise<void> {
  let line = 0;
  /** A bad line is a torn one until another follows. */
  let bad = 0;
  for await (const lines of chunks) {
    for (const { bytes, offset } of lines) {
      line++;
      if (bad > 0) addDamage(damage, shard, bad);
      const record = decodeRecord(bytes);
      bad = record === null ? line : 0;
      if (record === null) continue;
      const waiting = visit(record, { shard, offset, length: bytes.length }, line);
      if (waiting !== undefined) await waiting;
    }
  }
  if (bad > 0) damage.torn++;
}

function addDamage(damage: StoreDamage, file: string, line: number): void {
  damage.damagedLines++;
  if (damage.damaged.length < mostListed) damage.damaged.push({ file, line });
}

/**
 * Reads one record again. Throws BadInput when it is not there any more: another process has merged the
 * shards, and the store must be read anew.
 */
export async function readRecordAt(dir: string, place: RecordPlace): Promise<PointRecord> {
  const path = join(shardFolder(dir), place.shard);
  const moved = new BadInput(`${path} has changed since it was read: another process merged the results`);
  const file = await open(path, 'r').catch((error) => {
    throw codeOf(error) === 'ENOENT' ? moved : cannot('read', path, error);
  });
  try {
    const bytes = Buffer.alloc(Math.min(place.length, maxLineBytes));
    await file.read(bytes, 0, bytes.length, place.offset);
    const record = decodeRecord(bytes);
    if (record === null) throw moved;
    return record;
  } catch (error) {
    throw cannot('read', path, error);
  } finally {
    await file.close();
  }
}
