import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wrongLayers } from '../explore/engine/wrong-layers.ts';
import { smallSweepText } from '../explore/space/sweep-texts.ts';
import { folder, put, session } from './session.ts';

const here = folder();

const small = put(here, 'small.yaml', smallSweepText);

describe('bbsim sweep', () => {
  it('prints what it has come to, says what was known, and can be asked how far it is', async () => {
    const store = join(here, 'twice');
    const words = ['sweep', small, '--out', store, '--jobs', '1', '--format', 'json'];
    const first = JSON.parse((await session(...words)).out);
    expect(first).toMatchObject({ points: 36, fresh: 36, before: 0, reused: 0, isInterrupted: false });
    const second = JSON.parse((await session(...words)).out);
    expect(second).toMatchObject({ points: 36, fresh: 0, before: 36, reused: 0 });
    const status = JSON.parse((await session('sweep', '--status', '--out', store, '--format', 'json')).out);
    expect(status).toMatchObject({ name: 'small', points: 36, counts: { ok: 36 }, shards: 1 });
  });

  it('says cache hits of another sweep in the same store', async () => {
    const store = ['--out', join(here, 'shared'), '--jobs', '1'];
    await session('sweep', small, ...store);
    const wider = put(here, 'wider.yaml', readFileSync(small, 'utf8').replace('[2, 4]}\n', '[2, 4, 6]}\n'));
    const { out } = await session('sweep', wider, ...store);
    expect(out).toMatch(/known from another sweep \(cache hits\) +36\n/);
    expect(out).toMatch(/simulated or fitted now +18\n/);
  });

  it('ends with 1 when points failed, and says how to see why', async () => {
    const spec = put(here, 'failing.yaml', wrongLayers(here));
    const store = join(here, 'failing');
    const { code, out, err } = await session('sweep', spec, '--out', store, '--jobs', '1');
    expect(code).toBe(1);
    expect(out).toMatch(/failed +1\n/);
    expect(err).toContain(`1 of 2 points failed; bbsim query ${store} --where 'status == "failed"'`);
  });

  it('warns of numbers that do not fit their bits, and says how to find the points', async () => {
    const spec = put(
      here,
      'narrow.yaml',
      'name: n\naccelerators: [{use: bbs, set: {pes: 4, banks: 4}}]\nworkloads: [tiny]\nvalues: true\naxes: [{ field: number.accumulatorBits, values: [48, 8] }]\n',
    );
    const store = join(here, 'narrow');
    const { code, err } = await session('sweep', spec, '--out', store, '--jobs', '1');
    expect(code).toBe(0);
    const found = /warning: numbers do not fit their bits in (.*): bbsim query \S+ --where '(.*)'\n/.exec(
      err,
    );
    expect(found?.[1]).toBe('1 of 2 points');
    const asked = ['--where', found?.[2] ?? '', '--columns', 'index,saturated_weights', '--format', 'json'];
    const { out } = await session('query', store, ...asked);
    expect(JSON.parse(out)).toEqual([{ index: 1, saturated_weights: 0 }]);
    const again = await session('sweep', spec, '--out', store, '--jobs', '1');
    expect(again.err).toContain('in 1 of 2 points');
  });
});

describe('bbsim sweep refuses', () => {
  const spec = small;
  it.each([
    { name: 'no folder', words: [spec], message: /expected --out <dir>/ },
    { name: 'no specification', words: ['--out', 'x'], message: /expected a specification/ },
    {
      name: 'a preset that is not there',
      words: ['pe-bank-timt', '--out', 'x'],
      message: /unknown sweep "pe-bank-timt", did you mean `pe-bank-timit`/,
    },
    { name: 'part 0', words: [spec, '--out', 'x', '--chunk', '0/3'], message: /i from 1 to n/ },
    {
      name: 'a part after the last',
      words: [spec, '--out', 'x', '--chunk', '4/3'],
      message: /i from 1 to n/,
    },
    {
      name: 'more points than the limit',
      words: [spec, '--out', 'x', '--limit', '35'],
      message: /36 points, expected at most 35 \(--limit/,
    },
    {
      name: 'a folder that cannot be made',
      words: [spec, '--out', '/proc/none'],
      message: /cannot make \/proc\/none/,
    },
    { name: 'a file in place of the folder', words: [spec, '--out', spec], message: /small\.yaml/ },
    {
      name: 'two modes at once',
      words: [spec, '--dry-run', '--chunk', '1/2'],
      message: /--dry-run.*--chunk|--chunk.*--dry-run/,
    },
    {
      name: 'the status of nothing',
      words: ['--status', '--out', 'nothing'],
      message: /no sweep in nothing/,
    },
    {
      name: 'the status of a specification',
      words: [spec, '--status', '--out', 'x'],
      message: /expected no specification/,
    },
    { name: 'no workers', words: [spec, '--out', 'x', '--jobs', '0'], message: /expected an integer from 1/ },
  ])('$name, with exit code 2', async ({ words, message }) => {
    const { code, err } = await session('sweep', ...words);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('a store of a newer bbsim', async () => {
    const store = join(here, 'newer');
    mkdirSync(store);
    writeFileSync(
      join(store, 'sweep.json'),
      JSON.stringify({ format: 'bbsim-sweep-store', storeVersion: 7 }),
    );
    const { code, err } = await session('sweep', small, '--out', store);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/newer bbsim/) });
  });
});

describe('bbsim sweep on a full or read-only disk', () => {
  const hasTmpfs =
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    spawnSync('mount', ['--version']).status === 0;

  it.skipIf(!hasTmpfs)(
    'says so, loses nothing that was written, continues when there is room, and is read where it cannot be written',
    async () => {
      const disk = join(here, 'disk');
      mkdirSync(disk);
      const mount = (options: string) =>
        spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status;
      if (mount('size=32k') !== 0) return;
      try {
        const full = await session('sweep', small, '--out', disk, '--jobs', '1');
        expect(full.code).toBe(2);
        expect(full.err).toMatch(/the disk is full|no space/i);
        expect(mount('remount,size=8m')).toBe(0);
        const again = await session('sweep', small, '--out', disk, '--jobs', '1', '--format', 'json');
        expect(JSON.parse(again.out)).toMatchObject({ counts: { ok: 36 }, isInterrupted: false });
        expect(mount('remount,ro')).toBe(0);
        const readOnly = await session('sweep', small, '--out', disk);
        expect(readOnly).toMatchObject({ code: 2, out: '' });
        expect(readOnly.err).toMatch(/disk.*: the file system is read-only/);
        // What is there can still be asked.
        expect((await session('query', disk, '--minimize', 'latency_us', '--format', 'json')).code).toBe(0);
      } finally {
        spawnSync('umount', [disk]);
      }
    },
  );
});
