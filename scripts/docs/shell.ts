import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Example, type Page, root } from './pages.ts';

/** What a block of commands printed, and its exit code. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Entries of the project's folder that a working folder has no use for. */
const LEFT_OUT = ['.git', 'out', 'coverage'];

/**
 * Commands that examples may use beside those of every shell. `npx` runs what is built here, and `npm` does
 * nothing: an install or a test run inside a test would take minutes and prove nothing.
 */
const stubs: Readonly<Record<string, string>> = {
  npx: `case "$1" in
  bbsim) shift; exec "${process.execPath}" "${root}bin/bbsim.js" "$@" ;;
  tsx) shift; exec "${process.execPath}" "${root}node_modules/tsx/dist/cli.mjs" "$@" ;;
  *) echo "npx $1: not a command of the documentation" >&2; exit 127 ;;
esac`,
  npm: `case "$1" in
  ci|test|run) exit 0 ;;
  *) echo "npm $1: not a command of the documentation" >&2; exit 127 ;;
esac`,
};

/** A folder of its own that looks like the project's and holds the files that a page asks for. */
export interface Workplace {
  readonly folder: string;
  /** Runs commands as a reader would; the first that fails ends them. */
  readonly run: (commands: string) => Promise<Ran>;
  readonly close: () => void;
}

/** Makes the folder in which the commands of a page run. */
export function openWorkplace({ files }: Pick<Page, 'files'>): Workplace {
  const place = mkdtempSync(join(tmpdir(), 'bbsim-docs-'));
  const [folder, bin] = [join(place, 'work'), join(place, 'bin')];
  mkdirSync(folder);
  mkdirSync(bin);
  for (const name of readdirSync(root)) {
    if (!LEFT_OUT.includes(name)) symlinkSync(join(root, name), join(folder, name));
  }
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  for (const [name, body] of Object.entries(stubs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  }
  return {
    folder,
    run: (commands) => runShell(commands, folder, bin),
    close: () => rmSync(place, { recursive: true }),
  };
}

/** Runs the commands of an example in a folder of its own; `look` may read what they wrote there. */
export async function runExample(
  page: Page,
  { commands }: Example,
  look: (folder: string) => void = () => {},
): Promise<Ran> {
  const workplace = openWorkplace(page);
  try {
    const ran = await workplace.run(commands);
    look(workplace.folder);
    return ran;
  } finally {
    workplace.close();
  }
}

/** What the examples of a page printed that are run one after the other in one folder, in their order. */
export async function runInOneFolder(page: Page, look: (folder: string) => void): Promise<readonly Ran[]> {
  const workplace = openWorkplace(page);
  try {
    const found = [];
    for (const { commands } of page.examples) found.push(await workplace.run(commands));
    look(workplace.folder);
    return found;
  } finally {
    workplace.close();
  }
}

function runShell(commands: string, folder: string, bin: string): Promise<Ran> {
  const { FORCE_COLOR: _, COLUMNS: __, ...inherited } = process.env;
  const env = { ...inherited, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const shell = spawn('sh', ['-e', '-c', commands], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    shell[name].setEncoding('utf8').on('data', (part: string) => {
      text[name] += part;
    });
  }
  return new Promise((resolve, reject) => {
    shell.on('error', reject);
    shell.on('close', (exitCode) => resolve({ ...text, exitCode: exitCode ?? 1 }));
  });
}
