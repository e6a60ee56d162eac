import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../disk/atomic-file.ts';
import { cannot, codeOf } from '../../errors/file-error.ts';
import { slurmFolder } from './slurm-scripts.ts';

/** The jobs that a sweep was given to, for whoever follows them later. */
export interface Submission {
  readonly sweep: string;
  /** Of all its jobs. */
  readonly jobName: string;
  /** Numbers of the jobs; a merge that Slurm refused has none. */
  readonly array: string;
  readonly merge: string | null;
  /** How many parts the sweep is divided in. */
  readonly of: number;
}

const fileName = 'submitted.json';

/** Notes a submission beside its scripts. Throws BadInput when it cannot. */
export async function writeSubmission(dir: string, submission: Submission): Promise<void> {
  await writeFileAtomic(join(slurmFolder(dir), fileName), `${JSON.stringify(submission, null, 2)}\n`);
}

/**
 * The last submission of a store; null when there is none, or nothing that bbsim wrote. Throws
 * BadInput when it cannot be read.
 */
export async function readSubmission(dir: string): Promise<Submission | null> {
  const path = join(slurmFolder(dir), fileName);
  try {
    return submissionOf(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' || error instanceof SyntaxError)
      return null;
    throw cannot('read', path, error);
  }
}

function submissionOf(data: Partial<Record<keyof Submission, unknown>> | null): Submission | null {
  if (typeof data !== 'object' || data === null) return null;
  const { sweep, jobName, array, merge, of } = data;
  const isNumber = (id: unknown) => typeof id === 'string' && /^\d+$/.test(id);
  if (typeof sweep !== 'string' || typeof jobName !== 'string' || !isNumber(array)) return null;
  if ((merge !== null && !isNumber(merge)) || !Number.isSafeInteger(of) || Number(of) < 1) return null;
  return data as Submission;
}

/** Writes the scripts of a store's jobs, and returns their paths. Throws BadInput when it cannot. */
export async function writeScripts(
  dir: string,
  scripts: { readonly array: string; readonly merge: string },
): Promise<{ readonly array: string; readonly merge: string }> {
  const folder = slurmFolder(dir);
  const paths = { array: join(folder, 'array.sh'), merge: join(folder, 'merge.sh') };
  try {
    await mkdir(folder, { recursive: true });
    for (const kind of ['array', 'merge'] as const)
      await writeFile(paths[kind], scripts[kind], { mode: 0o755 });
  } catch (error) {
    throw cannot('write', folder, error);
  }
  return paths;
}

const tailBytes = 4096;

/** The last line of a log; empty when there is none. */
export async function lastLine(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return '';
  try {
    const { size } = await file.stat();
    const { bytesRead, buffer } = await file.read(
      Buffer.alloc(tailBytes),
      0,
      tailBytes,
      Math.max(0, size - tailBytes),
    );
    return buffer.subarray(0, bytesRead).toString('utf8').trimEnd().split('\n').at(-1) ?? '';
  } catch {
    return '';
  } finally {
    await file.close();
  }
}
