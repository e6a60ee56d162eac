import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../../disk/folder.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { cannot, systemError } from '../../errors/file-error.ts';
import { refuseNewerStore } from './manifest.ts';

/** The folder of a store's shards. */
export function shardFolder(dir: string): string {
  return join(dir, 'shards');
}

/**
 * A new shard of a store, for this process alone: no name is used twice, on whatever host. Throws BadInput
 * when the store cannot be written to, or belongs to a newer bbsim.
 */
export async function openShard(dir: string): Promise<Shard> {
  await refuseNewerStore(dir);
  const folder = shardFolder(dir);
  await makeFolder(folder);
  const host = hostname()
    .replace(/[^A-Za-z0-9-]/g, '_')
    .slice(0, 40);
  const path = join(folder, `shard-${host}-${process.pid}-${randomUUID()}.ndjson`);
  try {
    const file = await open(path, 'wx');
    await syncFolder(folder);
    return new Shard(path, file);
  } catch (error) {
    throw cannot('write', path, error);
  }
}

/** What a shard needs of its file. */
export type ShardFile = Pick<FileHandle, 'write' | 'truncate' | 'sync' | 'stat' | 'close'>;

/**
 * A file of whole lines that one process appends to. Every method throws BadInput with the path and the
 * reason when the file system refuses; after a failure the file ends with its last whole line.
 */
export class Shard {
  readonly path: string;
  readonly #file: ShardFile;
  /** Bytes of whole lines: what a failed write left behind them is cut off, or written over. */
  #size = 0;
  /** Why nothing more can be written: the shard is closed, or half a line could not be cut off. */
  #ended: BadInput | null = null;
  #isClosed = false;
  /**
   * The operation before the next one, so that lines do not mix when two callers do not wait for each other.
   */
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string, file: ShardFile) {
    this.path = path;
    this.#file = file;
  }

  /** Writes lines, each with its end. Of a batch that fails, the lines that were written whole stay. */
  append(lines: readonly string[]): Promise<void> {
    if (lines.some((line) => !line.endsWith('\n'))) throw new TypeError('a line without its end');
    return this.#inTurn(async () => {
      if (this.#ended !== null) throw this.#ended;
      await this.#write(Buffer.from(lines.join('')));
    });
  }

  /**
   * Waits until all lines outlast a loss of power. Throws BadInput, too, when the shard
   * was removed by another process.
   */
  sync(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ended !== null) throw this.#ended;
      await this.#flush();
    });
  }

  /** Flushes and closes the file; a shard without lines is removed. A second time it does nothing. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      this.#ended = new BadInput(`cannot write ${this.path}: it is closed`);
      try {
        if (this.#size > 0) await this.#flush();
      } finally {
        await this.#file.close();
      }
      if (this.#size === 0) await rm(this.path, { force: true });
    });
  }

  #inTurn(operation: () => Promise<void>): Promise<void> {
    const result = this.#last.then(operation).catch((error) => {
      throw cannot('write', this.path, error);
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #write(bytes: Buffer): Promise<void> {
    let written = 0;
    try {
      // A full disk may take a part and refuse only the next write.
      while (written < bytes.length) {
        const { bytesWritten } = await this.#file.write(
          bytes,
          written,
          bytes.length - written,
          this.#size + written,
        );
        if (bytesWritten === 0) throw systemError('ENOSPC');
        written += bytesWritten;
      }
      this.#size += written;
    } catch (error) {
      // The part that ends with the last whole line.
      this.#size += bytes.subarray(0, written).lastIndexOf('\n') + 1;
      const reason = cannot('write', this.path, error);
      await this.#file.truncate(this.#size).catch(() => {
        this.#ended = reason;
      });
      throw reason;
    }
  }

  async #flush(): Promise<void> {
    await this.#file.sync();
    // A process that took this one for ended may have merged the shard: what was appended
    // since is in a file without a name.
    if ((await this.#file.stat()).nlink === 0) throw systemError('ESTALE');
  }
}
