import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { missingTool } from './rtl-tools.ts';

/**
 * A deliberate error of one line: the kind that has it, the file, what it says and what instead. `step` where
 * random cases are too small to meet it, or meet it too seldom: fields of the array, of a few lanes, on which
 * two steps of a workload are compared in their place. `workload`: its text, in YAML; else that of `tiny`.
 */
export interface Mutation {
  readonly error: string;
  readonly kind: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly step?: readonly string[];
  readonly workload?: string;
}

const differs = /mismatch: .*(cycle \d+|total), signal .*: the RTL has .*, the simulator /;
const ofOneCase = /; this case alone: bbsim cosim --seed 1 --case \d+ --accelerator \S+/;
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
    const ofKind = kind === undefined ? [] : ['--accelerator', kind];
    return this.run(['--seed', '1', '--cases', String(cases), ...ofKind]);
  }

  /** Two steps of a workload on a small array of a kind. */
  private steps(kind: string, fields: readonly string[], workload: string | undefined) {
    const path = join(this.folder, 'workload.yaml');
    if (workload !== undefined) writeFileSync(path, workload);
    const sets = [...fields, 'ewop.lanes=4'].flatMap((field) => ['--set', field]);
    const name = workload === undefined ? 'tiny' : path;
    return this.run([name, '--steps', '2', '--accelerator', kind, ...sets]);
  }

  private run(words: readonly string[]) {
    const main = join(this.folder, 'src/cli/main.ts');
    const all = ['--import', 'tsx', main, 'cosim', ...words, '--tool', 'icarus'];
    return spawnSync(process.execPath, all, { cwd: this.folder, encoding: 'utf8' });
  }

  /** Sees that the error makes a difference, in the RTL perhaps that it never ends, and takes it back. */
  expectCaught({ kind, file, from, to, step, workload }: Mutation): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text.split(from).length - 1).toBe(1);
    writeFileSync(path, text.replace(from, to));
    const { status, stderr } = step ? this.steps(kind, step, workload) : this.cosim(MOST_CASES, kind);
    writeFileSync(path, text);
    const hangs = file.startsWith('rtl/') && status === 2;
    expect(stderr).toMatch(hangs ? neverEnds : differs);
    if (!hangs && !step) expect(stderr).toMatch(ofOneCase);
    expect(status).toBe(hangs ? 2 : 1);
  }
}

/** Tests that the co-simulation catches errors, one after the other, in a copy of its own. */
export function describeMutations(what: string, mutations: readonly Mutation[]): void {
  const copy = new MutatedCopy();
  afterAll(() => copy.remove());

  describe(what, () => {
    it.skipIf(missingTool('icarus')).each(mutations)('catches $error', (mutation) =>
      copy.expectCaught(mutation),
    );
  });
}
