import { describe, expect, it } from 'vitest';
import { PageThread } from '../../src/cli/page/page-thread.ts';
import { BadInput } from '../../src/errors/bad-input.ts';
import { folder, put, session } from './session.ts';

const here = folder();

/** Why a thread makes no page of this folder. */
const refusalBy = (thread: PageThread): Promise<unknown> =>
  thread.make(here).then(
    () => null,
    (error: unknown) => error,
  );

describe('the thread that makes served pages', () => {
  it('refuses one folder after the other, in the words of report', async () => {
    const thread = new PageThread();
    try {
      expect(await refusalBy(thread)).toEqual(
        new BadInput(`${here}: expected a folder of --out with a result.json, or the directory of a sweep`),
      );
      put(here, 'result.json', '{');
      const refused = await refusalBy(thread);
      expect(refused).toBeInstanceOf(BadInput);
      const { err } = await session('report', here, '--out', `${here}.html`);
      expect(err).toContain((refused as BadInput).message);
    } finally {
      await thread.close();
    }
  });

  it('ends while it makes one', async () => {
    const thread = new PageThread();
    const ended: unknown[] = [];
    void refusalBy(thread).then((refused) => ended.push(refused));
    await thread.close();
    expect(ended).toEqual([]);
  });
});
