import type { Argument, Command, Option } from 'commander';
import { patternKinds, patternOf } from '../../bbs/patterns/named-pattern.ts';
import { type ConfigKind, listPresets } from '../../config/presets.ts';

/** What a value is completed with: these words, or names in a folder. */
export interface CompletedValue {
  readonly name: string;
  readonly words: readonly string[];
  /** Files are names too, or folders alone. */
  readonly paths: 'none' | 'files' | 'folders';
  /** Several words with commas between them. */
  readonly isList: boolean;
  /** Any number of words, each of which is such a value. */
  readonly isRepeated: boolean;
}

/** An option as shells complete it. */
export interface CompletedOption {
  /** `--format`, and `-h` where there is one. */
  readonly names: readonly string[];
  readonly says: string;
  /** Null: it takes none. */
  readonly value: CompletedValue | null;
}

/** A command, by the words that call it. */
export interface CompletedCommand {
  readonly path: readonly string[];
  readonly says: string;
  /** The words that call the commands in it. */
  readonly commands: readonly { readonly name: string; readonly says: string }[];
  readonly options: readonly CompletedOption[];
  readonly values: readonly CompletedValue[];
}

/** Which presets a value can name, by the names of options and arguments. */
const presetsOf: Readonly<Record<string, ConfigKind>> = {
  accelerator: 'accelerator',
  accelerators: 'accelerator',
  workload: 'workload',
  spec: 'sweep',
};

/** What values can be whose description lists it, by the names of options. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  pattern: [...patternKinds, 'none'],
  patterns: patternKinds.filter((kind) => !patternOf({ kind }).keepsAll),
};

/** The program and all its commands, whole, in the order of the help. */
export function completedCommands(program: Command): CompletedCommand[] {
  const commandsIn = (command: Command, path: readonly string[]): CompletedCommand[] => [
    completed(command, path),
    ...command.commands.flatMap((inner) => commandsIn(inner, [...path, inner.name()])),
  ];
  return commandsIn(program, []);
}

function completed(command: Command, path: readonly string[]): CompletedCommand {
  const options = command.createHelp().visibleOptions(command).map(optionOf);
  const commands = command.commands.map((inner) => ({
    name: inner.name(),
    says: shortened(inner.summary()),
  }));
  const values = command.registeredArguments.map(argumentOf);
  return { path, says: shortened(command.summary()), commands, options, values };
}

function optionOf(option: Option): CompletedOption {
  const names = [option.long, option.short].filter((name) => name !== undefined && name !== null);
  const takesValue = option.required || option.optional;
  const placeholder = /[<[](.*?)[>\]]/.exec(option.flags)?.[1] ?? '';
  return {
    names,
    says: shortened(option.description),
    value: takesValue ? completedValue(option.attributeName(), placeholder, option.argChoices) : null,
  };
}

function argumentOf(argument: Argument): CompletedValue {
  return {
    ...completedValue(argument.name(), argument.name(), argument.argChoices),
    isRepeated: argument.variadic,
  };
}

function completedValue(
  name: string,
  placeholder: string,
  choices: readonly string[] | undefined,
): CompletedValue {
  const kind = presetsOf[name];
  const words = choices ?? wordsOf[name] ?? (kind === undefined ? [] : listPresets(kind));
  const namesFolder = /^(dir|folder)$/.test(placeholder);
  const namesFile =
    kind !== undefined || /^(file|A|a|b|results)$|\.(npy|npz|json|vcd|html)$/.test(placeholder);
  const paths = namesFolder ? 'folders' : namesFile && choices === undefined ? 'files' : 'none';
  const isList = name === 'accelerators' || name === 'patterns';
  return { name: placeholder, words, paths, isList, isRepeated: false };
}

const MOST_CHARACTERS = 72;

/** What a list of completions has room for: the first words of a description. */
function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const cut = text.slice(0, MOST_CHARACTERS);
  return `${cut.slice(0, cut.lastIndexOf(' '))} ...`;
}
