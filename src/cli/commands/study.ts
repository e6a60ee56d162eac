import { Command } from 'commander';
import type { Io } from '../io.ts';
import { examplesText } from '../options.ts';
import { banksCommand, banksExamples } from './study-banks.ts';
import { baselinesCommand, baselinesExamples } from './study-baselines.ts';
import { patternsCommand, patternsExamples } from './study-patterns.ts';

/** The studies: a new one is a command here, and its examples. */
const studies: readonly {
  readonly make: (io: Io) => Command;
  readonly examples: Parameters<typeof examplesText>[0];
}[] = [
  { make: banksCommand, examples: banksExamples },
  { make: baselinesCommand, examples: baselinesExamples },
  { make: patternsCommand, examples: patternsExamples },
];

/** `bbsim study`: studies of one design choice, each a command of its own. */
export function studyCommand(io: Io): Command {
  const command = new Command('study')
    .description('Studies what one choice does to a design: one command for each choice.')
    .addHelpText('after', examplesText(studies.flatMap(({ examples }) => examples)));
  for (const { make } of studies) command.addCommand(make(io));
  return command;
}
