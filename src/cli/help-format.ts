import type { AddHelpTextContext, Command, Help } from 'commander';
import { wrapWords } from '../report/tables/plain-text.ts';
import type { Io } from './io.ts';

/** Columns of help where nobody says how many there are. */
const USUAL_WIDTH = 80;
/** A description beside its term is wrapped down to this width; below it, it stands under its term. */
const NARROWEST_BESIDE = 30;

/** Has a command print to the outside, and its help keep to the width of the terminal. */
export function printsTo(io: Io, command: Command): Command {
  const helpWidth = io.widthColumns ?? USUAL_WIDTH;
  return command
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => io.print(text),
      writeErr: (text) => io.note(text.trimEnd()),
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .configureHelp({ ...command.configureHelp(), minWidthToWrap: 1, formatItem });
}

/** A term and its description: beside it where that has room, else below it. */
function formatItem(this: Help, term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? USUAL_WIDTH;
  const beside = width - termWidth - 4;
  if (description === '') return `  ${term}`;
  if (beside >= NARROWEST_BESIDE) {
    const [first, ...others] = wrapWords(description, beside);
    const indent = ' '.repeat(termWidth + 4);
    return [`  ${term.padEnd(termWidth)}  ${first}`, ...others.map((line) => indent + line)].join('\n');
  }
  return [`  ${term}`, ...wrapWords(description, Math.max(1, width - 6)).map((line) => `      ${line}`)].join(
    '\n',
  );
}

/** Lines of text at the end of help, broken at the width that help has; an indented line stays indented. */
export function wrappedHelp({ command }: AddHelpTextContext, lines: readonly string[]): string {
  const width = command.configureOutput().getOutHelpWidth?.() ?? USUAL_WIDTH;
  return lines
    .flatMap((line) => {
      const indent = /^ */.exec(line)?.[0] ?? '';
      return wrapWords(line.trim(), Math.max(1, width - indent.length)).map((part) => indent + part);
    })
    .join('\n');
}
