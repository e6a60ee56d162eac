import { CommanderError } from 'commander';
import { BadInput } from '../num/bad-input.ts';
import { Mismatch } from '../num/mismatch.ts';
import { MissedBar } from '../num/missed-bar.ts';
import type { Io } from './io.ts';
import { bbsim } from './program.ts';

/** 0 done, 1 the run found a mismatch or missed a bar, 2 bad input. */
export type ExitCode = 0 | 1 | 2;

/** Runs one command line (without `node` and the script) and returns its exit code. Errors of the program itself are thrown. */
export async function execute(io: Io, words: readonly string[]): Promise<ExitCode> {
  try {
    await bbsim(io).parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof BadInput) {
      io.note(`bbsim: ${error.message}`);
      return 2;
    }
    if (error instanceof Mismatch) {
      io.note(`bbsim: mismatch: ${error.message}`);
      return 1;
    }
    if (error instanceof MissedBar) {
      io.note(`bbsim: missed: ${error.message}`);
      return 1;
    }
    throw error;
  }
}
