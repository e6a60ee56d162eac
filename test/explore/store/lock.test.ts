import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readLock } from '../../../src/disk/lock/lock-file.ts';
import { thisProcess } from '../../../src/disk/lock/process-identity.ts';
import { removeStale } from '../../../src/disk/lock/stale-lock.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { acquireLock, type LockScope } from '../../../src/explore/store/lock.ts';
import { casesOf } from '../../drawn.ts';
import { Process } from './processes.ts';
import { directories } from './records.ts';

const directory = directories();

const whole: LockScope = { kind: 'whole' };
const chunk = (index: number, of: number): LockScope => ({ kind: 'chunk', index, of });

const locksOf = (dir: string): string[] => readdirSync(join(dir, 'locks')).sort();

/** Plants a lock file, of so many seconds ago. */
function plant(dir: string, name: string, content: string | object, age = 0): string {
  mkdirSync(join(dir, 'locks'), { recursive: true });
  const path = join(dir, 'locks', name);
  writeFileSync(path, typeof content === 'string' ? content : `${JSON.stringify(content)}\n`);
  const modified = statSync(path).mtimeMs / 1000 - age;
  utimesSync(path, modified, modified);
  return path;
}

const ended = () => ({ ...thisProcess(), pid: spawnSync('true').pid, token: 'a' });
const elsewhere = { host: 'elsewhere', pid: process.pid, startTicks: 1, pidSpace: 'x', token: 'b' };

describe('a lock', () => {
  it('is a file while it is held, and gone afterwards', async () => {
    const dir = directory();
    const lock = await acquireLock(dir, whole);
    expect(locksOf(dir)).toEqual(['whole.lock']);
    const { host, pid, token } = JSON.parse(readFileSync(join(dir, 'locks/whole.lock'), 'utf8'));
    expect({ host, pid }).toEqual({ host: hostname(), pid: process.pid });
    expect(token).toMatch(/^[0-9a-f-]{36}$/);
    await lock.release();
    await lock.release();
    expect(locksOf(dir)).toEqual([]);
  });

  it.each<[string, LockScope, LockScope, RegExp]>([
    [
      'the whole twice',
      whole,
      whole,
      /is in use by process \d+ on .+: wait for it, or give another directory/,
    ],
    ['a chunk beside the whole', whole, chunk(1, 4), /is in use by process \d+ on /],
    [
      'the whole beside a chunk',
      chunk(1, 4),
      whole,
      /^chunk 1 of 4 of .+ is in use by process \d+.+: wait until the/,
    ],
    [
      'the same chunk twice',
      chunk(2, 4),
      chunk(2, 4),
      /^chunk 2 of 4 of .+: wait for it, or run another chunk/,
    ],
    [
      'chunks of two divisions',
      chunk(2, 4),
      chunk(1, 8),
      /cannot be shared in 8 chunks as well: run a chunk of 4/,
    ],
    ['chunks of two divisions, turned', chunk(1, 8), chunk(2, 4), /cannot be shared in 4 chunks as well/],
  ])('refuses %s, and names the holder', async (_what, first, second, message) => {
    const dir = directory();
    const lock = await acquireLock(dir, first);
    const before = locksOf(dir);
    await expect(acquireLock(dir, second)).rejects.toThrow(message);
    await expect(acquireLock(dir, second)).rejects.toThrow(BadInput);
    expect(locksOf(dir)).toEqual(before);
    await lock.release();
    await (await acquireLock(dir, second)).release();
  });

  it('lets different chunks of one division be held at once', async () => {
    const dir = directory();
    const locks = await Promise.all([0, 1, 2, 3].map((index) => acquireLock(dir, chunk(index, 4))));
    expect(locksOf(dir)).toHaveLength(4);
    await Promise.all(locks.map((lock) => lock.release()));
    expect(locksOf(dir)).toEqual([]);
  });

  it('goes to one when the whole and a chunk are asked for at once', async () => {
    const dir = directory();
    for (let round = 0; round < 5; round++) {
      const outcomes = await Promise.allSettled([acquireLock(dir, whole), acquireLock(dir, chunk(0, 2))]);
      const locks = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(locks).toHaveLength(1);
      await locks[0]!.release();
    }
  });

  it.each([
    ['a process that has ended', ended],
    ['an earlier process of the same number', () => ({ ...thisProcess(), startTicks: 1, token: 'a' })],
  ])('is taken from %s at once', async (_what, holder) => {
    const dir = directory();
    plant(dir, 'whole.lock', holder());
    plant(dir, 'chunk-1-of-3.lock', holder());
    const lock = await acquireLock(dir, whole);
    expect(locksOf(dir)).toEqual(['whole.lock']);
    await lock.release();
  });

  it.each([
    ['of another host, refreshed 50 s ago', elsewhere, 50, 'process \\d+ on elsewhere'],
    [
      'of another place of the same host name',
      { ...elsewhere, host: hostname(), pid: 2 ** 22 + 1 },
      50,
      'process',
    ],
    ['of a living process, however old', { ...thisProcess(), token: 'a' }, 1e6, 'process'],
  ])('is not taken when it is %s', async (_what, holder, age, message) => {
    const dir = directory();
    const path = plant(dir, 'whole.lock', holder, age);
    await expect(acquireLock(dir, chunk(1, 2))).rejects.toThrow(new RegExp(message));
    expect(locksOf(dir)).toEqual(['whole.lock']);
    expect(existsSync(path)).toBe(true);
  });

  it.each([
    ['of another host, not refreshed for over a minute', elsewhere, 70],
    ['torn, some seconds old', '{"host":"here","pi', 6],
    ['empty, some seconds old', '', 6],
    ['nonsense, some seconds old', '{"host":1,"pid":"x","token":null}\n', 6],
  ])('is taken when it is %s', async (_what, holder, age) => {
    const dir = directory();
    plant(dir, 'whole.lock', holder, age);
    const lock = await acquireLock(dir, whole);
    expect(locksOf(dir)).toEqual(['whole.lock']);
    await lock.release();
  });

  it('that is empty is waited for, as its owner is about to write it', async () => {
    const dir = directory();
    const path = plant(dir, 'whole.lock', '');
    setTimeout(() => writeFileSync(path, `${JSON.stringify(elsewhere)}\n`), 100);
    await expect(acquireLock(dir, whole)).rejects.toThrow('on elsewhere');
  });

  it('is not removed in place of the stale one that was there before it', async () => {
    const dir = directory();
    const path = plant(dir, 'whole.lock', ended());
    const stale = (await readLock(path))!;
    const lock = await acquireLock(dir, whole);
    const text = readFileSync(path, 'utf8');
    await removeStale(path, stale);
    expect(readFileSync(path, 'utf8')).toBe(text);
    await lock.release();
  });

  it('of another is not released', async () => {
    const dir = directory();
    const lock = await acquireLock(dir, whole);
    plant(dir, 'whole.lock', elsewhere);
    await lock.release();
    expect(locksOf(dir)).toEqual(['whole.lock']);
  });

  it('is not given where nothing can be written', async () => {
    const dir = directory();
    writeFileSync(join(dir, 'locks'), '');
    await expect(acquireLock(dir, whole)).rejects.toThrow(BadInput);
  });
});

