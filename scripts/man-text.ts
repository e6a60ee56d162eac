import { wholeProgram } from '../src/cli/program.ts';
import { manPage } from './man-page.ts';

/** Wider than any help: what is filled is filled by the reader's manual. */
const WIDE = 100_000;

/** The manual page of the program as it is. */
export async function manText(): Promise<string> {
  let printed = '';
  const program = await wholeProgram({
    print: (text) => {
      printed += text;
    },
    note() {},
    wantsColour: false,
    widthColumns: WIDE,
    terminal: null,
    clockMs: () => 0,
    onInterrupt: () => () => {},
  });
  return manPage(program, (command) => {
    printed = '';
    command.outputHelp();
    return printed;
  });
}
