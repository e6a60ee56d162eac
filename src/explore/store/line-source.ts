import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import { cannot } from '../../errors/file-error.ts';
import type { RecordPlace } from './read-store.ts';
import { isWholeLine } from './record-line.ts';

/** Fewer than a process may have open on any system. */
const mostOpen = 128;

/** Lines of a folder's files, read from wherever they lie; the files that were used last stay open. */
export class LineSource {
  readonly #folder: string;
  /** In the order of their last use. */
  readonly #files = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Copies a line into memory. Throws BadInput when it cannot be read, or is no whole line any more. */
  read({ shard, offset, length }: RecordPlace, memory: Buffer, at: number): void {
    const path = join(this.#folder, shard);
    try {
      const found = readSync(this.#open(shard, path), memory, at, length, offset);
      if (found === length && isWholeLine(memory.subarray(at, at + length))) return;
    } catch (error) {
      throw cannot('read', path, error);
    }
    throw new BadInput(`${path} has changed while it was read`);
  }

  /** Closes the files. */
  close(): void {
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
  }

  #open(shard: string, path: string): number {
    const file = this.#files.get(shard) ?? openSync(path, 'r');
    this.#files.delete(shard);
    this.#files.set(shard, file);
    if (this.#files.size > mostOpen) {
      const [[oldest, handle]] = [...this.#files] as [[string, number]];
      closeSync(handle);
      this.#files.delete(oldest);
    }
    return file;
  }
}
