import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pagePaths, readPage, root } from '../../scripts/docs/pages.ts';

const pages = pagePaths().map(readPage);

/** Paths of this project as the pages write them: `src/hw/array/arbitration.ts`, `configs/devices/`. */
const PATH = /(?<![\w./-])(?:src|test|scripts|bench|configs|docs|examples|packages|bin)\/[\w./-]*[\w/]/g;
/** A relative link, with or without a place in the page. */
const LINK = /\]\((?!\w+:)([^)#\s]*)(?:#([\w-]+))?\)/g;

/** The anchor of a heading as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(' ', '-');
}

function anchorsOf(path: string): string[] {
  return Array.from(readPage(path).text.matchAll(/^#+ (.*)$/gm), ([, heading]) => anchorOf(heading));
}

describe.each(pages)('$path', ({ path, text }) => {
  it('names only files and folders that exist', () => {
    const prose = text.replace(/^```.*?^```$/gms, '');
    const missing = (prose.match(PATH) ?? []).filter((name) => !existsSync(join(root, name)));
    expect(missing).toEqual([]);
  });

  it('links to pages and headings that exist', () => {
    for (const [link, target, anchor] of text.matchAll(LINK)) {
      const file = target === '' ? path : normalize(join(dirname(path), target));
      expect(existsSync(join(root, file)), link).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(file), link).toContain(anchor);
    }
  });
});
