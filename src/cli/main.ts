import { wantsColour } from '../report/table-terminal.ts';
import { execute } from './execute.ts';

// A reader that stops early (head) closes the pipe; that is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await execute(
  {
    print: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    wantsColour: wantsColour(process.stdout),
  },
  process.argv.slice(2),
);
