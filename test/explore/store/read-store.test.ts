import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { type RecordPlace, readRecordAt, readStore } from '../../../src/explore/store/read-store.ts';
import { maxLineBytes } from '../../../src/explore/store/record-line.ts';
import { contents, directories, line, record, writeShards } from './records.ts';

const directory = directories();

describe('reading a store', () => {
  it('gives all records, shard by shard in the order of their names', async () => {
    const dir = directory();
    writeShards(dir, { 'b.ndjson': line(2) + line(3), 'a.ndjson': line(1), 'c.ndjson': '' });
    const found = await contents(dir);
    expect(found.records).toEqual([record(1), record(2), record(3)]);
    expect(found).toMatchObject({ torn: 0, damaged: [], damagedLines: 0 });
  });

  it('gives none of a store without shards', async () => {
    expect(await contents(directory())).toMatchObject({ records: [], torn: 0 });
    expect(await contents(join(directory(), 'nothing'))).toMatchObject({ records: [] });
  });

  it('takes no other files: of merges that are not done, links, folders, pipes', async () => {
    const dir = directory();
    writeShards(dir, {
      'a.ndjson': line(1),
      '.merged-x.ndjson.tmp': line(2),
      '.b.ndjson': line(3),
      'c.txt': line(4),
    });
    mkdirSync(join(dir, 'shards/d.ndjson'));
    symlinkSync('a.ndjson', join(dir, 'shards/e.ndjson'));
    execFileSync('mkfifo', [join(dir, 'shards/f.ndjson')]);
    expect((await contents(dir)).indexes).toEqual([1]);
  });

  it('loses the last line alone, wherever a shard was cut', async () => {
    const dir = directory();
    const whole = Buffer.from(line(0) + line(1));
    writeShards(dir, { 'b.ndjson': line(2) });
    for (let end = Buffer.byteLength(line(0)); end <= whole.length; end++) {
      writeShards(dir, { 'a.ndjson': whole.subarray(0, end) });
      const isCut = end > Buffer.byteLength(line(0)) && end < whole.length;
      const { indexes, torn, damaged } = await contents(dir);
      expect(indexes).toEqual(end === whole.length ? [0, 1, 2] : [0, 2]);
      expect({ torn, damaged }).toEqual({ torn: isCut ? 1 : 0, damaged: [] });
    }
  });

  it('names every damaged line, whatever byte is another, and loses no other line', async () => {
    const dir = directory();
    const lines = [0, 1, 2, 3].map((i) => Buffer.from(line(i)));
    const change = fc.integer({ min: 1, max: 255 });
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(), change, async (which, place, mask) => {
        const shard = Buffer.concat(lines);
        const at = place % lines[which]!.length;
        const offset = which * lines[0]!.length + at;
        shard[offset]! ^= mask;
        writeShards(dir, { 'a.ndjson': shard });
        const { indexes, torn, damaged } = await contents(dir);
        // A changed line end makes one line of two.
        const lost = at === lines[which]!.length - 1 ? [which, which + 1] : [which];
        expect(indexes).toEqual([0, 1, 2, 3].filter((index) => !lost.includes(index)));
        const isLast = lost.includes(3);
        expect(torn).toBe(isLast ? 1 : 0);
        if (!isLast) expect(damaged[0]).toEqual({ file: 'a.ndjson', line: which + 1 });
      }),
      { numRuns: 300 },
    );
  });

  it('counts a last line with a wrong checksum as torn, and empty lines as damaged', async () => {
    const dir = directory();
    writeShards(dir, { 'a.ndjson': `${line(0)}\n${line(1)}{"crc":1}\n`, 'b.ndjson': `${line(2)}\0\0\0` });
    const { indexes, ...damage } = await contents(dir);
    expect(indexes).toEqual([0, 1, 2]);
    expect(damage).toMatchObject({ torn: 2, damaged: [{ file: 'a.ndjson', line: 2 }], damagedLines: 1 });
  });

  it('passes over lines that are longer than any, in the memory of one', async () => {
    const dir = directory();
    const long = 'x'.repeat(5 * maxLineBytes + 3);
    const full = line(4, { reason: 'y'.repeat(maxLineBytes - 400) });
    writeShards(dir, {
      'a.ndjson': `${line(0)}${long}\n${line(1)}${long}\n${long}\n${full}${line(2)}`,
      'b.ndjson': `${full}${line(3)}${long}`,
      'c.ndjson': long,
    });
    const { indexes, torn, damaged } = await contents(dir);
    expect(indexes).toEqual([0, 1, 4, 2, 4, 3]);
    expect(damaged).toEqual([2, 4, 5].map((number) => ({ file: 'a.ndjson', line: number })));
    expect(torn).toBe(2);
  });

  it('lists the first of very many damaged lines, and counts them all', async () => {
    const dir = directory();
    writeShards(dir, { 'a.ndjson': `${'\n'.repeat(5000)}${line(0)}` });
    const { damaged, damagedLines, indexes } = await contents(dir);
    expect([damaged.length, damagedLines, indexes]).toEqual([1000, 5000, [0]]);
  });

  it('finds each record again where it said', async () => {
    const dir = directory();
    const numbers = Array.from({ length: 5000 }, (_unused, i) => i);
    const long = { reason: 'z'.repeat(5000) };
    const text = numbers.map((i) => (i % 7 === 0 ? line(i, long) : line(i))).join('');
    writeShards(dir, { 'a.ndjson': line(9999), 'b.ndjson': text });
    const places = new Map<number, RecordPlace>();
    await readStore(dir, async ({ index }, place) => {
      places.set(index, place);
    });
    expect(places.size).toBe(5001);
    for (const index of [0, 1, 2499, 4998, 4999, 9999]) {
      const expected = index % 7 === 0 ? record(index, long) : record(index);
      expect(await readRecordAt(dir, places.get(index)!)).toEqual(expected);
    }
    const place = places.get(1)!;
    const wrong = [
      { offset: place.offset + 1 },
      { length: place.length - 1 },
      { offset: 1e9 },
      { shard: 'c.ndjson' },
    ];
    for (const one of wrong) {
      await expect(readRecordAt(dir, { ...place, ...one })).rejects.toThrow('has changed since it was read');
    }
  });

  it('finds the records of shards that are merged while it reads', async () => {
    const dir = directory();
    writeShards(dir, { 'shard-a.ndjson': line(0), 'shard-b.ndjson': line(1), 'shard-c.ndjson': line(2) });
    const found: number[] = [];
    await readStore(dir, ({ index }) => {
      found.push(index);
      if (found.length > 1) return;
      writeShards(dir, { 'merged-1.ndjson': line(0) + line(1) + line(2) });
      for (const name of ['a', 'b', 'c']) rmSync(join(dir, `shards/shard-${name}.ndjson`));
    });
    expect(found).toEqual([0, 0, 1, 2]);
  });

  it('passes on what the visitor throws, and says what cannot be read', async () => {
    const dir = directory();
    writeShards(dir, { 'a.ndjson': line(0) });
    const stop = () => Promise.reject(new RangeError('enough'));
    await expect(readStore(dir, stop)).rejects.toThrow(new RangeError('enough'));
    const file = directory();
    writeFileSync(join(file, 'shards'), '');
    await expect(contents(file)).rejects.toThrow(BadInput);
  });
});
