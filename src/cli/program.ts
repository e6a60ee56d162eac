import { Command } from 'commander';
import { version } from '../config/version.ts';
import { compareCommand } from './commands/compare.ts';
import { cosimCommand } from './commands/cosim.ts';
import { listCommand } from './commands/list.ts';
import { optimizeCommand } from './commands/optimize.ts';
import { queryCommand } from './commands/query.ts';
import { reproduceCommand } from './commands/reproduce.ts';
import { rtlCommand } from './commands/rtl.ts';
import { runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { spmvCommand } from './commands/spmv.ts';
import { studyCommand } from './commands/study.ts';
import { sweepCommand } from './commands/sweep.ts';
import type { Io } from './io.ts';

/** The command line of bbsim. It parses, calls one function of the library and prints; errors are thrown to the caller. */
export function bbsim(io: Io): Command {
  const program = new Command('bbsim')
    .description('Cycle-accurate simulator of FPGA accelerators for sparse LSTM inference at batch 1.')
    .version(version)
    .showSuggestionAfterError(true)
    .showHelpAfterError('(bbsim <command> --help lists the options)')
    .addHelpText(
      'after',
      '\n`bbsim compare` is the place to start.\nExit codes: 0 done, 1 the run found a mismatch or missed a bar, 2 bad input.',
    );
  for (const command of [
    compareCommand,
    runCommand,
    spmvCommand,
    rtlCommand,
    cosimCommand,
    reproduceCommand,
    queryCommand,
    sweepCommand,
    optimizeCommand,
    studyCommand,
    listCommand,
    schemaCommand,
  ]) {
    program.addCommand(command(io));
  }
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => io.print(text), writeErr: (text) => io.note(text.trimEnd()) });
    command.allowExcessArguments(false);
  }
  return program;
}
