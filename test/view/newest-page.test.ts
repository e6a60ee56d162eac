import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import type { LivePage } from '../../src/view/live-page.ts';
import { NewestPage } from '../../src/view/newest-page.ts';
import { PinnedFolder } from '../../src/view/pinned-folder.ts';
import { folder, put } from '../cli/session.ts';

const here = folder();
let folders = 0;

/** The newest page of a new folder; the clock goes on, and files are written, as a test says. */
async function newestOf(make: (times: number) => Promise<string>) {
  const path = join(here, `${folders++}`);
  mkdirSync(path);
  put(path, 'result.json', '1');
  let times = 0;
  let nowMs = 0;
  const page = async (): Promise<LivePage> => {
    const html = await make(++times);
    return { revision: html, html, csp: '', sections: {}, parts: {} };
  };
  const newest = await NewestPage.of(await PinnedFolder.at(path), page, () => nowMs);
  return {
    path,
    newest,
    times: () => times,
    /** What is there once the folder was looked at again, a second later. */
    later: async () => {
      nowMs += 1000;
      newest.now();
      await newest.looked();
      const { page: shown, problem } = newest.now();
      return [shown.html, problem];
    },
    goOn: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('the newest page', () => {
  it('is the one that there is, for all who ask while a newer one is made', async () => {
    let finish = (): void => {};
    const { path, newest, goOn, times } = await newestOf(async (n) => {
      if (n === 2)
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      return `page ${n}`;
    });
    put(path, 'result.json', '22');
    goOn(1000);
    newest.now();
    while (times() < 2) await new Promise((resolve) => setImmediate(resolve));
    for (let i = 0; i < 3; i++) expect(newest.now().page.html).toBe('page 1');
    finish();
    await newest.looked();
    expect([newest.now().page.html, times()]).toEqual(['page 2', 2]);
  });

  it('is not made again of what has failed, until something else is written', async () => {
    const { path, later, times } = await newestOf(async (n) => {
      if (n === 2) throw new BadInput('result.json: expected JSON');
      return `page ${n}`;
    });
    put(path, 'result.json', '{');
    for (let i = 0; i < 3; i++) expect(await later()).toEqual(['page 1', 'result.json: expected JSON']);
    expect(times()).toBe(2);
    put(path, 'result.json', '{}');
    expect(await later()).toEqual(['page 3', null]);
  });

  it('says what kept a newer one from being made also where that is a fault of the program', async () => {
    const { path, later } = await newestOf(async (n) => {
      if (n === 2) throw new TypeError('no such field');
      return `page ${n}`;
    });
    put(path, 'result.json', '22');
    expect(await later()).toEqual(['page 1', 'no such field']);
  });

  it('stays while there is a link, and is not made again when the link is gone', async () => {
    const { path, later, times } = await newestOf(async (n) => `page ${n}`);
    symlinkSync(here, join(path, 'sweep.json'));
    expect(await later()).toEqual(['page 1', expect.stringContaining('sweep.json is a link')]);
    rmSync(join(path, 'sweep.json'));
    expect(await later()).toEqual(['page 1', null]);
    expect(times()).toBe(1);
  });

  it('is none at all where the first cannot be made', async () => {
    const first = newestOf(async () => {
      throw new BadInput('expected a result');
    });
    await expect(first).rejects.toThrow(new BadInput('expected a result'));
  });
});
