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

/**
 * Pictures of sweeps that a page shows, of docs/sweeps/, and that the example which ran in
 * `folder` drew: their names and files.
 */
export function sweepPicturesIn(
  folder: string,
  { text }: Page,
): { readonly name: string; readonly path: string }[] {
  const names = Array.from(text.matchAll(/\(\S*sweeps\/([\w-]+\.png)\)/g), ([, name]) => name);
  return [...new Set(names)]
    .map((name) => ({ name, path: join(folder, 'out', name) }))
    .filter(({ path }) => existsSync(path));
}
