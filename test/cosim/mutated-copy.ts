import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** A deliberate error of one line: the kind that has it, the file, what it says and what instead. */
export interface Mutation {
  readonly error: string;
  readonly kind: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const differs =
  /mismatch: .*(cycle \d+|total), signal .*: the RTL has .*, the simulator .*; this case alone: bbsim cosim --seed 1 --case \d+ --accelerator \S+/;
const neverEnds = /the RTL did not finish: .*FAIL still running in cycle \d+/;

/** Cases after which an error counts as not caught; the first that it makes a difference in is the last. */
const MOST_CASES = 100;

/** A copy of the program that can be broken. */
export class MutatedCopy {
  private readonly folder = mkdtempSync(join(tmpdir(), 'bbsim-mutation-'));

  constructor() {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    for (const path of ['src', 'rtl', 'configs', 'package.json', 'tsconfig.json'])
      cpSync(join(root, path), join(this.folder, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Random cases, of all kinds or one. */
  cosim(cases: number, kind?: string) {
    const main = join(this.folder, 'src/cli/main.ts');
    const words = [
      '--import',
      'tsx',
      main,
      'cosim',
      '--seed',
      '1',
      '--cases',
      String(cases),
      '--tool',
      'icarus',
    ];
    const ofKind = kind === undefined ? [] : ['--accelerator', kind];
    return spawnSync(process.execPath, [...words, ...ofKind], { cwd: this.folder, encoding: 'utf8' });
  }

  /** Sees that the error makes a difference, in the RTL perhaps that it never ends, and takes it back. */
  expectCaught({ kind, file, from, to }: Mutation): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text.split(from).length - 1).toBe(1);
    writeFileSync(path, text.replace(from, to));
    const { status, stderr } = this.cosim(MOST_CASES, kind);
    writeFileSync(path, text);
    const hangs = file.startsWith('rtl/') && status === 2;
    expect(stderr).toMatch(hangs ? neverEnds : differs);
    expect(status).toBe(hangs ? 2 : 1);
  }
}
