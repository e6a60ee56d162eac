import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/docs/pages.ts';

/** What each folder of src may import from: the arrows of docs/architecture.md. */
const below: Readonly<Record<string, readonly string[]>> = {
  num: [],
  sim: [],
  bbs: ['num'],
  lstm: ['num', 'bbs'],
  hw: ['num', 'sim', 'bbs', 'lstm'],
  energy: ['hw'],
  study: ['num', 'bbs', 'lstm', 'hw', 'energy'],
  report: ['num', 'hw', 'study'],
  cli: ['num', 'bbs', 'lstm', 'study', 'report'],
};

/** The one place of a package, where it has one. */
const places: Readonly<Record<string, RegExp>> = {
  seedrandom: /^src\/num\//,
  commander: /^src\/cli\//,
  canvas: /^src\/report\/charts\//,
  'chart.js': /^src\/report\/charts\//,
  'chartjs-node-canvas': /^src\/report\/charts\//,
};

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly from: string;
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)'([^']+)'/g;

function importsOf(folder: string): Import[] {
  const files = readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' });
  return files
    .map((name) => `src/${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return Array.from(text.matchAll(IMPORT), ([, from]) => ({ file, folder, from }));
    });
}

/** The folder of src that a relative import leads to, null for a package. */
function folderOf({ file, from }: Import): string | null {
  if (!from.startsWith('.')) return null;
  return join(file, '..', from).replaceAll('\\', '/').split('/')[1];
}

const imports = Object.keys(below).flatMap(importsOf);

describe('the source', () => {
  it('has the folders of docs/architecture.md and index.ts', () => {
    expect(readdirSync(join(root, 'src')).sort()).toEqual([...Object.keys(below), 'index.ts'].sort());
  });

  it.each(Object.keys(below))('src/%s imports from the folders below it alone', (folder) => {
    const own = imports.filter((one) => one.folder === folder);
    const wrong = own.filter((one) => {
      const target = folderOf(one);
      return target !== null && target !== folder && !below[folder].includes(target);
    });
    expect(own.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(places))('uses the package %s in its place', (name) => {
    const users = imports.filter(({ from }) => from === name);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(({ file }) => !places[name].test(file))).toEqual([]);
  });
});
