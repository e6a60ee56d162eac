import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './pages.ts';

/**
 * What a comparison wrote with `--out out`: the configuration, which is in the footer of its
 * pictures too, and their folder.
 */
export interface Drawn {
  readonly folder: string;
  readonly configHash: string;
}

/** What the example that ran in `folder` drew; null when it drew nothing. */
export function drawnIn(folder: string): Drawn | null {
  const out = join(folder, 'out');
  const result = join(out, 'result.json');
  if (!existsSync(result)) return null;
  const { configHash } = JSON.parse(readFileSync(result, 'utf8')) as { configHash: string };
  return { folder: out, configHash };
}

/** A picture of a page that an example drew: its name, the folder of docs/ that it belongs to, its file. */
interface DrawnPicture {
  readonly name: string;
  readonly shelf: 'sweeps' | 'pictures';
  readonly path: string;
}

/** Pictures that a page shows and that the example which ran in `folder` drew into its folder `out`. */
export function drawnPicturesIn(folder: string, { text }: Page): DrawnPicture[] {
  const shown = Array.from(text.matchAll(/\(\S*(sweeps|pictures)\/([\w-]+\.png)\)/g), ([, shelf, name]) => ({
    name,
    shelf: shelf as DrawnPicture['shelf'],
    path: join(folder, 'out', name),
  }));
  return [...new Map(shown.map((one) => [one.name, one])).values()].filter(({ path }) => existsSync(path));
}

/** A picture of a page whose commands run in one folder, and the file that they make it as. */
interface StoryPicture {
  /** Path below docs/. */
  readonly shown: string;
  /** Path in the folder: `docs/tutorial/compare-stalls.png` is `compare/stalls.png`. */
  readonly drawn: string;
}

/**
 * The pictures of a page that is one story, of a shelf that has its name; their names say which file of which
 * folder they are: `tutorial/compare-stalls.png` is `compare/stalls.png`.
 */
export function storyPicturesOf({ path, text }: Page): StoryPicture[] {
  const shelf = path.replace(/^docs\/|\.md$/g, '');
  const pattern = new RegExp(`\\(${shelf}/([\\w-]+)\\.png\\)`, 'g');
  const names = [...new Set(Array.from(text.matchAll(pattern), ([, name]) => name))];
  return names.map((name) => ({ shown: `${shelf}/${name}.png`, drawn: `${name.replace('-', '/')}.png` }));
}
