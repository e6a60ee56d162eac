import { BadInput } from '../../errors/bad-input.ts';
import { refuseWrongChanges } from '../tensor-changes.ts';
import type { Tensor, TensorChanges } from '../tensor-file.ts';
import { readZipDirectory } from '../zip/zip-directory.ts';
import { readZipEntry, readZipEntryHead } from '../zip/zip-entry.ts';
import type { ZipEntry } from '../zip/zip-local.ts';
import { writeZip } from '../zip/zip-write.ts';
import { type NpyArray, readNpy, readNpyLayout, type WritableData, writeNpy, writeNpyTensor } from './npy.ts';
import { MAX_HEADER_BYTES } from './npy-header.ts';
import { replaceNpy } from './npy-replace.ts';
import { readNpyText } from './npy-text.ts';

/**
 * An opened .npz file: its directory has been checked, its arrays are inflated and decoded when they are
 * read.
 */
export interface NpzFile {
  /** Names of the arrays (without `.npy`), in the order of the file. */
  readonly names: readonly string[];
  /** Whether the file has an array of this name. */
  has(name: string): boolean;
  /**
   * The shape of an array, of which only the header is inflated. Null where the file has no array of this
   * name, or none that can be read.
   */
  shape(name: string): readonly number[] | null;
  /**
   * Decodes one array, anew at each call. Throws BadInput on damaged data and on a name that the file does
   * not have.
   */
  read(name: string): NpyArray;
  /** Reads an array that is one string (`format` of a SciPy file), byte or unicode characters. */
  readText(name: string): string;
}

/** Limits on what a file from outside may ask for. */
export interface NpzLimits {
  /** Most bytes that all arrays may take after inflation, as declared. Default 1 GiB. */
  readonly maxBytes?: number;
}

/** One array to be written. */
export interface NpzEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: WritableData;
}

const GIB = 2 ** 30;
const MAX_TEXT_BYTES = 16_384;
const SHOWN_NAMES = 8;

/**
 * Opens a .npz file (`numpy.savez`, `numpy.savez_compressed`). All declared sizes are checked before memory
 * is taken. Throws BadInput, with `fileName` in front, on a damaged or hostile archive, on entries that are
 * not .npy files and beyond `maxBytes`.
 */
export function openNpz(bytes: Uint8Array, fileName: string, { maxBytes = GIB }: NpzLimits = {}): NpzFile {
  const entries = new Map<string, ZipEntry>();
  let total = 0;
  for (const entry of readZipDirectory(bytes, fileName)) {
    refuseOtherFiles(entry.name, fileName);
    entries.set(entry.name.slice(0, -'.npy'.length), entry);
    total += entry.bytes;
  }
  if (total > maxBytes) {
    throw new BadInput(
      `${fileName}: its arrays take ${total} bytes when inflated, expected at most ${maxBytes}`,
    );
  }
  const names = [...entries.keys()];
  const find = (name: string): ZipEntry => {
    const entry = entries.get(name);
    if (entry === undefined)
      throw new BadInput(`${fileName}: has no array ${name}; it has ${firstNames(names)}`);
    return entry;
  };
  const read = (name: string): NpyArray => {
    const [entry, place] = [find(name), `${fileName}, array ${name}`];
    readNpyLayout(readZipEntryHead(bytes, entry, MAX_HEADER_BYTES, place), entry.bytes, place);
    // What was inflated is nobody else's; what is stored is a view of the file.
    return readNpy(readZipEntry(bytes, entry, place), place, { ownsBytes: entry.method !== 'stored' });
  };
  const readText = (name: string): string => {
    const [entry, place] = [find(name), `${fileName}, array ${name}`];
    if (entry.bytes > MAX_TEXT_BYTES)
      throw new BadInput(`${place}: ${entry.bytes} bytes, expected one short string`);
    return readNpyText(readZipEntry(bytes, entry, place), place);
  };
  const shape = (name: string): readonly number[] | null => {
    const entry = entries.get(name);
    if (entry === undefined) return null;
    try {
      return readNpyLayout(readZipEntryHead(bytes, entry, MAX_HEADER_BYTES, ''), entry.bytes, '').shape;
    } catch (error) {
      if (error instanceof BadInput) return null;
      throw error;
    }
  };
  return { names, has: (name) => entries.has(name), shape, read, readText };
}

/**
 * The bytes of a .npz file that `numpy.load` reads; the same arrays give the same bytes. Arrays are stored as
 * they are, or deflated with `compress`. Throws RangeError on a name given twice.
 */
export function writeNpz(
  entries: readonly NpzEntry[],
  { compress = false }: { readonly compress?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  return writeZip(
    entries.map(({ name, shape, data }) => ({ name: `${name}.npy`, bytes: writeNpy(shape, data) })),
    compress,
  );
}

/**
 * A .npz file with changes: arrays that do not change keep the bytes of their .npy files, others their byte
 * order and order of axes, and the file is deflated if it was. Throws BadInput as opening it does, as arrays
 * are written, and for changes that do not fit.
 */
export function rewriteNpz(
  bytes: Uint8Array,
  fileName: string,
  { replaced, added }: TensorChanges,
): Uint8Array<ArrayBuffer> {
  refuseWrongChanges(openNpz(bytes, fileName), { replaced, added }, fileName);
  const entries = readZipDirectory(bytes, fileName);
  const npy = (name: string, tensor: Tensor) => writeNpyTensor(tensor, `${fileName}, array ${name}`);
  const kept = entries.map((entry) => {
    const name = entry.name.slice(0, -'.npy'.length);
    const [tensor, place] = [replaced.get(name), `${fileName}, array ${name}`];
    const contents = readZipEntry(bytes, entry, place);
    return { name: entry.name, bytes: tensor ? replaceNpy(contents, tensor, place) : contents };
  });
  return writeZip(
    [...kept, ...added.map((tensor) => ({ name: `${tensor.name}.npy`, bytes: npy(tensor.name, tensor) }))],
    entries.some(({ method }) => method !== 'stored'),
  );
}

/** Names for a message, the first few only. */
export function firstNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length - SHOWN_NAMES;
  return names.slice(0, SHOWN_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function refuseOtherFiles(name: string, fileName: string): void {
  if (name.endsWith('.npy')) return;
  throw new BadInput(`${fileName}: zip entry ${name} is not an array, expected only .npy files`);
}
