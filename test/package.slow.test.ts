import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPage } from '../scripts/docs/pages.ts';
import { folder } from './cli/session.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = folder();
const project = join(here, 'project');

/** Runs a program; what it printed on standard output. */
function ran(cwd: string, command: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: 'utf8' });
  expect(status, `${command} ${words.join(' ')}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

/**
 * Packs this package and installs the file into an empty project, as a user would. Needs the npm registry.
 */
beforeAll(() => {
  ran(root, 'npm', 'run', 'build');
  ran(root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', here);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "project", "private": true, "type": "module" }');
  const words = ['install', '--no-audit', '--no-fund', join(here, `bbsim-${version}.tgz`)];
  const { status, stderr } = spawnSync('npm', words, { cwd: project, encoding: 'utf8' });
  expect(status, `npm cannot install the package; it needs the npm registry for this:\n${stderr}`).toBe(0);
});

const page = readPage('docs/library.md');

describe('the packed package, installed into an empty project', () => {
  it('brings no package that builds native code, and none of the tools of this project', () => {
    for (const name of ['canvas', 'chartjs-node-canvas', 'typescript', 'esbuild', 'vitest']) {
      expect(existsSync(join(project, 'node_modules', name)), name).toBe(false);
    }
  });

  it.each(page.files)('runs $name of docs/library.md', ({ name, content }) => {
    const example = page.examples.find(({ commands }) => commands.includes(name));
    writeFileSync(join(project, name), content);
    expect(ran(project, 'node', name)).toBe(example?.shown);
  });

  it('has types that a strict compiler accepts, and that refuse what is wrong', () => {
    const [{ content }] = page.files;
    const typed = `${content}import type { RunResult } from 'bbsim';\nexport const whole: RunResult = result;\n`;
    writeFileSync(join(project, 'right.ts'), `${typed}export const cycles: number = whole.cycles.total;\n`);
    writeFileSync(join(project, 'wrong.ts'), `${typed}export const cycles: string = whole.cycles.total;\n`);
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = [
      '--noEmit',
      '--strict',
      '--target',
      'es2023',
      '--module',
      'nodenext',
      '--lib',
      'es2023,dom',
    ];
    ran(project, 'node', compiler, ...options, 'right.ts');
    const wrong = spawnSync('node', [compiler, ...options, 'wrong.ts'], { cwd: project, encoding: 'utf8' });
    expect(wrong.stdout).toMatch(
      /^wrong\.ts\(\d+,14\): error TS2322: Type 'number' is not assignable[^\n]*\n$/,
    );
  });

  it('draws the charts of a comparison', () => {
    ran(
      project,
      'npx',
      'bbsim',
      'compare',
      'tiny',
      '--accelerators',
      'bbs,csr',
      '--set',
      'pes=16',
      '--out',
      'out',
    );
    const picture = readFileSync(join(project, 'out', 'stalls.png'));
    expect(picture.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(picture.subarray(-8, -4).toString('latin1')).toBe('IEND');
    expect(picture.length).toBeGreaterThan(10_000);
  });

  it('makes a page and slides of a result', () => {
    ran(project, 'npx', 'bbsim', 'run', 'tiny', '--out', 'run');
    ran(project, 'npx', 'bbsim', 'report', 'run', '--out', 'run.html', '--slides', 'run.pptx');
    const html = readFileSync(join(project, 'run.html'), 'utf8');
    expect(html).toMatch(/<script>\/\*! With echarts [\d.]+ \(Apache-2\.0\), /);
    expect(html).toContain('data-part="timeline"');
    expect(readFileSync(join(project, 'run.pptx')).subarray(0, 2).toString('latin1')).toBe('PK');
  });

  it('runs a sweep in worker threads', () => {
    writeFileSync(
      join(project, 'sweep.yaml'),
      'name: s\naccelerators: [bbs]\nworkloads: [tiny]\naxes: [{field: pes, values: [2, 4]}]\n',
    );
    const out = ran(
      project,
      'npx',
      'bbsim',
      'sweep',
      'sweep.yaml',
      '--out',
      'store',
      '--jobs',
      '2',
      '--format',
      'json',
    );
    expect(JSON.parse(out)).toMatchObject({ points: 2, counts: { ok: 2 } });
  });
});
