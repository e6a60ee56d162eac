import { BadInput } from '../../errors/bad-input.ts';
import { encodeElements } from '../elements/encode.ts';
import { printableName } from '../named-shape.ts';
import type { NamedTensor, Tensor, TensorChanges } from '../tensor-file.ts';
import { type AppendedFile, appendedFile, littleEndianFields } from './appended-file.ts';
import { wholeAt } from './data-set.ts';
import { type GroupLink, symbolEntries, symbolNodes } from './group-links.ts';
import { type Hdf5Bytes, hdf5Bytes } from './hdf5-bytes.ts';
import { type Hdf5Object, type Hdf5Structure, openHdf5 } from './hdf5-file.ts';
import { messageTypes } from './object-header.ts';
import { appendMembers, plainEntry, type WrittenMember } from './write-members.ts';
import { appendDataSet, appendGroup } from './write-object.ts';

/** Of an entry of a symbol table: from its start, behind the name and the address. */
const CACHE_FIELD = 16;
const SCRATCH_FIELD = 24;
const ENTRY_BYTES = 40;
const CACHED_GROUP = 1;

/**
 * An HDF5 file with other values in some data sets, written over the old ones, and with further data sets
 * behind everything else: every other byte stays as it is but for the places that lead to a group's members.
 * A group that a new data set needs is made. Throws BadInput for new values of another shape or type, for
 * data sets in chunks, and for further ones in groups of the newer kind (h5py with libver='latest').
 */
export function rewriteHdf5(
  bytes: Uint8Array,
  fileName: string,
  { replaced, added }: TensorChanges,
): Uint8Array {
  const { structure } = openHdf5(bytes, fileName);
  const file = appendedFile(bytes);
  for (const [name, tensor] of replaced) replace(file, structure, name, tensor, fileName);
  addAll(file, structure, added, fileName);
  const { endField } = structure.superblock;
  if (added.length > 0) file.patch(endField, littleEndianFields([file.end(), 8]));
  return added.length > 0 ? file.bytes() : file.slice(0, bytes.length);
}

function replace(
  file: AppendedFile,
  structure: Hdf5Structure,
  name: string,
  { shape, dtype, data }: Tensor,
  fileName: string,
): void {
  const place = `${fileName}, tensor ${printableName(name)}`;
  const dataSet = structure.describe(name);
  const { littleEndian, dtype: own } = dataSet.type;
  if (own !== dtype || shape.join() !== dataSet.shape.join())
    throw new BadInput(
      `${place}: new values of ${dtype} [${shape.join(', ')}], expected ${own} [${dataSet.shape.join(', ')}]`,
    );
  const at = wholeAt(structure.file.at(place), dataSet);
  if (at !== null) file.patch(at, encodeElements(dtype, data, place, { littleEndian }));
}

/** What a group gets. */
type Additions = Map<string, Map<string, Tensor>>;

/** Adds data sets, those of the deepest groups first: a group's entry is copied as it is in the end. */
function addAll(
  file: AppendedFile,
  structure: Hdf5Structure,
  added: readonly NamedTensor[],
  fileName: string,
): void {
  const additions: Additions = new Map();
  for (const { name, ...tensor } of added) {
    if (structure.objects.has(name))
      throw new BadInput(`${fileName}: has ${printableName(name)} already, expected a new name`);
    const [group, own] = split(name);
    additions.set(group, (additions.get(group) ?? new Map<string, Tensor>()).set(own, tensor));
  }
  const made = new Map<string, Map<string, number>>();
  const leave = (group: string, name: string, address: number) =>
    made.set(group, (made.get(group) ?? new Map<string, number>()).set(name, address));
  for (const [group, tensors] of additions)
    for (const [name, tensor] of tensors)
      leave(group, name, appendDataSet(file, tensor, `${fileName}, tensor ${printableName(name)}`));
  for (const group of additions.keys())
    for (const parent of parentsOf(group, structure)) if (!made.has(parent)) made.set(parent, new Map());
  const depth = (group: string) => (group === '' ? 0 : group.split('/').length);
  for (const group of [...made.keys()].toSorted((a, b) => depth(b) - depth(a))) {
    const members = [...(made.get(group) ?? [])].map(([name, address]) => ({
      name,
      entry: plainEntry(address),
    }));
    const object = structure.objects.get(group);
    const place = group === '' ? fileName : `${fileName}, ${printableName(group)}`;
    if (object === undefined) {
      const { tree, heap } = appendMembers(file, members, structure.superblock, place);
      const [parent, own] = split(group);
      leave(parent, own, appendGroup(file, tree, heap));
    } else if (members.length > 0) extend(file, structure, object, members, place);
  }
}

/** The groups above a new one that must be there, or be made, before it. */
function parentsOf(group: string, { objects }: Hdf5Structure): readonly string[] {
  const parents: string[] = [];
  for (let at = group; !objects.has(at); at = split(at)[0]) parents.push(split(at)[0]);
  return parents;
}

/** The group of a path, and the name in it. */
function split(path: string): readonly [group: string, name: string] {
  const end = Math.max(path.lastIndexOf('/'), 0);
  return [path.slice(0, end), path.slice(end === 0 && !path.startsWith('/') ? 0 : end + 1)];
}

/** Gives a group more members: an index of all of them is appended, and the group's header leads there. */
function extend(
  file: AppendedFile,
  { superblock, file: structureFile }: Hdf5Structure,
  { members, messages, entry }: Hdf5Object,
  further: readonly WrittenMember[],
  place: string,
): void {
  const table = messages.find(({ type }) => type === messageTypes.symbolTable);
  if (members === null) throw new BadInput(`${place}: is a data set, expected a group`);
  if (table === undefined || entry === null)
    throw new BadInput(
      `${place}: is a group of the newer kind, as h5py writes them with libver='latest', expected one of h5py's defaults`,
    );
  const present = presentMembers(file, structureFile, members, table.at, place);
  const { tree, heap } = appendMembers(file, [...present, ...further], superblock, place);
  const addresses = littleEndianFields([tree, 8], [heap, 8]);
  file.patch(table.at, addresses);
  if (file.slice(entry + CACHE_FIELD, 1)[0] === CACHED_GROUP) file.patch(entry + SCRATCH_FIELD, addresses);
}

/**
 * The entries of a group's members as they are. Throws BadInput where one is a soft link, or has no plain
 * name.
 */
function presentMembers(
  file: AppendedFile,
  original: Hdf5Bytes,
  members: readonly GroupLink[],
  table: number,
  place: string,
): readonly WrittenMember[] {
  const fresh = hdf5Bytes(original.bytes, place);
  const entries = symbolNodes(fresh, fresh.u64(table)).reduce(
    (sum, node) => sum + symbolEntries(fresh, node).length,
    0,
  );
  if (entries !== members.length || members.some(({ name }) => name.includes('\ufffd')))
    throw new BadInput(`${place}: has soft links or names that are no text, expected data sets and groups`);
  return members.map(({ name, entry }) => ({ name, entry: file.slice((entry ?? 0) + 8, ENTRY_BYTES - 8) }));
}
