import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach } from 'vitest';

const script = fileURLToPath(new URL('./fake-slurm.sh', import.meta.url));

/**
 * A Slurm that runs every task at once, in front of PATH for the tests of a file: each
 * begins with one that has no jobs.
 */
export function fakeSlurm() {
  const root = mkdtempSync(join(tmpdir(), 'bbsim-fake-slurm-'));
  const programs = join(root, 'bin');
  mkdirSync(programs);
  for (const program of ['sbatch', 'squeue', 'scancel', 'sinfo'])
    symlinkSync(script, join(programs, program));
  const before = { ...process.env };
  let state = '';
  beforeEach(() => {
    state = mkdtempSync(join(root, 'state-'));
    process.env = { ...before, PATH: `${programs}${delimiter}${before.PATH}`, FAKE_SLURM: state };
  });
  afterAll(() => {
    process.env = before;
    rmSync(root, { recursive: true, force: true });
  });
  return {
    /** What sbatch was given, call by call. */
    calls: () => readFileSync(join(state, 'calls'), 'utf8').trimEnd().split('\n'),
    /** A file that does not exist yet. */
    file: (name: string) => join(state, name),
  };
}
