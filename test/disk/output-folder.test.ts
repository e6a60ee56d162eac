import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { LIST_NAME } from '../../src/disk/file-list.ts';
import { replaceFiles } from '../../src/disk/output-folder.ts';
import { BadInput } from '../../src/errors/bad-input.ts';

const root = mkdtempSync(join(tmpdir(), 'bbsim-outputs-'));
afterAll(() => rmSync(root, { recursive: true }));

let out = '';
let runs = 0;
beforeEach(() => {
  out = join(root, `run-${runs++}`);
  mkdirSync(out);
});

const inFolder = () =>
  readdirSync(out)
    .filter((name) => name !== LIST_NAME)
    .sort();

/** An entry of a list that says that bbsim wrote this content under this name. */
const entry = (name: string, content: string) => ({
  name,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

const plantList = (...files: readonly unknown[]) =>
  writeFileSync(join(out, LIST_NAME), JSON.stringify({ files }));

describe('a folder of outputs', () => {
  it('holds what the last run wrote, and what is not of any run', async () => {
    writeFileSync(join(out, 'notes.txt'), 'mine');
    await replaceFiles(out, [
      ['result.json', '1'],
      ['map.png', 'm'],
      ['bars.png', 'b'],
    ]);
    const { removed } = await replaceFiles(out, [
      ['result.json', '2'],
      ['bars.png', 'b'],
    ]);
    expect(removed).toEqual(['map.png']);
    expect(inFolder()).toEqual(['bars.png', 'notes.txt', 'result.json']);
    expect(readFileSync(join(out, 'result.json'), 'utf8')).toBe('2');
  });

  it('keeps a file that somebody has changed since it was written, or put in its place', async () => {
    await replaceFiles(out, [
      ['a.png', 'aa'],
      ['b.png', 'bb'],
      ['c.png', 'cc'],
    ]);
    writeFileSync(join(out, 'a.png'), 'ax');
    rmSync(join(out, 'b.png'));
    mkdirSync(join(out, 'b.png'));
    rmSync(join(out, 'c.png'));
    expect((await replaceFiles(out, [['d.png', 'd']])).removed).toEqual([]);
    expect(inFolder()).toEqual(['a.png', 'b.png', 'd.png']);
    // They are the user's from then on, whatever they hold.
    writeFileSync(join(out, 'a.png'), 'aa');
    await replaceFiles(out, [['d.png', 'd']]);
    expect(inFolder()).toEqual(['a.png', 'b.png', 'd.png']);
  });

  it('never has a link or a pipe taken away or waited for, nor what a link leads to', async () => {
    const elsewhere = join(root, 'elsewhere.png');
    writeFileSync(elsewhere, 'old');
    symlinkSync(elsewhere, join(out, 'linked.png'));
    // A link of the user's is written through, and the file behind it stays the user's.
    await replaceFiles(out, [['linked.png', 'new']]);
    expect(readFileSync(elsewhere, 'utf8')).toBe('new');
    execFileSync('mkfifo', [join(out, 'pipe.png')]);
    plantList(entry('linked.png', 'new'), entry('pipe.png', ''));
    await replaceFiles(out, [['result.json', '1']]);
    expect(inFolder()).toEqual(['linked.png', 'pipe.png', 'result.json']);
    expect(existsSync(elsewhere)).toBe(true);
  });

  it.each(['../victim', '/victim', 'sub/victim', '..\\victim', 'C:victim', '.', '..', '', LIST_NAME, 7])(
    'takes nothing away by a list that names %j',
    async (name) => {
      const victim = join(root, 'victim');
      writeFileSync(victim, 'v');
      mkdirSync(join(out, 'sub'));
      writeFileSync(join(out, 'sub', 'victim'), 'v');
      writeFileSync(join(out, 'old.png'), 'v');
      const absolute = name === '/victim' ? victim : name;
      plantList({ ...entry('', 'v'), name: absolute }, entry('old.png', 'v'));
      const { removed, isForeign } = await replaceFiles(out, [['result.json', '1']]);
      expect([removed, isForeign]).toEqual([[], true]);
      expect(readFileSync(victim, 'utf8')).toBe('v');
      expect(inFolder()).toEqual(['old.png', 'result.json', 'sub']);
      expect(readdirSync(join(out, 'sub'))).toEqual(['victim']);
    },
  );

  it.each([
    ['is no JSON', 'list'],
    ['is none of ours', '{"files": 3}'],
    ['has no hashes', '{"files": [{"name": "old.png", "bytes": 1}]}'],
    ['is endless', `{"files": [], "description": "${'x'.repeat(2 ** 20)}"}`],
  ])('writes its files beside a list that %s, and leaves the list and the rest', async (_, text) => {
    writeFileSync(join(out, LIST_NAME), text);
    writeFileSync(join(out, 'old.png'), 'o');
    expect(await replaceFiles(out, [['result.json', '1']])).toEqual({ removed: [], isForeign: true });
    expect(readFileSync(join(out, LIST_NAME), 'utf8')).toBe(text);
    expect(inFolder()).toEqual(['old.png', 'result.json']);
  });

  it('does not write its list through a link', async () => {
    const elsewhere = join(root, 'elsewhere.json');
    writeFileSync(elsewhere, '{"files": []}');
    symlinkSync(elsewhere, join(out, LIST_NAME));
    expect((await replaceFiles(out, [['result.json', '1']])).isForeign).toBe(true);
    expect(readFileSync(elsewhere, 'utf8')).toBe('{"files": []}');
  });

  it('loses nothing when a file cannot be written, and knows what it wrote until then', async () => {
    await replaceFiles(out, [['old.png', 'o']]);
    mkdirSync(join(out, 'b.png'));
    const broken = replaceFiles(out, [
      ['a.png', 'a'],
      ['b.png', 'b'],
    ]);
    await expect(broken).rejects.toThrow(BadInput);
    expect(inFolder()).toEqual(['a.png', 'b.png', 'old.png']);
    expect((await replaceFiles(out, [['c.png', 'c']])).removed).toEqual(['old.png', 'a.png']);
    expect(inFolder()).toEqual(['b.png', 'c.png']);
  });
});
