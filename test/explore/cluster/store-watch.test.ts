import { appendFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refreshFolder, StoreWatch } from '../../../src/explore/cluster/store-watch.ts';
import { maxLineBytes } from '../../../src/explore/store/record-line.ts';
import { directories, line, shardsOf, writeShards } from '../store/records.ts';

const newDir = directories();
const sweep = '0123456789ab';
const other = 'ba9876543210';

describe('a watch of a store', () => {
  it('counts what is appended to its shards', async () => {
    const dir = newDir();
    const watch = new StoreWatch(dir, sweep, 9);
    await watch.poll();
    expect(watch.done).toBe(0);
    writeShards(dir, { 'a.ndjson': line(0) + line(1, { status: 'failed' }) });
    await watch.poll();
    appendFileSync(join(dir, 'shards', 'a.ndjson'), line(2));
    writeShards(dir, { 'b.ndjson': line(3, { status: 'infeasible' }) });
    await watch.poll();
    expect(watch.counts).toEqual({ ok: 2, infeasible: 1, failed: 1 });
    expect([watch.done, watch.points]).toEqual([4, 9]);
    expect([0, 1, 2, 3, 4].map(watch.isDone)).toEqual([true, true, true, true, false]);
  });

  it('takes a line when it has its end', async () => {
    const dir = newDir();
    const watch = new StoreWatch(dir, sweep, 3);
    const whole = line(1);
    writeShards(dir, { 'a.ndjson': line(0) + whole.slice(0, 20) });
    await watch.poll();
    expect(watch.done).toBe(1);
    appendFileSync(join(dir, 'shards', 'a.ndjson'), whole.slice(20));
    await watch.poll();
    expect(watch.done).toBe(2);
  });

  it('passes over damage, also over a line that is longer than any', async () => {
    const dir = newDir();
    const watch = new StoreWatch(dir, sweep, 3);
    writeShards(dir, { 'a.ndjson': `${'x'.repeat(5 * maxLineBytes)}\n${line(1)}nonsense\n${line(2)}` });
    await watch.poll();
    expect(watch.done).toBe(2);
  });

  it('counts a point once, by its better end', async () => {
    const dir = newDir();
    const watch = new StoreWatch(dir, sweep, 3);
    const failed = line(1, { status: 'failed' });
    writeShards(dir, { 'a.ndjson': failed + line(1) + failed + line(1) + line(7) });
    await watch.poll();
    expect(watch.counts).toEqual({ ok: 1, infeasible: 0, failed: 0 });
  });

  it('finds the same again in a merged shard', async () => {
    const dir = newDir();
    const watch = new StoreWatch(dir, sweep, 3);
    writeShards(dir, { 'a.ndjson': line(0), 'b.ndjson': line(1) });
    await watch.poll();
    for (const shard of shardsOf(dir)) rmSync(join(dir, 'shards', shard));
    writeShards(dir, { 'merged.ndjson': line(0) + line(1) + line(2) });
    await watch.poll();
    expect(watch.done).toBe(3);
  });

  it('tells points that were known from another sweep from those that were simulated', async () => {
    const dir = newDir();
    const watch = new StoreWatch(dir, sweep, 4);
    const known = { sweep: other };
    writeShards(dir, {
      'a.ndjson': line(0, known) + line(1, known) + line(2, { ...known, status: 'failed' }) + line(0),
    });
    await watch.poll();
    watch.begin(false);
    writeShards(dir, { 'b.ndjson': line(1) + line(2) + line(3) });
    await watch.poll();
    expect([watch.done, watch.reused]).toEqual([4, 1]);
  });

  it('has failed points to do when they are to be tried again', async () => {
    const dir = newDir();
    const watch = new StoreWatch(dir, sweep, 2);
    writeShards(dir, { 'a.ndjson': line(0, { status: 'failed' }) + line(1) });
    await watch.poll();
    watch.begin(true);
    expect([watch.done, watch.isDone(0)]).toEqual([1, false]);
    writeShards(dir, { 'b.ndjson': line(0, { status: 'failed' }) });
    await watch.poll();
    expect(watch.counts).toEqual({ ok: 1, infeasible: 0, failed: 1 });
  });

  it('leaves nothing in the folder that it refreshes, and needs none', async () => {
    const dir = newDir();
    await refreshFolder(dir);
    writeShards(dir, { 'a.ndjson': line(0) });
    await refreshFolder(dir);
    expect(readdirSync(join(dir, 'shards'))).toEqual(['a.ndjson']);
  });
});
