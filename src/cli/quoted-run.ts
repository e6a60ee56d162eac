import { type Command, CommanderError } from 'commander';
import { BadInput } from '../errors/bad-input.ts';
import { splitWords } from '../explore/cluster/shell-words.ts';
import { countAgain, refuseIdleOptions } from './given-options.ts';
import { printsTo } from './help-format.ts';
import type { Io } from './io.ts';
import { optionEffects } from './option-effects.ts';

/**
 * The words of a quoted command line behind `run`, with or without `bbsim` before it. Null: it is no such
 * line. Throws BadInput, naming `shown`, for a quote that does not end.
 */
export function wordsOfRun(text: string, shown: string): readonly string[] | null {
  if (!/^\s*(bbsim\s+)?run(\s|$)/.test(text)) return null;
  const words = splitWords(text, shown);
  return words.slice(words.indexOf('run') + 1);
}

/** Options that would have the command print something else than its result. */
const printing = ['format', 'program'] as const;

/**
 * Runs `bbsim run` in this process and gives the JSON of its result. What it notes is noted behind `shown`.
 * Throws BadInput, naming `shown`, as the command does, for options that change what it prints, and for words
 * that ask for help.
 */
export async function jsonOfRun(
  io: Io,
  runCommand: (io: Io) => Command,
  words: readonly string[],
  shown: string,
): Promise<string> {
  const parts: string[] = [];
  const { written: _, ...outside } = io;
  const inner: Io = {
    ...outside,
    print: (text) => parts.push(text),
    note: (text) => io.note(`${shown}: ${text}`),
    wantsColour: false,
    terminal: null,
  };
  const command = printsTo(inner, runCommand(inner));
  const again = countAgain(command);
  command.hook('preAction', () => {
    for (const option of printing) {
      if (command.getOptionValueSource(option) === 'cli')
        throw new BadInput(`--${option} has no effect in a quoted command, of which the result is read`);
    }
    refuseIdleOptions(command, optionEffects.run, again);
    command.setOptionValue('format', 'json');
  });
  try {
    await command.parseAsync([...words], { from: 'user' });
  } catch (error) {
    const isHelp = error instanceof CommanderError && error.exitCode === 0;
    if (isHelp)
      throw new BadInput(`${shown}: expected a command that runs something, found one that asks for help`);
    throw error instanceof BadInput ? new BadInput(`${shown}: ${error.message}`) : error;
  }
  return parts.join('');
}
