import { modules } from './modules.ts';
import { type Row, resultRooms, rooms } from './rooms.ts';
import { importsOf, type Source } from './source.ts';

/** The imports of a file that point the wrong way, one sentence each. */
export function wrongImports(source: Source): string[] {
  const from = placeOf(source.path);
  return importsOf(source).flatMap(({ line, module, path: target, isType }) => {
    const wrong = `${source.path}:${line} imports ${module}`;
    if (target === null) {
      const allowed = modules[packageOf(module)] ?? [];
      return allowed.some((place) => isAt(source.path, place)) ? [] : [wrong];
    }
    if (target.startsWith('..')) return [`${wrong}, which is not in src/`];
    const to = placeOf(target);
    if (to !== null && to === from) return [];
    const row = rooms.find(({ place }) => place === from);
    if (to === null || !row?.imports.some((name) => covers(name, to))) return [wrong];
    const isReport = from?.startsWith('report/') && resultRooms.some((name) => covers(name, to));
    return isReport && !isType && !wordLists.includes(target) ? [`${wrong}, more than a type`] : [];
  });
}

/** Plain lists of words that reports print. */
const wordLists: readonly string[] = ['run/metrics.ts', 'run/saturation-remarks.ts'];

/** The row of a file: its own, else that of the nearest folder around it that has one, down to its room. */
function placeOf(path: string): string | null {
  const parts = path.split('/').slice(0, -1);
  // What lies in a second-level folder without a row has no place: its room's row is
  // for files that lie loose in it.
  const folders =
    parts.length < 2 ? [parts] : parts.slice(1).map((_, up) => parts.slice(0, parts.length - up));
  const candidates = [path, ...folders.map((folder) => folder.join('/'))];
  return candidates.find((name) => rooms.some(({ place }) => place === name)) ?? null;
}

const covers = (name: string, place: string): boolean =>
  name.endsWith('/') ? place === name.slice(0, -1) || place.startsWith(name) : place === name;

/** The arrows of a table that point up or to nowhere: a row may name only rows above it. */
export function arrowsUp(table: readonly Row[]): string[] {
  return table.flatMap(({ place, imports }, at) =>
    imports
      .filter((name) => {
        const named = table.map((row) => row.place).filter((other) => other !== place && covers(name, other));
        return (
          named.length === 0 || named.some((other) => table.findIndex((row) => row.place === other) >= at)
        );
      })
      .map((name) => `${place} -> ${name}`),
  );
}

/** The rows and the names in them that no file needs: the table says what is, not what might be. */
export function idleRows(sources: readonly Source[]): string[] {
  const used = new Map<string, Set<string>>();
  for (const source of sources) {
    const from = placeOf(source.path) ?? '';
    const targets = used.get(from) ?? new Set<string>();
    for (const { path } of importsOf(source)) if (path !== null) targets.add(placeOf(path) ?? '');
    used.set(from, targets);
  }
  return rooms.flatMap(({ place, imports }) => {
    const targets = used.get(place);
    if (targets === undefined) return [place];
    const idle = imports.filter((name) => ![...targets].some((target) => covers(name, target)));
    return idle.map((name) => `${place} -> ${name}`);
  });
}

/**
 * Folders side by side at any depth that import each other, directly or through others: one circle, or null.
 */
export function siblingCircle(sources: readonly Source[]): string[] | null {
  const arrows = new Map<string, Set<string>>();
  for (const source of sources)
    for (const { path } of importsOf(source)) {
      const pair = path === null ? null : siblings(source.path, path);
      if (pair) arrows.set(pair[0], (arrows.get(pair[0]) ?? new Set()).add(pair[1]));
    }
  return circleIn(new Map([...arrows].map(([from, to]) => [from, [...to]])));
}

/** The two folders below the last folder that two files have in common; null when one lies loose in it. */
function siblings(from: string, to: string): [string, string] | null {
  const [a, b] = [from.split('/').slice(0, -1), to.split('/').slice(0, -1)];
  let depth = 0;
  while (depth < a.length && depth < b.length && a[depth] === b[depth]) depth++;
  if (depth === a.length || depth === b.length) return null;
  return [a.slice(0, depth + 1).join('/'), b.slice(0, depth + 1).join('/')];
}

/** `chart.js/auto` is part of chart.js, `@a/b/c` of `@a/b`; modules of Node are taken whole. */
function packageOf(module: string): string {
  if (module.startsWith('node:')) return module;
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}

function isAt(path: string, place: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

/** One cycle of imports, type imports included, as the paths on it; null without any. */
export function importCycle(sources: readonly Source[]): string[] | null {
  return circleIn(
    new Map(sources.map((source) => [source.path, importsOf(source).flatMap(({ path }) => path ?? [])])),
  );
}

function circleIn(edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const finished = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): string[] | null => {
    if (finished.has(path)) return null;
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    trail.push(path);
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    trail.pop();
    finished.add(path);
    return null;
  };
  for (const path of edges.keys()) {
    const cycle = visit(path);
    if (cycle) return cycle;
  }
  return null;
}

/**
 * Places of one machine: absolute paths, folders beside the project, and addresses
 * of registries and of bare hosts.
 */
const machinePlaces = [
  /(?<![\w.~-])\/(?:work|tmp|root|home)(?![\w-])/,
  /(?<![\w-])shared\//,
  /\bregistry\.[\w-]+\.\w+/,
  /\bhttps?:\/\/(?:localhost|\d+\.\d+\.\d+\.\d+)/,
];

/** The lines of a text that name a place of the machine it was written on. */
export function machinePaths(text: string): string[] {
  return text.split('\n').filter((line) => machinePlaces.some((place) => place.test(line)));
}