describe('a lock that is held for long', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is refreshed every five seconds', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const dir = directory();
    const lock = await acquireLock(dir, whole);
    const path = join(dir, 'locks/whole.lock');
    const text = readFileSync(path, 'utf8');
    utimesSync(path, 1e9, 1e9);
    vi.advanceTimersByTime(4999);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(statSync(path).mtimeMs).toBe(1e12);
    vi.advanceTimersByTime(1);
    await vi.waitFor(() => expect(statSync(path).mtimeMs).toBeGreaterThan(1e12));
    expect(readFileSync(path, 'utf8')).toBe(text);
    await lock.release();
  });
});

describe('processes that fight for a lock', () => {
  it('win it one at a time, over what dead ones left; killed or ended, they leave it to the next', async () => {
    const dir = directory();
    const fighters = [0, 1, 2, 3].map(() => new Process('lock-process.ts', dir, JSON.stringify(whole)));
    try {
      await Promise.all(fighters.map((one) => one.line()));
      for (let round = 0; round < casesOf(1, 40); round++) {
        if (round % 4 > 0) plant(dir, 'whole.lock', ended());
        const answers = await Promise.all(fighters.map((one) => one.ask('acquire')));
        const winner = fighters[answers.indexOf('acquired')]!;
        expect(answers.filter((answer) => answer === 'acquired')).toHaveLength(1);
        const refusals = answers.filter((answer) => answer !== 'acquired');
        for (const answer of refusals) expect(answer).toMatch(`is in use by process ${winner.pid} on`);
        expect(locksOf(dir)).toEqual(['whole.lock']);
        await winner.ask('release');
      }
      const [first, second, third] = fighters as [Process, Process, Process];
      expect(await first.ask('acquire')).toBe('acquired');
      await first.kill();
      expect(await second.ask('acquire')).toBe('acquired');
      expect(await second.ask('exit')).toBe('ended');
      expect(locksOf(dir)).toEqual([]);
      expect(await third.ask('acquire')).toBe('acquired');
    } finally {
      await Promise.all(fighters.map((one) => one.kill()));
    }
  });
});

describe('what is no lock file', () => {
  it.each([
    { name: 'a link to nowhere', make: (path: string) => symlinkSync('nowhere', path) },
    { name: 'a folder', make: (path: string) => mkdirSync(path) },
  ])('$name is refused, and not waited for', async ({ make }) => {
    const dir = directory();
    mkdirSync(join(dir, 'locks'), { recursive: true });
    make(join(dir, 'locks', 'whole.lock'));
    await expect(acquireLock(dir, whole)).rejects.toThrow(/whole\.lock is not a regular file: remove it/);
    await expect(acquireLock(dir, chunk(1, 2))).rejects.toThrow(/whole\.lock is not a regular file/);
  });
});
