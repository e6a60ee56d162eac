import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The program as it is installed. */
export const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));

/** The built program as a process of its own, started in a folder. */
export function builtProgramIn(cwd: string) {
  return (...words: readonly string[]) =>
    spawnSync(process.execPath, [program, ...words], { cwd, encoding: 'utf8' });
}
