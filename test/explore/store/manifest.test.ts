import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { acquireLock } from '../../../src/explore/store/lock.ts';
import { readManifest, type SweepDescription, writeManifest } from '../../../src/explore/store/manifest.ts';
import { mergeShards } from '../../../src/explore/store/merge.ts';
import { openShard } from '../../../src/explore/store/shard.ts';
import { directories } from './records.ts';

const directory = directories();

const description: SweepDescription = {
  version: '0.1.0',
  sweep: '0123456789ab',
  name: 'channels',
  kind: 'sweep',
  spec: { axes: [{ field: 'design.channels', values: [1, 2] }] },
  points: 2,
  axes: ['design.channels'],
};

/** A store with some other manifest. */
function storeWith(changes: object): string {
  const dir = directory();
  const whole = { format: 'bbsim-sweep-store', storeVersion: 1, ...description, ...changes };
  writeFileSync(join(dir, 'sweep.json'), JSON.stringify(whole));
  return dir;
}

describe('the manifest of a store', () => {
  it('is read as it was written, in a directory that is made for it', async () => {
    const dir = join(directory(), 'a/b');
    await writeManifest(dir, description);
    const whole = { format: 'bbsim-sweep-store', storeVersion: 1, ...description };
    expect(await readManifest(dir)).toEqual(whole);
    expect(JSON.parse(readFileSync(join(dir, 'sweep.json'), 'utf8'))).toEqual(whole);
    await writeManifest(dir, { ...description, points: 3 });
    expect((await readManifest(dir)).points).toBe(3);
    expect(readdirSync(dir)).toEqual(['sweep.json']);
  });

  it('is missed', async () => {
    const dir = directory();
    await expect(readManifest(dir)).rejects.toThrow(new BadInput(`no sweep in ${dir}: expected sweep.json`));
  });

  it.each([
    { changes: { format: 'other' }, message: /: format: expected bbsim-sweep-store, found "?other/ },
    { changes: { storeVersion: 0 }, message: /: storeVersion: expected 1, found 0/ },
    { changes: { storeVersion: '1' }, message: /: storeVersion: expected 1, found "1"/ },
    { changes: { sweep: '0123' }, message: /: sweep: / },
    { changes: { kind: 'sweeep' }, message: /: kind: expected sweep or optimize, found "?sweeep/ },
    { changes: { spec: undefined }, message: /: spec: missing/ },
    { changes: { points: 1.5 }, message: /: points: / },
    { changes: { axes: ['a', 1] }, message: /: axes\.1: / },
    { changes: { more: 1 }, message: /more.*: unknown field `more`/ },
  ])('is refused with $changes', async ({ changes, message }) => {
    const dir = storeWith(changes);
    await expect(readManifest(dir)).rejects.toThrow(message);
    await expect(readManifest(dir)).rejects.toThrow(BadInput);
  });

  it.each(['', '{', 'null', '[]', '"x"', Uint8Array.of(0xff)])(
    'is refused when it is %j',
    async (content) => {
      const dir = directory();
      writeFileSync(join(dir, 'sweep.json'), content);
      await expect(readManifest(dir)).rejects.toThrow(BadInput);
    },
  );

  it('is not a folder', async () => {
    const dir = directory();
    mkdirSync(join(dir, 'sweep.json'));
    const message = `cannot read ${join(dir, 'sweep.json')}: it is not a regular file`;
    await expect(readManifest(dir)).rejects.toThrow(new BadInput(message));
  });

  it('of a newer bbsim is neither read nor written beside', async () => {
    const dir = storeWith({ storeVersion: 2, more: 1 });
    const before = readFileSync(join(dir, 'sweep.json'), 'utf8');
    const newer = new BadInput(
      `${join(dir, 'sweep.json')}: written by a newer bbsim (store version 2, this one reads up to 1)`,
    );
    await expect(readManifest(dir)).rejects.toThrow(newer);
    await expect(writeManifest(dir, description)).rejects.toThrow(newer);
    await expect(openShard(dir)).rejects.toThrow(newer);
    await expect(mergeShards(dir)).rejects.toThrow(newer);
    await expect(acquireLock(dir, { kind: 'whole' })).rejects.toThrow(newer);
    expect(readdirSync(dir)).toEqual(['sweep.json']);
    expect(readFileSync(join(dir, 'sweep.json'), 'utf8')).toBe(before);
  });

  it('is not written with a wrong field, nor where nothing can be written', async () => {
    const dir = directory();
    await expect(writeManifest(dir, { ...description, sweep: 'x' })).rejects.toThrow(': sweep: ');
    expect(readdirSync(dir)).toEqual([]);
    writeFileSync(join(dir, 'file'), '');
    await expect(writeManifest(join(dir, 'file'), description)).rejects.toThrow(BadInput);
  });
});
