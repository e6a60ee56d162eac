import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storyPicturesOf } from '../../scripts/docs/drawn.ts';
import { pagePaths, readPage, root } from '../../scripts/docs/pages.ts';
import { runInOneFolder } from '../../scripts/docs/shell.ts';
import { differingShare } from '../page/pixels.ts';

const stories = pagePaths()
  .map(readPage)
  .filter(({ isOneFolder }) => isOneFolder);

/** Pictures of pages are drawn by a browser, whose letters differ a little from version to version. */
const isScreenshot = (name: string): boolean => name.includes('/page-');

/** Share of the pixels of a screenshot that may look different. */
const DIFFERING = 0.03;

describe('the stories of the documentation', () => {
  it('are the tutorial and the gallery', () => {
    expect(stories.map(({ path }) => path)).toEqual(['docs/gallery.md', 'docs/tutorial.md']);
  });

  it.each(stories)('$path shows what its commands print, and the pictures that they draw', async (page) => {
    const pictures = storyPicturesOf(page);
    expect(pictures.length).toBeGreaterThan(2);
    const drawn = new Map<string, Buffer>();
    const ran = await runInOneFolder(page, (folder) => {
      for (const picture of pictures) drawn.set(picture.shown, readFileSync(join(folder, picture.drawn)));
    });
    for (const [i, { line, shown }] of page.examples.entries()) {
      expect(ran[i].exitCode, `${page.path}:${line}: ${ran[i].stderr}`).toBe(0);
      if (shown !== null) expect(ran[i].stdout).toBe(shown);
    }
    for (const [name, found] of drawn) {
      const kept = readFileSync(join(root, 'docs', name));
      if (isScreenshot(name)) expect(await differingShare(kept, found), name).toBeLessThan(DIFFERING);
      else expect(kept.equals(found), name).toBe(true);
    }
  });
});
