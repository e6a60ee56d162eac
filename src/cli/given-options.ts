import type { Command, Option } from 'commander';
import { show } from '../config/wording.ts';
import { BadInput } from '../errors/bad-input.ts';

/** What a command line gave to a command. Options are called by the names of their values (`dryRun`). */
export interface Given {
  /** Whether the option is on the command line; a default is not. */
  has(option: string): boolean;
  /** The value of an option, given or by default. */
  value(option: string): unknown;
  /** Whether an argument is on the command line, by its name (`workload`). */
  hasArgument(name: string): boolean;
  /** How the option is typed: `--dry-run`. */
  typed(option: string): string;
}

/**
 * Why an option has no effect beside what else is given, and what would give it one: words that follow
 * "--option has no effect". Null: it has one.
 */
export type OptionRule = (given: Given) => string | null;

/** The rules of a command: one for each of its options. */
export type OptionRules = Readonly<Record<string, OptionRule>>;

/** The words of the commands that lead to one, without the program: `study banks`. */
export function pathOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}

/**
 * Throws BadInput, with one line, for the first option that is given and has no effect: by the rules, because
 * its value is empty, or because it is given again. `again`: the options that were given more than once.
 */
export function refuseIdleOptions(command: Command, effects: OptionRules, again: ReadonlySet<string>): void {
  const given = givenTo(command);
  for (const option of command.options) {
    const name = option.attributeName();
    if (!given.has(name)) continue;
    refuseEmpty(option, given.value(name));
    const why = effects[name]?.(given) ?? null;
    if (why !== null) throw new BadInput(`${option.long} has no effect ${why}`);
    if (again.has(name))
      throw new BadInput(`${option.long} is given twice, and only the last has an effect: give it once`);
  }
}

/** Where an empty text says something: the tensors of a file that have no prefix. */
const mayBeEmpty = ['prefix'];

function refuseEmpty(option: Option, value: unknown): void {
  const isEmpty = Array.isArray(value) ? value.includes('') : value === '';
  if (!isEmpty || mayBeEmpty.includes(option.attributeName())) return;
  throw new BadInput(`${option.flags}: found nothing; leave it out, or give it a value`);
}

function givenTo(command: Command): Given {
  const has = (option: string): boolean => command.getOptionValueSource(option) === 'cli';
  return {
    has,
    value: (option) => command.getOptionValue(option),
    hasArgument: (name) => {
      const at = command.registeredArguments.findIndex((argument) => argument.name() === name);
      return at >= 0 && at < command.args.length;
    },
    typed: (option) => command.options.find((one) => one.attributeName() === option)?.long ?? option,
  };
}

/**
 * Counts, from now on, the options that are given more than once: those that take the last value only.
 * The set fills while the command line is parsed.
 */
export function countAgain(command: Command): ReadonlySet<string> {
  const [once, again] = [new Set<string>(), new Set<string>()];
  for (const option of command.options) {
    // An option with a value of several parts keeps what was given before.
    if (Array.isArray(option.defaultValue)) continue;
    command.on(`option:${option.name()}`, () => {
      const name = option.attributeName();
      if (once.has(name)) again.add(name);
      once.add(name);
    });
  }
  return again;
}

/** It has an effect whatever else is given. */
export const always: OptionRule = () => null;

/** It has an effect beside one of these options only. */
export function needs(...options: readonly string[]): OptionRule {
  return (given) =>
    options.some((option) => given.has(option)) ? null : `without ${options.map(given.typed).join(' or ')}`;
}

/** It has no effect beside any of these options. */
export function unless(...options: readonly string[]): OptionRule {
  return (given) => {
    const found = options.find((option) => given.has(option));
    return found === undefined ? null : `with ${given.typed(found)}: leave one of them out`;
  };
}

/** It has an effect where it has one by all of these rules. */
export function every(...effects: readonly OptionRule[]): OptionRule {
  return (given) => {
    for (const effect of effects) {
      const why = effect(given);
      if (why !== null) return why;
    }
    return null;
  };
}

/** The fields that `--set` sets: the texts as they were typed, and the dotted paths in them. */
export function setsOf(given: Given): readonly { readonly text: string; readonly path: string }[] {
  const sets = given.value('set');
  if (!Array.isArray(sets)) return [];
  return sets.map((text) => ({ text: String(text), path: String(text).split('=', 1)[0].trim() }));
}

/** For `--set`: the fields under these paths have no effect where `why` says so. */
export function fields(paths: readonly string[], why: OptionRule): OptionRule {
  return (given) => {
    const found = setsOf(given).find(({ path }) =>
      paths.some((outer) => path === outer || path.startsWith(`${outer}.`)),
    );
    const tail = found === undefined ? null : why(given);
    return tail === null ? null : `for ${show(found?.text)} ${tail}`;
  };
}

/** For `--set`: a field that is set twice has the last value. */
export const eachOnce: OptionRule = (given) => {
  const paths = setsOf(given).map(({ path }) => path);
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  return twice === undefined ? null : `the first time for ${twice}, which is set twice: set it once`;
};
