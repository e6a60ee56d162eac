import type { Command } from 'commander';
import { version } from '../src/config/version.ts';

/**
 * The manual page of the program, in roff, made from the help of its commands;
 * `helpOf` is all that one prints.
 */
export function manPage(program: Command, helpOf: (command: Command) => string): string {
  const [places, codes] = afterHelp(helpOf(program));
  return [
    `.\\" Made from the help of the program by scripts/man.ts: change that, then run npm run man.`,
    `.TH BBSIM 1 "" "bbsim ${version}" "User Commands"`,
    section('NAME'),
    `bbsim \\- ${escaped(firstLower(program.description()).replace(/\.$/, ''))}`,
    section('SYNOPSIS'),
    ...program.commands.flatMap((command) => [escaped(calledAs(command)), '.br']),
    section('DESCRIPTION'),
    escaped(program.description()),
    escaped(places),
    section('COMMANDS'),
    ...program.commands.flatMap((command) => commandLines(command, helpOf)),
    section('EXIT STATUS'),
    escaped(codes.replace(/^Exit codes: /, '')),
    section('ENVIRONMENT'),
    ...item(
      'COLUMNS',
      'columns that tables and help may take (default: those of the terminal; 120 and 80 without one)',
    ),
    ...item('NO_COLOR', 'where it is not empty, nothing is bold or coloured'),
    '',
  ].join('\n');
}

function commandLines(command: Command, helpOf: (command: Command) => string): string[] {
  const help = command.createHelp();
  const examples = /^Examples:$([\s\S]*)/m.exec(helpOf(command))?.[1] ?? '';
  return [
    `.SS ${escaped(calledAs(command))}`,
    escaped(command.description()),
    ...help
      .visibleArguments(command)
      .flatMap((argument) => item(argument.name(), help.argumentDescription(argument))),
    ...help
      .visibleOptions(command)
      .flatMap((option) => item(help.optionTerm(option), help.optionDescription(option))),
    ...(command.commands.length === 0 && examples !== ''
      ? ['.PP', 'Examples:', '.PP', '.nf', ...examples.trim().split('\n').map(exampleLine), '.fi']
      : []),
    ...command.commands.flatMap((inner) => commandLines(inner, helpOf)),
  ];
}

const exampleLine = (line: string): string =>
  escaped(`${line.startsWith('      ') ? '    ' : ''}${line.trim()}`);

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** A command as it is called, with what it takes: as the list of commands says it. */
function calledAs(command: Command): string {
  const parent = command.parent ?? command;
  const words = parent.createHelp().subcommandTerm(command);
  return `${pathOf(parent)} ${words}${command.commands.length > 0 ? ' <command>' : ''}`;
}

/** The lines at the end of the help of the program. */
function afterHelp(help: string): readonly [string, string] {
  const lines = help.trimEnd().split('\n');
  return [lines[lines.length - 2], lines[lines.length - 1]];
}

const section = (title: string): string => `.SH ${title}`;

function item(term: string, description: string): string[] {
  return ['.TP', `.B ${escaped(term)}`, escaped(description)];
}

function firstLower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Text that roff prints as it is. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
}
