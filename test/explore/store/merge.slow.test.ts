import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mergeShards } from '../../../src/explore/store/merge.ts';
import { casesOf } from '../../drawn.ts';
import { Process } from './processes.ts';
import { contents, directories, line, shardsOf, writeShards } from './records.ts';

/**
 * After how many more operations that change a folder or flush a file they all fail, as if the process
 * had been stopped; null: never.
 */
const stopped = vi.hoisted(() => ({ after: null as number | null, done: 0, before: () => {} }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const step = async <T>(operation: () => Promise<T>): Promise<T> => {
    stopped.before();
    if (stopped.after !== null && stopped.done >= stopped.after) throw new Error('stopped');
    stopped.done++;
    return operation();
  };
  return {
    ...real,
    rename: (from: string, to: string) => step(() => real.rename(from, to)),
    rm: (path: string, options: object) => step(() => real.rm(path, options)),
    open: (path: string, flags: string) =>
      flags === 'wx' ? step(() => real.open(path, flags)) : real.open(path, flags),
  };
});

afterEach(() => Object.assign(stopped, { after: null, done: 0, before: () => {} }));

const directory = directories();

const other = { sweep: '000000000001' };

/** A store of two sweeps with repeated points, a torn shard and a damaged line. */
function messyStore(): string {
  const dir = directory();
  writeShards(dir, {
    'a.ndjson': line(3) + line(1, { status: 'failed' }) + line(0, { seed: 'first' }),
    'b.ndjson': `${line(2, other)}${line(1, { status: 'infeasible' })}\n${line(0, { seed: 'second' })}{"crc`,
    'c.ndjson':
      line(4, { status: 'failed', reason: 'x' }) + line(1) + line(1, other) + line(1, { seed: 'late' }),
    'd.ndjson': '',
  });
  return dir;
}

const merged =
  line(1, other) +
  line(2, other) +
  line(0, { seed: 'first' }) +
  line(1) +
  line(3) +
  line(4, { status: 'failed', reason: 'x' });

const points = (records: readonly { readonly sweep: string; readonly key: string }[]) =>
  [...new Set(records.map(({ sweep, key }) => `${sweep} ${key}`))].sort();

describe('merging a store', () => {
  it('leaves one shard: sorted, each point once, the best and first of its records', async () => {
    const dir = messyStore();
    const result = await mergeShards(dir);
    const shards = shardsOf(dir);
    expect(shards).toEqual([expect.stringMatching(/^merged-[0-9a-f-]{36}\.ndjson$/)]);
    expect(readFileSync(join(dir, 'shards', shards[0]!), 'utf8')).toBe(merged);
    expect(result).toEqual({
      shards: 4,
      found: 10,
      kept: 6,
      damage: { torn: 1, damaged: [{ file: 'b.ndjson', line: 3 }], damagedLines: 1 },
    });
  });

  it('gives the same bytes when it is done again', async () => {
    const dir = messyStore();
    await mergeShards(dir);
    expect(await mergeShards(dir)).toMatchObject({ shards: 1, found: 6, kept: 6, damage: { torn: 0 } });
    expect(readFileSync(join(dir, 'shards', shardsOf(dir)[0]!), 'utf8')).toBe(merged);
  });

  it('puts points of one index in the order of their keys, also when they differ in their last digit', async () => {
    const dir = directory();
    const keys = [
      'ffffffff00000000ffffffff00000001',
      '0fffffffffffffffffffffffffffffff',
      'ffffffff00000000ffffffff00000000',
    ];
    writeShards(dir, { 'a.ndjson': keys.map((key) => line(0, { key })).join('') });
    await mergeShards(dir);
    expect((await contents(dir)).records.map(({ key }) => key)).toEqual([...keys].sort());
  });

  it('takes more shards than a process may have open, and more records than a batch', async () => {
    const dir = directory();
    const numbers = Array.from({ length: 6000 }, (_unused, i) => i);
    const shards = new Map<string, string>();
    for (const i of numbers) {
      const name = `${(i * 7919) % 300}.ndjson`;
      shards.set(name, (shards.get(name) ?? '') + line(5999 - i));
    }
    writeShards(dir, Object.fromEntries(shards));
    expect(await mergeShards(dir)).toMatchObject({ shards: 300, found: 6000, kept: 6000 });
    expect((await contents(dir)).indexes).toEqual(numbers);
  });

  it('touches nothing in a store without records', async () => {
    const dir = directory();
    expect(await mergeShards(dir)).toMatchObject({ shards: 0, kept: 0 });
    expect(readdirSync(dir)).toEqual([]);
    writeShards(dir, { 'a.ndjson': 'nothing that is known\n' });
    expect(await mergeShards(dir)).toMatchObject({ shards: 1, kept: 0 });
    expect(shardsOf(dir)).toEqual(['a.ndjson']);
  });

  it('removes no shard that has grown since it was read', async () => {
    const dir = directory();
    writeShards(dir, { 'a.ndjson': line(0), 'b.ndjson': line(1) });
    stopped.before = () => {
      stopped.before = () => {};
      appendFileSync(join(dir, 'shards/b.ndjson'), line(2));
    };
    await mergeShards(dir);
    expect(shardsOf(dir)).toEqual(['b.ndjson', expect.stringMatching(/^merged-/)]);
    await mergeShards(dir);
    expect((await contents(dir)).indexes).toEqual([0, 1, 2]);
  });

  it('loses nothing when it is stopped after any step, and is done the next time', async () => {
    const expected = points((await contents(messyStore())).records);
    let steps = 0;
    for (let isDone = false; !isDone; steps++) {
      const dir = messyStore();
      Object.assign(stopped, { after: steps, done: 0 });
      isDone = await mergeShards(dir).then(
        () => true,
        () => false,
      );
      stopped.after = null;
      expect(points((await contents(dir)).records)).toEqual(expected);
      await mergeShards(dir);
      expect(readFileSync(join(dir, 'shards', shardsOf(dir)[0]!), 'utf8')).toBe(merged);
      expect(shardsOf(dir)).toHaveLength(1);
    }
    expect(steps).toBe(7);
  });

  it('loses nothing when its process is killed at any moment', async () => {
    const dir = directory();
    const numbers = Array.from({ length: 3000 }, (_unused, i) => i);
    const part = (n: number) =>
      numbers
        .filter((i) => i % 5 === n)
        .map((i) => line(i))
        .join('');
    writeShards(dir, Object.fromEntries([0, 1, 2, 3, 4].map((n) => [`${n}.ndjson`, part(n)])));
    for (let round = 0; round < casesOf(3, 12); round++) {
      const merging = new Process('merge-process.ts', dir);
      expect(await merging.line()).toBe('ready');
      await new Promise((resolve) => setTimeout(resolve, 13 * round));
      await merging.kill();
      const found = new Set((await contents(dir)).indexes);
      expect(found.size).toBe(numbers.length);
      writeShards(dir, { [`again-${round}.ndjson`]: part(round % 5) });
    }
    await mergeShards(dir);
    expect((await contents(dir)).indexes).toEqual(numbers);
    expect(readdirSync(join(dir, 'shards'))).toHaveLength(1);
  });
});
