import { basename, join } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { type Fingerprint, isThere, readRegularFile } from './regular-file.ts';

/** The list, in a folder of outputs, of the files that were written into it. */
export const LIST_NAME = '.bbsim-files.json';

/** Files of a folder by name, each as it was when it was written. */
export type FileList = ReadonlyMap<string, Fingerprint>;

/** No command writes as many files as take a longer list. */
const MOST_BYTES = 2 ** 20;

const SAYS =
  'Files that bbsim wrote here. Its next run into this folder removes those that it does not write again.';

/**
 * The list of a folder, empty where it has none. It may come from anybody: null where it is not one that
 * `writeFileList` writes, or has names that lead elsewhere.
 */
export async function readFileList(folder: string): Promise<FileList | null> {
  const path = join(folder, LIST_NAME);
  if (!(await isThere(path))) return new Map();
  const text = await readRegularFile(path, async (file, bytes) =>
    bytes <= MOST_BYTES ? await file.readFile('utf8') : null,
  );
  return text === null ? null : parse(text);
}

/** Writes the list of a folder. Throws BadInput. */
export async function writeFileList(folder: string, list: FileList): Promise<void> {
  const files = [...list].map(([name, { bytes, sha256 }]) => ({ name, bytes, sha256 }));
  const text = `${JSON.stringify({ description: SAYS, files }, null, 2)}\n`;
  await writeFileAtomic(join(folder, LIST_NAME), text);
}

function parse(text: string): FileList | null {
  try {
    const data: unknown = JSON.parse(text);
    const files = isRecord(data) ? data.files : null;
    if (!Array.isArray(files) || !files.every(isEntry)) return null;
    return new Map(files.map(({ name, bytes, sha256 }) => [name, { bytes, sha256 }]));
  } catch {
    return null;
  }
}

function isEntry(entry: unknown): entry is Fingerprint & { readonly name: string } {
  if (!isRecord(entry)) return false;
  const { name, bytes, sha256 } = entry;
  return isPlainName(name) && Number.isSafeInteger(bytes) && /^[0-9a-f]{64}$/.test(String(sha256));
}

/** Whether a name is that of a file right in its folder, on every system, and not of the list itself. */
export function isPlainName(name: unknown): name is string {
  if (typeof name !== 'string' || !/^[^/\\:\0]{1,255}$/.test(name)) return false;
  return !['.', '..', LIST_NAME].includes(name.toLowerCase()) && basename(name) === name;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
