import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { PinnedFolder } from '../../src/view/pinned-folder.ts';
import { folder, put } from '../cli/session.ts';

const here = folder();
const served = join(here, 'served');
const other = join(here, 'other');
let pinned: PinnedFolder;

beforeEach(async () => {
  for (const path of [served, other]) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(join(path, 'shards'), { recursive: true });
  }
  for (const name of ['result.json', join('shards', 'a.ndjson')]) {
    put(served, name, 'own');
    put(other, name, 'secret');
  }
  pinned = await PinnedFolder.at(served);
});

/** Does something while a path leads to that of another folder by a link, and brings back what was there. */
function whileLinked<Done>(path: string, target: string, use: () => Done): Done {
  renameSync(path, `${path}.aside`);
  symlinkSync(target, path);
  try {
    return use();
  } finally {
    unlinkSync(path);
    renameSync(`${path}.aside`, path);
  }
}

/** The paths that are swapped, what they are swapped for, and what is read by then. */
const swaps: readonly (readonly [what: string, path: string, target: string, read: string])[] = [
  ['a file', join(served, 'result.json'), join(other, 'result.json'), join(served, 'result.json')],
  ['a folder in it', join(served, 'shards'), join(other, 'shards'), join(served, 'shards', 'a.ndjson')],
  ['the folder itself', served, other, join(served, 'result.json')],
];

describe('what is made of a served folder', () => {
  it.each(swaps)('is not what %s led to for a moment', async (_what, path, target, read) => {
    const seen: string[] = [];
    const text = () => readFileSync(read, 'utf8');
    const made = await pinned.asItLies(async () => {
      seen.push(seen.length === 0 ? whileLinked(path, target, text) : text());
      return seen.at(-1);
    });
    expect([seen, made]).toEqual([['secret', 'own'], 'own']);
  });

  it('is no error that tells of what a name led to for a moment', async () => {
    let times = 0;
    const path = join(served, 'result.json');
    const made = await pinned.asItLies(async () => {
      if (times++ > 0) return 'own';
      const text = whileLinked(path, join(other, 'result.json'), () => readFileSync(path, 'utf8'));
      throw new Error(text);
    });
    expect([times, made]).toEqual([2, 'own']);
  });

  it('is given back where it does not count, so that files are closed', async () => {
    const discarded: number[] = [];
    let times = 0;
    const made = await pinned.asItLies(
      async () => {
        if (times++ === 0) put(served, 'new.csv', '');
        return times;
      },
      async (one) => {
        discarded.push(one);
      },
    );
    expect([made, discarded]).toEqual([2, [1]]);
  });

  it('is made once while files grow: a sweep that runs disturbs nobody', async () => {
    let times = 0;
    await pinned.asItLies(async () => {
      times++;
      appendFileSync(join(served, 'shards', 'a.ndjson'), 'more');
    });
    expect(times).toBe(1);
  });

  it('is nothing where files come and go without end', async () => {
    let times = 0;
    const made = pinned.asItLies(async () => put(served, `${times++}.csv`, ''));
    await expect(made).rejects.toThrow('files come and go in it faster than it can be read');
    expect(times).toBe(3);
  });
});

describe('a served folder', () => {
  const says = 'is not the folder any more that was there when bbsim view began';

  it.each([
    ['a link to another', () => symlinkSync(other, served)],
    ['a link to itself', () => symlinkSync(`${served}.aside`, served)],
    ['another one', () => renameSync(other, served)],
    ['nothing', () => {}],
  ])('is refused when %s is in its place, and served again when it is back', async (_what, replace) => {
    renameSync(served, `${served}.aside`);
    replace();
    let times = 0;
    const read = () => pinned.asItLies(async () => times++);
    await expect(read()).rejects.toThrow(says);
    await expect(pinned.state()).rejects.toThrow(says);
    expect(times).toBe(0);
    rmSync(served, { recursive: true, force: true });
    renameSync(`${served}.aside`, served);
    await read();
    expect(times).toBe(1);
  });

  it('that was named by a link stays where that led to', async () => {
    const link = join(here, 'link');
    symlinkSync(served, link);
    const linked = await PinnedFolder.at(link);
    unlinkSync(link);
    symlinkSync(other, link);
    expect(readFileSync(join(linked.path, 'result.json'), 'utf8')).toBe('own');
    unlinkSync(link);
  });

  it.each([
    'result.json',
    'sweep.json',
    'a.png',
    'shards/b.ndjson',
    'reproduction/result.json',
    'reproduction',
  ])('makes no page where %s is a link, wherever it leads', async (name) => {
    if (name.includes('/')) mkdirSync(join(served, name, '..'), { recursive: true });
    rmSync(join(served, name), { force: true });
    symlinkSync(join(served, 'shards'), join(served, name));
    await expect(pinned.state()).rejects.toThrow(`${name} is a link: nothing is served but what lies in`);
  });

  it('makes its page beside links that no page is made of', async () => {
    const before = await pinned.state();
    symlinkSync(join(other, 'result.json'), join(served, 'link.csv'));
    expect(await pinned.state()).toBe(before);
  });

  it('is in another state when a file of its page grows, or has another one in its place', async () => {
    const path = join(served, 'result.json');
    const states = [await pinned.state()];
    appendFileSync(path, '.');
    states.push(await pinned.state());
    put(served, 'new', 'own.');
    renameSync(join(served, 'new'), path);
    states.push(await pinned.state());
    expect(new Set(states).size).toBe(3);
  });
});
