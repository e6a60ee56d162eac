import { BadInput } from '../errors/bad-input.ts';
import { printableName } from './named-shape.ts';

const LONGEST = 1024;

/**
 * The path of a file that another one names as belonging to it: relative to its folder, with `/`. Throws
 * BadInput, with `place` in front, for one that leads elsewhere: absolute ones, `..`, drives, links of the
 * web, and what no file is called.
 */
export function companionPath(path: string, place: string): string {
  const segments = path.split('/');
  const leadsElsewhere =
    segments.some((segment) => segment === '' || segment === '.' || segment === '..') ||
    /[\\:\p{Cc}]/u.test(path) ||
    path.length > LONGEST;
  if (!leadsElsewhere) return path;
  throw new BadInput(
    `${place}: names the file ${printableName(path) || 'without a name'}, expected one in its own folder or below`,
  );
}
