import { BadInput } from '../../errors/bad-input.ts';
import { elementBytes } from '../elements/elements.ts';
import { printableName } from '../named-shape.ts';
import type { Tensor, TensorChanges, WrittenFile } from '../tensor-file.ts';
import { readZipEntry } from '../zip/zip-entry.ts';
import { writeZip, type ZipContent } from '../zip/zip-write.ts';
import { type FreshStorages, freshStorages } from './fresh-storages.ts';
import type { NamedDictionary, NamedTorchTensor } from './named-tensors.ts';
import type { PickleCall, PickleDictionary, PickleNode, PickleValue } from './pickle/pickle-value.ts';
import { type PickleEdits, writePickle } from './pickle/write-pickle.ts';
import { storageEdits } from './storage-edits.ts';
import { viewEnd } from './strided-view.ts';
import type { TorchCheckpoint } from './torch-checkpoint.ts';
import type { TorchTensor } from './torch-tensor.ts';
import { usedStorages } from './used-storages.ts';

/** At which torch.save lets the data of an entry begin. */
const ALIGNMENT = 64;
const NO_EDITS: PickleEdits = { replaced: new Map(), added: new Map() };

/**
 * A file of torch.save with changes. Values of the same type are written where they lie in their storages, so
 * that tied tensors see them as in PyTorch; tensors of another type get storages of their own. What is added
 * goes to the end of the dictionary of the tensor whose name it begins with. All else is as it was: keys and
 * their order, kinds of dictionaries and their state, other values, folder, byte order. Throws BadInput for
 * values that tied tensors would have to differ in, and for what would be added to a list.
 */
export function rewriteTorch(checkpoint: TorchCheckpoint, path: string, changes: TensorChanges): WrittenFile {
  const written = storageEdits(checkpoint, path);
  const fresh = freshStorages(checkpoint.archive, path);
  const replaced = new Map<PickleNode, PickleNode>();
  for (const [name, tensor] of changes.replaced) {
    const found = readable(checkpoint, name, path);
    if (found.tensor.dtype === tensor.dtype) written.write(name, found.tensor, tensor);
    else replaced.set(found.value, retyped(checkpoint, found, tensor, changes, fresh, path));
  }
  const edits = { replaced, added: additions(checkpoint, changes, fresh, path) };
  const contents = contentsOf(checkpoint, edits, new Map([...written.storages, ...fresh.storages]), path);
  return { bytes: writeZip(contents, false, { alignment: ALIGNMENT }), companions: new Map() };
}

type Readable = NamedTorchTensor & { readonly tensor: TorchTensor };

function readable({ tensors }: TorchCheckpoint, name: string, path: string): Readable {
  const found = tensors.get(name);
  if (found !== undefined && !('says' in found.tensor)) return { ...found, tensor: found.tensor };
  throw new BadInput(
    `${path}, tensor ${printableName(name)}: ${found === undefined ? 'is not in the file' : 'is of no plain numbers'}`,
  );
}

/** A tensor of another type in its own storage: nothing else may lie where it lay. */
function retyped(
  { tensors }: TorchCheckpoint,
  found: Readable,
  tensor: Tensor,
  { replaced }: TensorChanges,
  fresh: FreshStorages,
  path: string,
): PickleCall {
  const { name } = found;
  for (const other of tensors.values()) {
    if (other.value === found.value || 'says' in other.tensor || !overlap(found.tensor, other.tensor))
      continue;
    if (replaced.get(other.name)?.dtype === tensor.dtype) continue;
    throw new BadInput(
      `${path}, tensor ${printableName(name)}: shares its values with ${printableName(other.name)}: as ${tensor.dtype} alone it would be parted from it; save it untied (tensor.clone())`,
    );
  }
  return fresh.add({ name, ...tensor });
}

/** Whether two tensors lie in the same stretch of a storage. */
function overlap(a: TorchTensor, b: TorchTensor): boolean {
  if (a.key !== b.key) return false;
  const [from, to] = [a, b].map(({ offset, dtype }) => offset * elementBytes[dtype]);
  const [endA, endB] = [a, b].map((view) => viewEnd(view) * elementBytes[view.dtype]);
  return from < endB && to < endA;
}

/** What is put into each dictionary. */
function additions(
  checkpoint: TorchCheckpoint,
  { added }: TensorChanges,
  fresh: FreshStorages,
  path: string,
): ReadonlyMap<PickleDictionary | PickleCall, readonly PickleValue[]> {
  const entries = new Map<PickleDictionary | PickleCall, PickleValue[]>();
  for (const tensor of added) {
    const { node, prefix } = dictionaryFor(checkpoint, tensor.name, path);
    const put = entries.get(node) ?? [];
    put.push(tensor.name.slice(prefix.length), fresh.add(tensor));
    entries.set(node, put);
  }
  return entries;
}

/** The dictionary of the tensor with whose name a new one begins, or of one with a name as alike as any. */
function dictionaryFor({ tensors }: TorchCheckpoint, name: string, path: string): NamedDictionary {
  let best: NamedDictionary | null = null;
  let most = -1;
  for (const { name: other, dictionary } of tensors.values()) {
    if (dictionary === null || !name.startsWith(dictionary.prefix)) continue;
    const alike = commonLength(name, other);
    if (alike > most) [best, most] = [dictionary, alike];
  }
  if (best !== null) return best;
  throw new BadInput(
    `${path}, tensor ${printableName(name)}: has no dictionary into which it could be put: the tensors of the file stand in lists`,
  );
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** The entries in the order of the file: new storages behind the old ones, none that nothing refers to. */
function contentsOf(
  { archive, root }: TorchCheckpoint,
  edits: PickleEdits,
  storages: ReadonlyMap<string, Uint8Array>,
  path: string,
): ZipContent[] {
  const { bytes, entries, folder } = archive;
  const kept = usedStorages(root, edits);
  const isDropped = (key: string) => dropped.has(key) && !kept.has(key);
  const dropped = usedStorages(root, NO_EDITS);
  const prefix = `${folder}data/`;
  const left = new Map(storages);
  const contents = entries.flatMap((entry): ZipContent[] => {
    const { name } = entry;
    if (name === `${folder}data.pkl`) return [{ name, bytes: writePickle(root, edits) }];
    const key = name.startsWith(prefix) ? name.slice(prefix.length) : null;
    const changed = key === null ? undefined : left.get(key);
    if (key !== null && isDropped(key)) return [];
    if (key !== null) left.delete(key);
    return [{ name, bytes: changed ?? readZipEntry(bytes, entry, `${path}, zip entry ${name}`) }];
  });
  const behind =
    1 + contents.findLastIndex(({ name }) => name.startsWith(prefix) || name.endsWith('data.pkl'));
  const fresh = Array.from(left, ([key, content]) => ({ name: `${prefix}${key}`, bytes: content }));
  return contents.toSpliced(behind, 0, ...fresh);
}
