import { Command, Help } from 'commander';
import { version } from '../config/version.ts';
import { type CommandEntry, commandEntries } from './commands/index.ts';
import { countAgain, pathOf, refuseIdleOptions } from './given-options.ts';
import { printsTo, wrappedHelp } from './help-format.ts';
import type { Io } from './io.ts';

/**
 * The command line of bbsim for these words. It parses, calls one function of the library and prints; errors
 * are thrown to the caller. Only the command that the words name is loaded: the others are lines of the help.
 */
export async function bbsim(io: Io, words: readonly string[]): Promise<Command> {
  const called = words.find((word) => !word.startsWith('-') && word !== 'help');
  const readsAll = commandEntries.some((listed) => listed.name === called && listed.readsAll);
  return programWith(io, ({ name }) => readsAll || name === called);
}

/** The program with every command whole: for what is made from all of them. */
export async function wholeProgram(io: Io): Promise<Command> {
  return programWith(io, () => true);
}

async function programWith(io: Io, isWhole: (entry: CommandEntry) => boolean): Promise<Command> {
  const program = new Command('bbsim')
    .description(
      'Cycle-accurate simulator of FPGA accelerators for sparse LSTM and GRU inference at batch 1.',
    )
    .version(version)
    .showSuggestionAfterError(true)
    .showHelpAfterError('(bbsim <command> --help lists the options)')
    .addHelpText('after', (context) => `\n${wrappedHelp(context, afterHelp)}`)
    .configureHelp({ subcommandTerm: termOf });
  for (const listed of commandEntries) {
    program.addCommand(isWhole(listed) ? await commandOf(listed, io) : lineOf(listed));
  }
  refusesIdleOptions(program);
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])])
    printsTo(io, command);
  return program;
}

/** Where to start, and what scripts can rely on. */
const afterHelp = [
  '`bbsim compare` is the place to start.',
  'Exit codes: 0 done, 1 the run found a mismatch, missed a bar or has points that failed, 2 bad input, 130 interrupted.',
];

/** Has options that are given and have no effect refused before a command acts, by the one list of rules. */
function refusesIdleOptions(program: Command): void {
  const again = new Map<Command, ReadonlySet<string>>();
  for (const command of program.commands.flatMap((one) => [one, ...one.commands]))
    again.set(command, countAgain(command));
  program.hook('preAction', async (_, command) => {
    const { optionEffects } = await import('./option-effects.ts');
    refuseIdleOptions(command, optionEffects[pathOf(command)] ?? {}, again.get(command) ?? new Set());
  });
}

/** The command that was called, whole. */
async function commandOf({ summary, load }: CommandEntry, io: Io): Promise<Command> {
  return (await load())(io).summary(summary);
}

/** A command that was not called: what the program's help says of it. */
function lineOf({ name, summary }: CommandEntry): Command {
  return new Command(name).summary(summary);
}

/** A command and what it takes, as the list of commands shows it. */
function termOf(command: Command): string {
  const listed = commandEntries.find(({ name }) => name === command.name());
  return listed ? `${listed.name} ${listed.takes}`.trimEnd() : new Help().subcommandTerm(command);
}
