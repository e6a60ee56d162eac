import { BadInput } from '../../errors/bad-input.ts';
import { elementBytes } from '../elements/elements.ts';
import { printableName } from '../named-shape.ts';
import { readZipEntry } from '../zip/zip-entry.ts';
import { type NamedTorchTensor, namedTensors } from './named-tensors.ts';
import { checkDepth } from './pickle/pickle-depth.ts';
import { unpickle } from './pickle/pickle-machine.ts';
import type { PickleValue } from './pickle/pickle-value.ts';
import { elementCount, numbersText } from './strided-view.ts';
import { openTorchArchive, storageEntry, type TorchArchive } from './torch-archive.ts';
import { isKnownToTorch } from './torch-names.ts';

/** An opened file of torch.save: its pickle is read, and every tensor lies in its storage. */
export interface TorchCheckpoint {
  readonly archive: TorchArchive;
  /** What the pickle holds. */
  readonly root: PickleValue;
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, NamedTorchTensor>;
  /** The bytes of a storage, checked once. Throws BadInput on damage. */
  storage(key: string): Uint8Array;
}

/** Bytes that all tensors may take, for each byte of the storages and on top: views may repeat. */
const MOST_TIMES = 2;
const MOST_MORE_BYTES = 2 ** 24;

/**
 * Opens a file of torch.save of the zip form. Throws BadInput, with `path` in front, on damage, on pickles
 * that would call anything but what makes tensors, on tensors that do not lie in their storages, on views
 * that together are far larger than these, and where there is no tensor.
 */
export function openTorchCheckpoint(bytes: Uint8Array, path: string): TorchCheckpoint {
  const archive = openTorchArchive(bytes, path);
  const place = `${path}, pickle ${archive.folder}data.pkl`;
  const { value: root } = unpickle(archive.pickle, 0, { place, isKnown: isKnownToTorch });
  checkDepth(root, place);
  const { tensors, others } = namedTensors(root, path);
  if (tensors.size === 0)
    throw new BadInput(
      `${path}: a file of torch.save without tensors; found ${others.length === 0 ? 'nothing' : others.join(', ')}`,
    );
  const sizes = storageSizes(archive, tensors.values(), path);
  refuseRepeats(tensors.values(), sizes, path);
  return { archive, root, tensors, storage: storages(archive, path) };
}

/** The declared bytes of the storages that tensors lie in, each of the size that the pickle says. */
function storageSizes(
  archive: TorchArchive,
  tensors: Iterable<NamedTorchTensor>,
  path: string,
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { name, tensor } of tensors) {
    if ('says' in tensor) continue;
    const { key, storageBytes } = tensor;
    const bytes = sizes.get(key) ?? storageEntry(archive, key)?.bytes;
    const place = `${path}, tensor ${printableName(name)}`;
    const entry = printableName(`${archive.folder}data/${key}`);
    if (bytes === undefined) throw new BadInput(`${place}: its storage ${entry} is not in the file`);
    if (bytes !== storageBytes)
      throw new BadInput(`${place}: its storage ${entry} has ${bytes} bytes, expected ${storageBytes}`);
    sizes.set(key, bytes);
  }
  return sizes;
}

function refuseRepeats(
  tensors: Iterable<NamedTorchTensor>,
  sizes: ReadonlyMap<string, number>,
  path: string,
): void {
  let left = [...sizes.values()].reduce((sum, bytes) => sum + MOST_TIMES * bytes, MOST_MORE_BYTES);
  for (const { name, tensor } of tensors) {
    if ('says' in tensor) continue;
    left -= elementCount(tensor) * elementBytes[tensor.dtype];
    if (left >= 0) continue;
    throw new BadInput(
      `${path}, tensor ${printableName(name)}: shape ${numbersText(tensor.shape)} repeats its storage of ${tensor.storageBytes} bytes: all tensors together are too large for a file of ${sizes.size} storages`,
    );
  }
}

/** Unpacks and checks each storage once, however many tensors lie in it. */
function storages(archive: TorchArchive, path: string): (key: string) => Uint8Array {
  const read = new Map<string, Uint8Array>();
  return (key) => {
    const known = read.get(key);
    if (known !== undefined) return known;
    const entry = storageEntry(archive, key);
    if (entry === undefined) throw new BadInput(`${path}: has no storage ${printableName(key)}`);
    const found = readZipEntry(archive.bytes, entry, `${path}, zip entry ${entry.name}`);
    read.set(key, found);
    return found;
  };
}
