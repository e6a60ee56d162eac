import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { acceleratorKinds } from '../src/hw/array/kinds/index.ts';
import { wideLines } from './architecture/columns.ts';
import { namesOfKinds } from './architecture/kind-names.ts';
import { namesOfTwoThings } from './architecture/names.ts';
import { rooms } from './architecture/rooms.ts';
import {
  arrowsUp,
  idleRows,
  importCycle,
  machinePaths,
  siblingCircle,
  wrongImports,
} from './architecture/rules.ts';
import {
  type Finding,
  forbiddenUses,
  functionLengths,
  parseSource,
  type Source,
  undocumentedExports,
} from './architecture/source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const sources: readonly Source[] = filesBelow(join(root, 'src')).map((path) =>
  parseSource(path, readFileSync(join(root, 'src', path), 'utf8')),
);

/** Paths below a folder, `/` between folders. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

const places = (find: (source: Source) => readonly Finding[]): string[] =>
  sources.flatMap((source) => find(source).map(({ line, what }) => `${source.path}:${line} ${what}`));

describe('the sources', () => {
  it('are all of src/', () => {
    expect(sources.length).toBeGreaterThan(150);
    expect(sources.map(({ path }) => path)).toContain('hw/array/kinds/bbs.ts');
  });

  it('import only what lies below them, and each package in its own place', () => {
    expect(sources.flatMap(wrongImports)).toEqual([]);
  });

  it('lie in rooms whose arrows all point up the list, with no row and no arrow that nothing needs', () => {
    expect(arrowsUp(rooms)).toEqual([]);
    expect(idleRows(sources)).toEqual([]);
  });

  it('have no folders side by side that import each other', () => {
    expect(siblingCircle(sources)).toBeNull();
  });

  it('ask no accelerator for its name outside the folder of the kinds, and list none: what differs is in its record', () => {
    expect(places((source) => namesOfKinds(source, acceleratorKinds))).toEqual([]);
  });

  it('have no cycle of imports', () => {
    expect(importCycle(sources)).toBeNull();
  });

  it('use no chance of their own, no clock, no locale and no console', () => {
    // Rates and time left are told by a clock, which the program hands to its commands.
    expect(places(forbiddenUses).map((place) => place.replace(/:\d+/, ''))).toEqual([
      'cli/main.ts performance',
    ]);
  });

  it('have a doc comment on every export', () => {
    expect(places(undocumentedExports)).toEqual([]);
  });

  it('export no name from two files with two meanings', () => {
    expect(namesOfTwoThings(sources)).toEqual([]);
  });

  it('have at most 250 lines a file and 50 a function; half of the functions have at most 6', () => {
    const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > 250);
    expect(long.map(({ path }) => path)).toEqual([]);
    const lengths = sources.flatMap((source) =>
      functionLengths(source).map((one) => ({ ...one, path: source.path })),
    );
    expect(lengths.filter(({ lines }) => lines > 50)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(6);
    expect(sorted[Math.floor(0.9 * sorted.length)]).toBeLessThanOrEqual(25);
  });
});

describe('the project', () => {
  const skipped = ['node_modules', 'dist', 'out', 'coverage', '.git'];
  const binary = ['.npz', '.npy', '.h5', '.keras', '.png', '.pt', '.ttf', '.tsbuildinfo'];
  const paths = readdirSync(root, { withFileTypes: true })
    .filter(({ name }) => !skipped.includes(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(root, entry.name)).map((path) => `${entry.name}/${path}`)
        : [entry.name],
    )
    .filter((path) => !binary.includes(extname(path)) && !path.includes('node_modules/'));

  it('has no line of code or comment over 110 columns that could be broken', () => {
    const written = paths.filter((path) => /^(src|test|bench|scripts|wasm)\/.*\.(ts|mjs)$/.test(path));
    expect(written.length).toBeGreaterThan(sources.length);
    const wide = written
      .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
      .flatMap((source) => wideLines(source).map(({ line, what }) => `${source.path}:${line} ${what}`));
    expect(wide).toEqual([]);
  });

  it('has no comment of the hardware over 110 columns', () => {
    const wide = paths
      .filter((path) => /^rtl\/.*\.(sv|cpp)$/.test(path))
      .flatMap((path) => readFileSync(join(root, path), 'utf8').split('\n'))
      .filter((line) => line.includes('//') && line.length > 110);
    expect(wide).toEqual([]);
  });

  it('names no place of the machine that it was written on', () => {
    expect(paths).toContain('package-lock.json');
    const named = paths.flatMap((path) =>
      machinePaths(readFileSync(join(root, path), 'utf8')).map((line) => `${path}: ${line.slice(0, 120)}`),
    );
    expect(named).toEqual([]);
  });
});

describe('the checks themselves', () => {
  const wrong = (path: string, text: string) => wrongImports(parseSource(path, text));

  it.each([
    { path: 'num/a.ts', text: "import { b } from '../bbs/matrix.ts';" },
    { path: 'bbs/a.ts', text: "import type { B } from '../hw/config/config.ts';" },
    { path: 'hw/array/a.ts', text: "import { b } from '../sequencer/controller.ts';" },
    { path: 'hw/array/kinds/a.ts', text: "import { b } from '../../sequencer/controller.ts';" },
    { path: 'published/ese/a.ts', text: "import { b } from '../bbs/bbs.ts';" },
    { path: 'bbs/a.ts', text: "import { b } from './patterns/pattern.ts';" },
    { path: 'sim/a.ts', text: "export { b } from '../num/fixed.ts';" },
    { path: 'hw/array/a.ts', text: "import '../../energy/energy.ts';" },
    { path: 'lstm/a.ts', text: "const b = await import('../hw/config/config.ts');" },
    { path: 'energy/a.ts', text: "type B = import('../run/result.ts').RunResult;" },
    { path: 'run/a.ts', text: "import { table } from '../report/tables/table.ts';" },
    { path: 'cli/a.ts', text: "import { compare } from '../index.ts';" },
    { path: 'index.ts', text: "export { main } from './cli/main.ts';" },
    { path: 'report/compare/a.ts', text: "import { compare } from '../../study/compare/compare.ts';" },
    { path: 'new/a.ts', text: "import { b } from '../num/fixed.ts';" },
    { path: 'hw/a.ts', text: "import seedrandom from 'seedrandom';" },
    { path: 'hw/array/a.ts', text: "import { b } from './kinds/csr.ts';" },
    { path: 'study/a.ts', text: "import { Command } from 'commander';" },
    { path: 'report/a.ts', text: "import { Chart } from 'chart.js/auto';" },
    { path: 'hw/array/pe.ts', text: "import { z } from 'zod';" },
    { path: 'hw/a.ts', text: "import { readFileSync } from 'node:fs';" },
    { path: 'report/a.ts', text: "const c = createRequire(import.meta.url); c.resolve('canvas');" },
    { path: 'cli/a.ts', text: "import left from 'left-pad';" },
    { path: 'hw/a.ts', text: "import { b } from '../../test/hw/array/arrays.ts';" },
  ])('find the wrong import of $path: $text', ({ path, text }) => {
    expect(wrong(path, `/** A comment. */\n${text}\n`)).toHaveLength(1);
  });

  it.each([
    { path: 'hw/array/kinds/a.ts', text: "import { b } from '../../../bbs/formats/csr.ts';" },
    { path: 'report/run/a.ts', text: "import type { RunResult } from '../../run/result.ts';" },
    { path: 'report/run/a.ts', text: "import { type RunResult } from '../../run/result.ts';" },
    { path: 'cli/a.ts', text: "import { Command } from 'commander';" },
    { path: 'num/a.ts', text: "// import { b } from '../bbs/matrix.ts';\nexport const b = 'import';" },
  ])('pass the import of $path: $text', ({ path, text }) => {
    expect(wrong(path, text)).toEqual([]);
  });

  it('find an arrow that points up, one to nowhere, and one to a room that is not all above', () => {
    const table = [
      { place: 'a', imports: [] },
      { place: 'b', imports: ['a', 'c', 'nowhere'] },
      { place: 'c', imports: ['a', 'd/'] },
      { place: 'd', imports: [] },
      { place: 'd/e', imports: ['d'] },
    ];
    expect(arrowsUp(table)).toEqual(['b -> c', 'b -> nowhere', 'c -> d/']);
  });

  it('find folders side by side that import each other, also at the third level', () => {
    const arrow = (from: string, to: string) =>
      parseSource(`hw/array/${from}/a.ts`, `import type { B } from '../${to}/b.ts';`);
    expect(siblingCircle([arrow('kinds', 'clocked'), arrow('clocked', 'kinds')])).toEqual([
      'hw/array/kinds',
      'hw/array/clocked',
      'hw/array/kinds',
    ]);
    expect(siblingCircle([arrow('kinds', 'clocked'), arrow('simd', 'clocked')])).toBeNull();
  });

  it.each([
    "if (config.kind === 'csr') wait();",
    "const isShared = 'csr-shared' !== kind;",
    "switch (kind) { case 'bbs': }",
    "const hasCrossbar = kind.startsWith('csr');",
    "const isBanked = ['bbs', other].includes(kind);",
    'const codes = { bbs: 0, [other]: 1 };',
    "const codes = { 'csr-shared': 2 };",
    "type Kind = 'dense' | Other;",
    "const one = arrays['replicated'];",
  ])('find a kind of accelerator by its name: %s', (text) => {
    expect(namesOfKinds(parseSource('study/a.ts', text), acceleratorKinds)).toHaveLength(1);
    expect(namesOfKinds(parseSource('hw/array/kinds/a.ts', text), acceleratorKinds)).toEqual([]);
    expect(namesOfKinds(parseSource('study/a.ts', `// ${text}`), acceleratorKinds)).toEqual([]);
  });

  it('find one where such a name may mean something else, too', () => {
    const found = (text: string) => namesOfKinds(parseSource('published/a.ts', text), acceleratorKinds);
    expect(found("if (design.kind === 'bbs') draw();")).toEqual([]);
    expect(found("if (config.kind === 'bbs') draw();")).toHaveLength(1);
    expect(namesOfKinds(parseSource('cli/a.ts', "load('bbs');"), acceleratorKinds)).toEqual([]);
  });

  it('find a cycle of three files', () => {
    const files = ['b', 'c', 'a'].map((to, i) =>
      parseSource(`hw/${'abc'[i]}.ts`, `import type { X } from './${to}.ts';`),
    );
    expect(importCycle(files)).toEqual(['hw/a.ts', 'hw/b.ts', 'hw/c.ts', 'hw/a.ts']);
    expect(importCycle(files.slice(0, 2))).toBeNull();
  });

  it.each([
    'const x = Math.random();',
    'const x = Date.now();',
    'const x = new Date();',
    'const x = performance.now();',
    'const x = process.hrtime.bigint();',
    "const x = (1).toLocaleString('de');",
    'const x = names.sort((a, b) => a.localeCompare(b));',
    'const x = new Intl.NumberFormat();',
    'console.log(1);',
  ])('find what may not be used: %s', (text) => {
    expect(forbiddenUses(parseSource('a.ts', text))).toHaveLength(1);
    expect(forbiddenUses(parseSource('a.ts', `// ${text}\nconst text = ${JSON.stringify(text)};`))).toEqual(
      [],
    );
  });

  it('find a name that two files export, unless both are records of registries', () => {
    const files = (...paths: string[]) => paths.map((path) => parseSource(path, 'export const csr = 1;'));
    expect(namesOfTwoThings(files('hw/array/a.ts', 'bbs/formats/csr.ts'))).toEqual([
      'csr: bbs/formats/csr.ts, hw/array/a.ts',
    ]);
    expect(namesOfTwoThings(files('hw/array/kinds/csr.ts', 'bbs/formats/csr.ts'))).toEqual([]);
    const again = parseSource('index.ts', "export { csr } from './bbs/formats/csr.ts';");
    expect(namesOfTwoThings([...files('bbs/formats/csr.ts'), again])).toEqual([]);
  });

  const words = 'a word '.repeat(16);
  it.each([
    { text: `/** ${words} */`, isWide: true },
    { text: `const a = 1; // ${words}`, isWide: true },
    { text: `const a = 1 + ${'1 + '.repeat(25)}1;`, isWide: true },
    { text: `/** https://example.org/${'x'.repeat(110)} */`, isWide: false },
    { text: `const a = '${words}';`, isWide: false },
    { text: `const a = \`\n${words}${words}\n\`;`, isWide: false },
    { text: `import { a } from './${'x'.repeat(110)}.ts';`, isWide: false },
  ])('find a line that could be broken: $text', ({ text, isWide }) => {
    expect(wideLines(parseSource('a.ts', text))).toHaveLength(isWide ? 1 : 0);
  });

  it('find exports without a comment, and count the lines of functions', () => {
    const text = ['/** A. */', 'export const a = 1;', '', 'export function b() {', '  return 1;', '}'].join(
      '\n',
    );
    const source = parseSource('a.ts', text);
    expect(undocumentedExports(source)).toEqual([{ line: 4, what: 'export function b() {' }]);
    expect(functionLengths(source)).toEqual([{ line: 4, lines: 3 }]);
  });

  it.each([
    ['', 'work', 'main'].join('/'),
    `cd ${['', 'tmp', 'x'].join('/')}`,
    `see ${['..', 'shared', 'reference'].join('/')}`,
    `https://${['registry', 'example', 'org'].join('.')}/x`,
    `http://${['127', '0', '0', '1'].join('.')}:8080`,
  ])('find a place of one machine: %s', (text) => {
    expect(machinePaths(`first\n${text}\nlast`)).toEqual([text]);
    expect(machinePaths('src/lstm/workload.ts\ncsr-shared/array.ts\nhttps://example.org/work\n')).toEqual([]);
  });
});
