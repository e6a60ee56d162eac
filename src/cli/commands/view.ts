import { Command, InvalidArgumentError } from 'commander';
import { clip } from '../../config/wording.ts';
import { whatIsAt } from '../../disk/folder.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { Interrupted } from '../../errors/interrupted.ts';
import { NewestPage } from '../../view/newest-page.ts';
import { PinnedFolder } from '../../view/pinned-folder.ts';
import { startServer } from '../../view/server.ts';
import type { Io } from '../io.ts';
import { examplesText } from '../options.ts';
import { PageThread } from '../page/page-thread.ts';

interface ViewOptions {
  readonly port?: number;
}

/** `bbsim view`: the page of a folder that is being filled, served to this machine. */
export function viewCommand(io: Io): Command {
  return new Command('view')
    .description(
      'Serves the page of `bbsim report` to the browsers of this machine, for a directory that a sweep is filling: ' +
        'what is new comes onto the page by itself. Prints the address, and ends with the terminal or Ctrl-C.',
    )
    .argument('<dir>', 'directory of bbsim sweep, or a folder of --out')
    .option('--port <n>', 'port on 127.0.0.1 (default: one that is free)', portOf)
    .addHelpText('after', examplesText([['view out', 'how far a sweep is, in a browser']]))
    .action((dir: string, options: ViewOptions) => runView(io, dir, options));
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 1 && port <= 65_535)) throw new InvalidArgumentError('expected a port from 1 to 65535');
  return port;
}

async function runView(io: Io, dir: string, { port }: ViewOptions): Promise<void> {
  const found = await whatIsAt(dir);
  if (found === null) throw new BadInput(`${clip(dir)}: no such file or folder`);
  if (found !== 'folder') throw new BadInput(`${clip(dir)}: expected a directory`);
  const thread = new PageThread();
  try {
    await serve(io, await PinnedFolder.at(dir), thread, port ?? null);
  } finally {
    await thread.close();
  }
}

/** Serves the folder until the user ends it: throws Interrupted then. */
async function serve(io: Io, folder: PinnedFolder, thread: PageThread, port: number | null): Promise<void> {
  const newest = await NewestPage.of(folder, () => thread.make(folder.path), io.clockMs);
  const ended = new Promise<void>((resolve) => {
    const off = io.onInterrupt(() => {
      off();
      resolve();
    });
  });
  const server = await startServer({ folder, newest }, port);
  io.print(`${server.address}\n`);
  await ended;
  await server.close();
  throw new Interrupted('the page is no longer served');
}
