import { wantsColour } from '../report/tables/colour.ts';
import { runCommandLine } from './command-line.ts';

// A reader that stops early (head) closes the pipe; that is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Ctrl-C, and what batch systems send before they kill. */
const signals = ['SIGINT', 'SIGTERM'] as const;

process.exitCode = await runCommandLine(
  {
    print: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    wantsColour: wantsColour(process.stdout),
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
