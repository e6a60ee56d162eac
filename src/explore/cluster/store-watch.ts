import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cannot, codeOf } from '../../errors/file-error.ts';
import { hasCuts } from '../store/cut-numbers.ts';
import { shardNames } from '../store/read-store.ts';
import { isConstrained, type PointRecord, type PointStatus } from '../store/record.ts';
import { decodeRecord, maxLineBytes } from '../store/record-line.ts';
import { shardFolder } from '../store/shard.ts';

const newline = 0x0a;

/** What a store has of a sweep that other processes work on; of its shards only what was appended is read. */
export class StoreWatch {
  readonly counts: Record<PointStatus, number> = { ok: 0, infeasible: 0, failed: 0 };
  /** Of the infeasible points those that miss a constraint. */
  constrained = 0;
  /** Points of which numbers are known not to fit their bits. */
  cut = 0;
  /** Points that came since `begin` and were known from another sweep. */
  reused = 0;
  readonly #dir: string;
  readonly #sweep: string;
  readonly #points: (PointStatus | undefined)[];
  /** Where the first line begins that was not read, by shard. */
  readonly #offsets = new Map<string, number>();
  /** Keys of other sweeps' results. */
  readonly #others = new Set<string>();
  readonly #buffer = Buffer.allocUnsafe(2 * maxLineBytes);
  #hasBegun = false;

  constructor(dir: string, sweep: string, points: number) {
    this.#dir = dir;
    this.#sweep = sweep;
    this.#points = new Array(points).fill(undefined);
  }

  /** The points of the sweep. */
  get points(): number {
    return this.#points.length;
  }

  /** Points that the store has. */
  get done(): number {
    return this.counts.ok + this.counts.infeasible + this.counts.failed;
  }

  /** Whether the store has a point. */
  readonly isDone = (index: number): boolean => this.#points[index] !== undefined;

  /**
   * Ends what counts as there before; points that failed are then not there, when they are to be tried again.
   */
  begin(retriesFailed: boolean): void {
    this.#hasBegun = true;
    if (!retriesFailed) return;
    this.#points.forEach((status, index) => {
      if (status === 'failed') this.#points[index] = undefined;
    });
    this.counts.failed = 0;
  }

  /** Reads what is new. Throws BadInput for files that cannot be read. */
  async poll(): Promise<void> {
    for (const shard of await shardNames(this.#dir)) {
      const path = join(shardFolder(this.#dir), shard);
      try {
        await this.#readNew(shard, path);
      } catch (error) {
        // Merged meanwhile: its records come again with the merged shard.
        if (codeOf(error) !== 'ENOENT') throw cannot('read', path, error);
      }
    }
  }

  async #readNew(shard: string, path: string): Promise<void> {
    const from = this.#offsets.get(shard) ?? 0;
    if ((await stat(path)).size <= from) return;
    const file = await open(path, 'r');
    try {
      this.#offsets.set(shard, await this.#readFrom(file, from));
    } finally {
      await file.close();
    }
  }

  /** Returns where the first line begins that has no end yet. */
  async #readFrom(file: FileHandle, from: number): Promise<number> {
    for (let offset = from; ; ) {
      const { bytesRead } = await file.read(this.#buffer, 0, this.#buffer.length, offset);
      const bytes = this.#buffer.subarray(0, bytesRead);
      let start = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        const record = decodeRecord(bytes.subarray(start, end + 1));
        if (record !== null) this.#add(record);
        start = end + 1;
      }
      const isFull = bytesRead === this.#buffer.length;
      // A line that is longer than any of a store is damage, and passed over.
      offset += start === 0 && isFull ? bytesRead : start;
      if (!isFull) return offset;
    }
  }

  #add(record: PointRecord): void {
    const { sweep, key, index, status } = record;
    if (sweep !== this.#sweep) {
      if (status !== 'failed' && !isConstrained(record) && !this.#hasBegun) this.#others.add(key);
      return;
    }
    const known = this.#points[index];
    if (index >= this.#points.length || known === status) return;
    if (known !== undefined && known !== 'failed') return;
    if (known === undefined && this.#hasBegun && this.#others.has(key)) this.reused++;
    if (known !== undefined) this.counts[known]--;
    this.#points[index] = status;
    this.counts[status]++;
    if (isConstrained(record)) this.constrained++;
    if (hasCuts(record)) this.cut++;
  }
}

/**
 * Makes a network file system look at the folder of the shards again: it may not show for a
 * minute what other hosts put there.
 */
export async function refreshFolder(dir: string): Promise<void> {
  const path = join(shardFolder(dir), `.look-${randomUUID()}`);
  // Where there are no shards yet there is no folder.
  await writeFile(path, '').catch(() => undefined);
  await rm(path, { force: true });
}
