import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import { readZipDirectory } from '../zip/zip-directory.ts';
import { readZipEntry } from '../zip/zip-entry.ts';
import type { ZipEntry } from '../zip/zip-local.ts';

/**
 * The zip file of torch.save: in one folder of any name a pickle `data.pkl`, the storages `data/<key>` as
 * they lie in memory, and short records such as `version` and `byteorder`. Source: PyTorch,
 * torch/serialization.py and caffe2/serialize/inline_container.h.
 */
export interface TorchArchive {
  readonly bytes: Uint8Array;
  /** In the order of the file. */
  readonly entries: readonly ZipEntry[];
  readonly byName: ReadonlyMap<string, ZipEntry>;
  /** Of all entries: empty, or ending in a slash. */
  readonly folder: string;
  /** The pickle, unpacked. */
  readonly pickle: Uint8Array;
  /** Whether the storages have the low byte of a number first. */
  readonly isLittleEndian: boolean;
}

const PICKLE = 'data.pkl';
/** Most bytes that the deflated entries may take; torch.save itself stores them as they are. */
const MOST_INFLATED = 2 ** 30;

/** What stands in archives of PyTorch that hold no state dict: what they are. */
const otherArchives: readonly (readonly [entry: RegExp, what: string])[] = [
  [/(^|\/)constants\.pkl$/, 'a TorchScript archive (torch.jit.save), which holds code'],
  [/(^|\/)\.data\/extern_modules$/, 'a package of torch.package, which holds code'],
  [/(^|\/)(serialized_exported_program\.json|archive_format)$/, 'an exported program (torch.export.save)'],
];

/**
 * Whether a zip file is of PyTorch. One that is cut short has no directory: torch.save writes the pickle
 * first, so the name of the first entry tells.
 */
export function isTorchArchive(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  if (firstName(bytes).endsWith(`/${PICKLE}`)) return true;
  try {
    return readZipDirectory(bytes, '').some(
      ({ name }) => isPickle(name) || otherArchives.some(([entry]) => entry.test(name)),
    );
  } catch (error) {
    if (error instanceof BadInput) return false;
    throw error;
  }
}

/**
 * Opens an archive: its directory is checked, its pickle unpacked. Throws BadInput on a damaged archive, on
 * those of PyTorch that hold no state dict, on one without a pickle or with two, and on a byte order that is
 * none.
 */
export function openTorchArchive(bytes: Uint8Array, path: string): TorchArchive {
  const entries = readZipDirectory(bytes, path);
  for (const [entry, what] of otherArchives)
    if (entries.some(({ name }) => entry.test(name)))
      throw new BadInput(
        `${path}: is ${what}, expected a state_dict; in Python: torch.save(model.state_dict(), path)`,
      );
  const pickles = entries.filter(({ name }) => isPickle(name));
  if (pickles.length !== 1)
    throw new BadInput(`${path}: has ${pickles.length} entries ${PICKLE}, expected one`);
  refuseBombs(entries, path);
  const [pickle] = pickles;
  const folder = pickle.name.slice(0, -PICKLE.length);
  return {
    bytes,
    entries,
    byName: new Map(entries.map((entry) => [entry.name, entry])),
    folder,
    pickle: readZipEntry(bytes, pickle, `${path}, zip entry ${pickle.name}`),
    isLittleEndian: isLittleEndian(bytes, entries, folder, path),
  };
}

/** The entry with the bytes of a storage; undefined: there is none. */
export function storageEntry({ byName, folder }: TorchArchive, key: string): ZipEntry | undefined {
  return byName.get(`${folder}data/${key}`);
}

const isPickle = (name: string): boolean => name === PICKLE || name.endsWith(`/${PICKLE}`);

function firstName(bytes: Uint8Array): string {
  const length = bytes.length < 30 ? 0 : bytes[26] + 256 * bytes[27];
  return String.fromCharCode(...bytes.subarray(30, 30 + Math.min(length, 1024)));
}

function refuseBombs(entries: readonly ZipEntry[], path: string): void {
  const total = entries.reduce((sum, { method, bytes }) => sum + (method === 'deflated' ? bytes : 0), 0);
  if (total <= MOST_INFLATED) return;
  throw new BadInput(
    `${path}: its entries take ${total} bytes when inflated, expected at most ${MOST_INFLATED}`,
  );
}

/** Little endian unless an entry `byteorder` says otherwise, which PyTorch 2.1 and later write. */
function isLittleEndian(
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
  folder: string,
  path: string,
): boolean {
  const entry = entries.find(({ name }) => name === `${folder}byteorder`);
  if (entry === undefined) return true;
  const place = `${path}, zip entry ${entry.name}`;
  if (entry.bytes > 16) throw new BadInput(`${place}: ${entry.bytes} bytes, expected little or big`);
  const order = String.fromCharCode(...readZipEntry(bytes, entry, place)).trim();
  if (order !== 'little' && order !== 'big')
    throw new BadInput(`${place}: is "${printableName(order)}", expected little or big`);
  return order === 'little';
}
