import { type Command, CommanderError } from 'commander';
import { BadInput } from '../errors/bad-input.ts';
import { FailedPoints } from '../errors/failed-points.ts';
import { Interrupted } from '../errors/interrupted.ts';
import { Mismatch } from '../errors/mismatch.ts';
import { MissedBar } from '../errors/missed-bar.ts';
import type { Io } from './io.ts';
import { bbsim } from './program.ts';

/**
 * 0 done, 1 the run found a mismatch, missed a bar or has points that failed, 2 bad input, 130 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 130;

/** How the errors of a run are said, and the codes that it ends with. */
const endings = [
  [BadInput, '', 2],
  [Mismatch, 'mismatch: ', 1],
  [MissedBar, 'missed: ', 1],
  [FailedPoints, '', 1],
  [Interrupted, 'interrupted: ', 130],
] as const;

/**
 * Runs one command line (without `node` and the script) and returns its exit code. Errors of
 * the program itself are thrown.
 */
export async function runCommandLine(io: Io, words: readonly string[]): Promise<ExitCode> {
  try {
    const program = await bbsim(io, words);
    await parsed(program, words);
    await io.written?.();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return 2;
    for (const [kind, prefix, code] of endings) {
      if (!(error instanceof kind)) continue;
      io.note(`bbsim: ${prefix}${error.message}`);
      return code;
    }
    throw error;
  }
}

/** Runs a command; help and version, which commander ends by an error of its own, are as good. */
async function parsed(program: Command, words: readonly string[]): Promise<void> {
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
  }
}
