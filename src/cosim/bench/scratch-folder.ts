import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cannot, codeOf } from '../../errors/file-error.ts';

/** What an outside program that failed leaves. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
  readonly isTimeout: boolean;

  /** `message` holds the program's own words. */
  constructor(message: string, isTimeout: boolean) {
    super(message);
    this.isTimeout = isTimeout;
  }
}

/** Groups of processes that are running, by the number of their first. */
const running = new Set<number>();
const folders = new Set<string>();
const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a program in a folder and returns what it printed. It leads a group of processes of its own, so
 * that it can be ended with all that it started. Throws ProgramFailure when it cannot be started, fails,
 * or runs longer than `minutes`.
 */
export function spawnProgram(
  program: string,
  words: readonly string[],
  cwd: string,
  minutes: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...words], { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    let isTimeout = false;
    const timer = setTimeout(() => {
      isTimeout = true;
      if (pid !== undefined) endGroup(pid);
    }, minutes * 60_000);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
    const finish = (failure: string | null) => {
      clearTimeout(timer);
      if (pid !== undefined) running.delete(pid);
      if (failure === null) resolve(Buffer.concat(stdout).toString());
      else reject(new ProgramFailure(failure, isTimeout));
    };
    child.on('error', (error) => finish(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) return finish(null);
      const said = Buffer.concat(stderr.length > 0 ? stderr : stdout).toString();
      return finish(said.trim() || `ended with ${signal ?? `exit code ${code}`}`);
    });
  });
}

/**
 * Calls `work` with a temporary folder that is removed afterwards, also when the process is
 * interrupted or ended from outside: then the programs that it runs are ended first, and the process
 * exits as a shell expects (128 + signal). Throws BadInput where the folder cannot be made or written.
 */
export async function inScratchFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeScratchFolder(prefix);
  if (folders.size === 0) for (const signal of signals) process.on(signal, clearAndExit);
  folders.add(folder);
  try {
    return await work(folder);
  } catch (error) {
    throw isRefusal(error) ? cannot('work in', folder, error, 'TMPDIR') : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
    folders.delete(folder);
    if (folders.size === 0) for (const signal of signals) process.off(signal, clearAndExit);
  }
}

/** Whether a file system has no room or gives no leave; a file that is missing is another matter. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && codeOf(error) !== 'ENOENT';
}

/** Throws BadInput where the system keeps its temporary files and has no room for one. */
async function makeScratchFolder(prefix: string): Promise<string> {
  const parent = tmpdir();
  try {
    return await mkdtemp(join(parent, prefix));
  } catch (error) {
    throw cannot('make a temporary folder in', parent, error, 'TMPDIR');
  }
}

function clearAndExit(signal: NodeJS.Signals): void {
  for (const pid of running) endGroup(pid);
  for (const folder of folders)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  process.exit(signal === 'SIGINT' ? 130 : 143);
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
