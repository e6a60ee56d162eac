import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { openShard, Shard, type ShardFile } from '../../../src/explore/store/shard.ts';
import { contents, directories, line, shardsOf } from './records.ts';

const directory = directories();

const failure = (code: string): Error => Object.assign(new Error(`${code}: raw`), { code });

/** A file that takes `takes` bytes at a time, and refuses with `code` from `room` bytes on. */
async function limited(path: string, limits: { takes?: number; room?: number; code?: string }) {
  const file = await open(path, 'wx');
  const { takes = Infinity, room = Infinity, code = 'ENOSPC' } = limits;
  const write = async (bytes: Buffer, from: number, length: number, at: number) => {
    const most = Math.min(length, takes, room - at);
    if (most <= 0) throw failure(code);
    return file.write(bytes, from, most, at);
  };
  const rest = {
    truncate: (size: number) => file.truncate(size),
    sync: () => file.sync(),
    stat: () => file.stat(),
    close: () => file.close(),
  };
  return { ...rest, write } as unknown as ShardFile;
}

describe('a shard', () => {
  it('is a new file in the folder of shards, whose name is safe and names its process', async () => {
    const dir = directory();
    const shards = await Promise.all([openShard(dir), openShard(dir), openShard(dir)]);
    for (const [i, shard] of shards.entries()) await shard.append([line(i)]);
    const names = shards.map(({ path }) => basename(path)).sort();
    expect(shardsOf(dir)).toEqual(names);
    const form = new RegExp(`^shard-[A-Za-z0-9_-]+-${process.pid}-[0-9a-f-]{36}\\.ndjson$`);
    for (const name of names) expect(name).toMatch(form);
    await Promise.all(shards.map((shard) => shard.close()));
  });

  it('holds the lines of all batches in their order, also of callers that do not wait', async () => {
    const dir = directory();
    const shard = await openShard(dir);
    await Promise.all([
      shard.append([line(0), line(1)]),
      shard.append([]),
      shard.append([line(2)]),
      shard.sync(),
    ]);
    await shard.close();
    await shard.close();
    expect(readFileSync(shard.path, 'utf8')).toBe(line(0) + line(1) + line(2));
    await expect(shard.append([line(3)])).rejects.toThrow(
      new BadInput(`cannot write ${shard.path}: it is closed`),
    );
  });

  it('is removed when nothing was written to it', async () => {
    const dir = directory();
    const shard = await openShard(dir);
    expect(shardsOf(dir)).toHaveLength(1);
    await shard.close();
    expect(shardsOf(dir)).toEqual([]);
  });

  it('takes whole lines alone', async () => {
    const shard = await openShard(directory());
    expect(() => shard.append(['{}'])).toThrow(TypeError);
    await shard.close();
  });

  it('is written whole by a file system that takes a few bytes at a time', async () => {
    const path = join(directory(), 'a');
    const shard = new Shard(path, await limited(path, { takes: 7 }));
    await shard.append([line(0), line(1)]);
    await shard.append([line(2)]);
    await shard.close();
    expect(readFileSync(path, 'utf8')).toBe(line(0) + line(1) + line(2));
  });

  it.each([
    { code: 'ENOSPC', reason: 'the disk is full' },
    { code: 'EDQUOT', reason: 'the disk quota is used up' },
    { code: 'EIO', reason: 'EIO: raw' },
  ])('ends with a whole line when a write fails with $code', async ({ code, reason }) => {
    const path = join(directory(), 'a');
    const room = Buffer.byteLength(line(0) + line(1)) + 30;
    const shard = new Shard(path, await limited(path, { room, code, takes: 100 }));
    await shard.append([line(0)]);
    const refused = new BadInput(`cannot write ${path}: ${reason}`);
    await expect(shard.append([line(1), line(2), line(3)])).rejects.toThrow(refused);
    expect(readFileSync(path, 'utf8')).toBe(line(0) + line(1));
    await expect(shard.append([line(2)])).rejects.toThrow(refused);
    await shard.close();
    expect(readFileSync(path, 'utf8')).toBe(line(0) + line(1));
  });

  it('takes no more when half a line cannot be cut off', async () => {
    const path = join(directory(), 'a');
    const file = await limited(path, { room: Buffer.byteLength(line(0)) + 5 });
    const truncate = () => Promise.reject(failure('EIO'));
    const shard = new Shard(path, { ...file, truncate } as ShardFile);
    await shard.append([line(0)]);
    await expect(shard.append([line(1)])).rejects.toThrow('the disk is full');
    await expect(shard.append([])).rejects.toThrow('the disk is full');
    await shard.close();
    expect(readFileSync(path, 'utf8')).toBe(line(0) + line(1).slice(0, 5));
  });

  it.runIf(existsSync('/dev/full'))('says that a device is full', async () => {
    const path = join(directory(), 'full');
    const shard = new Shard(path, await open('/dev/full', 'w'));
    await expect(shard.append([line(0)])).rejects.toThrow(
      new BadInput(`cannot write ${path}: the disk is full`),
    );
    await shard.close();
  });

  it('ends with a whole line on a disk that is really full', async (context) => {
    const disk = directory();
    if (!mount(disk)) context.skip();
    try {
      const shard = await openShard(disk);
      const lines = Array.from({ length: 1000 }, (_unused, i) => line(i));
      await expect(shard.append(lines)).rejects.toThrow(`cannot write ${shard.path}: the disk is full`);
      await shard.close();
      const { indexes, torn } = await contents(disk);
      expect(indexes.length).toBeGreaterThan(10);
      expect(indexes).toEqual(lines.slice(0, indexes.length).map((_unused, i) => i));
      expect(torn).toBe(0);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('says when another process has removed it', async () => {
    const shard = await openShard(directory());
    await shard.append([line(0)]);
    rmSync(shard.path);
    const gone = `cannot write ${shard.path}: it was removed by another process`;
    await expect(shard.sync()).rejects.toThrow(gone);
    await expect(shard.close()).rejects.toThrow(gone);
  });

  it('is not opened where nothing can be written', async () => {
    const file = join(directory(), 'file');
    writeFileSync(file, '');
    await expect(openShard(file)).rejects.toThrow(
      /^cannot .*: a part of its path is a file, not a directory$/,
    );
    const store = directory();
    writeFileSync(join(store, 'shards'), '');
    await expect(openShard(store)).rejects.toThrow(BadInput);
  });

  it.runIf(existsSync('/proc/self'))('is not opened on a file system that takes no files', async () => {
    await expect(openShard('/proc/bbsim')).rejects.toThrow(/^cannot make \/proc\/bbsim.*: /);
    await expect(openShard('/proc/bbsim')).rejects.toThrow(BadInput);
  });
});

/** Whether a disk of 64 KiB could be made there. */
function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'bbsim', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
