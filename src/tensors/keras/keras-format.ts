import { BadInput } from '../../errors/bad-input.ts';
import { openHdf5 } from '../hdf5/hdf5-file.ts';
import { rewriteHdf5 } from '../hdf5/rewrite-hdf5.ts';
import { isHdf5 } from '../hdf5/superblock.ts';
import type { TensorFormat } from '../tensor-file.ts';
import { readZipDirectory } from '../zip/zip-directory.ts';
import { readZipEntry } from '../zip/zip-entry.ts';
import type { ZipEntry } from '../zip/zip-local.ts';
import { writeZip } from '../zip/zip-write.ts';
import { type KerasFile, MOST_CONFIGURATION_BYTES } from './keras-file.ts';

const WEIGHTS = 'model.weights.h5';
const CONFIGURATION = 'config.json';
/** Most bytes that the weights may take when they are unpacked. */
const GIB = 2 ** 30;

/** Files of `model.save('model.keras')`: a zip file with a configuration and the weights in HDF5. */
export const keras: TensorFormat = {
  name: 'keras',
  says: 'a .keras file',
  endings: ['.keras'],
  matches: (bytes) => entriesOf(bytes)?.some(({ name }) => name === WEIGHTS) ?? false,
  open: (bytes, path): KerasFile => {
    const entries = readZipDirectory(bytes, path);
    const { names, has, shape, read, groups, texts } = openHdf5(weightsIn(bytes, entries, path), path);
    const configuration = configurationIn(bytes, entries, path);
    return { format: 'keras', names, has, shape, read, groups, texts, configuration };
  },
  rewrite: (bytes, path, _, changes) => {
    const entries = readZipDirectory(bytes, path);
    const weights = rewriteHdf5(weightsIn(bytes, entries, path), path, changes);
    const contents = entries.map((entry) => ({
      name: entry.name,
      bytes:
        entry.name === WEIGHTS ? weights : readZipEntry(bytes, entry, `${path}, zip entry ${entry.name}`),
    }));
    const isDeflated = entries.some(({ name, method }) => name === WEIGHTS && method === 'deflated');
    return { bytes: writeZip(contents, isDeflated), companions: new Map() };
  },
};

/** The entries of a zip file; null: it is none, or damaged. */
function entriesOf(bytes: Uint8Array): readonly ZipEntry[] | null {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return null;
  try {
    return readZipDirectory(bytes, '');
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

function weightsIn(bytes: Uint8Array, entries: readonly ZipEntry[], path: string): Uint8Array {
  const content = entryOf(bytes, entries, path, WEIGHTS, GIB);
  if (content === null || !isHdf5(content))
    throw new BadInput(`${path}, zip entry ${WEIGHTS}: is no HDF5 file`);
  return content;
}

function configurationIn(bytes: Uint8Array, entries: readonly ZipEntry[], path: string): string | null {
  const content = entryOf(bytes, entries, path, CONFIGURATION, MOST_CONFIGURATION_BYTES);
  return content && new TextDecoder().decode(content);
}

/** What an entry holds; null: there is none of this name. */
function entryOf(
  archive: Uint8Array,
  entries: readonly ZipEntry[],
  path: string,
  name: string,
  mostBytes: number,
): Uint8Array | null {
  const entry = entries.find((each) => each.name === name);
  if (entry === undefined) return null;
  const place = `${path}, zip entry ${name}`;
  if (entry.bytes > mostBytes)
    throw new BadInput(`${place}: ${entry.bytes} bytes, expected at most ${mostBytes}`);
  return readZipEntry(archive, entry, place);
}
