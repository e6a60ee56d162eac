import { wantsColour } from '../report/tables/colour.ts';
import { runCommandLine } from './command-line.ts';
import { printingTo } from './standard-streams.ts';
import { terminalWidth } from './terminal-width.ts';

/** Ctrl-C, and what batch systems send before they kill. */
const signals = ['SIGINT', 'SIGTERM'] as const;

process.exitCode = await runCommandLine(
  {
    ...printingTo(process),
    wantsColour: wantsColour(process.stdout, process.env),
    widthColumns: terminalWidth(process.stdout, process.env),
    terminal: process.stderr.isTTY ? process.stderr : null,
    clockMs: () => performance.now(),
    onInterrupt(listener) {
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
  },
  process.argv.slice(2),
);
