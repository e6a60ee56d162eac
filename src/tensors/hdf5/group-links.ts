import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import { expectTag, type Hdf5Bytes, isUndefined } from './hdf5-bytes.ts';
import { type HeaderMessage, messageTypes } from './object-header.ts';

/** A member of a group. */
export interface GroupLink {
  readonly name: string;
  /** Of its object header. */
  readonly address: number;
  /** Where its entry in a symbol node begins; null in groups of the newer kind. */
  readonly entry: number | null;
}

const LONGEST_NAME = 1024;
/** Levels of a tree of symbol nodes; one of 16 would have more members than memory has bytes. */
const MOST_LEVELS = 16;
const SOFT_LINK = 2;

/**
 * The members of a group in the file's order: from its symbol table, or from link messages in its header;
 * soft links and those to other files are passed over. Null: the object is no group. Throws BadInput on
 * damage and on a group of the newest kind that keeps its links in a heap. Source: HDF5 File Format
 * Specification 3.0, sections III.A.1, III.B to III.D and IV.A.2.
 */
export function readLinks(file: Hdf5Bytes, messages: readonly HeaderMessage[]): readonly GroupLink[] | null {
  const table = messages.find(({ type }) => type === messageTypes.symbolTable);
  if (table !== undefined) return symbolTable(file, table);
  const info = messages.find(({ type }) => type === messageTypes.linkInfo);
  if (info === undefined) return null;
  const heap = info.at + 2 + ((file.u8(info.at + 1) & 1) === 0 ? 0 : 8);
  if (!isUndefined(file.u64(heap)))
    throw new BadInput(
      `${file.place}: keeps the names of its members in a heap, as h5py does with libver='latest' or track_order for more than 8, expected a file of h5py's defaults`,
    );
  return messages.filter(({ type }) => type === messageTypes.link).flatMap((link) => linkMessage(file, link));
}

function symbolTable(file: Hdf5Bytes, { at }: HeaderMessage): GroupLink[] {
  const heap = readLocalHeap(file, file.u64(at + 8));
  return symbolNodes(file, file.u64(at)).flatMap((node) =>
    symbolEntries(file, node).flatMap((entry) => {
      if (file.u32(entry + 16) === SOFT_LINK) return [];
      return [{ name: nameIn(file, heap, file.u64(entry)), address: file.u64(entry + 8), entry }];
    }),
  );
}

/** The heap with the names of a group. */
export interface LocalHeap {
  readonly at: number;
  readonly size: number;
}

/** Where a group's names lie. */
function readLocalHeap(file: Hdf5Bytes, at: number): LocalHeap {
  expectTag(file, at, 'HEAP');
  const heap = { at: file.u64(at + 24), size: file.u64(at + 8) };
  file.slice(heap.at, heap.size);
  return heap;
}

/** The addresses of the symbol nodes below the root of a group's tree, in order. */
export function symbolNodes(file: Hdf5Bytes, root: number): readonly number[] {
  let nodes: readonly number[] = [root];
  expectTag(file, root, 'TREE');
  const levels = file.u8(root + 5) + 1;
  if (levels > MOST_LEVELS)
    throw new BadInput(`${file.place}: damaged: a tree of ${levels} levels at byte ${root}`);
  for (let level = levels - 1; level >= 0; level--) {
    nodes = nodes.flatMap((node) => {
      expectTag(file, node, 'TREE');
      if (file.u8(node + 4) !== 0 || file.u8(node + 5) !== level)
        throw new BadInput(`${file.place}: damaged: the tree node at byte ${node} is of another tree`);
      const children = file.u16(node + 6);
      file.step(1 + children);
      return Array.from({ length: children }, (_, i) => file.u64(node + 32 + 16 * i));
    });
  }
  return nodes;
}

/** Where the entries of a symbol node begin. */
export function symbolEntries(file: Hdf5Bytes, node: number): readonly number[] {
  expectTag(file, node, 'SNOD');
  const count = file.u16(node + 6);
  file.step(1 + count);
  file.slice(node + 8, 40 * count);
  return Array.from({ length: count }, (_, i) => node + 8 + 40 * i);
}

function nameIn(file: Hdf5Bytes, heap: LocalHeap, offset: number): string {
  if (offset >= heap.size)
    throw new BadInput(`${file.place}: damaged: a name at ${offset} of a heap of ${heap.size} bytes`);
  const rest = file.slice(heap.at + offset, Math.min(heap.size - offset, LONGEST_NAME + 1));
  return memberName(file, rest.subarray(0, Math.max(rest.indexOf(0), 0)));
}

/** A link in a header; none of a soft link or one to another file. */
function linkMessage(file: Hdf5Bytes, { at, size }: HeaderMessage): GroupLink[] {
  const flags = file.u8(at + 1);
  let next = at + 2;
  const type = flags & 8 ? file.u8(next++) : 0;
  if (flags & 4) next += 8;
  if (flags & 16) next++;
  const width = 1 << (flags & 3);
  const length = [file.u8, file.u16, file.u32, file.u64][flags & 3](next);
  next += width;
  if (type !== 0) return [];
  if (length > LONGEST_NAME || next + length + 8 > at + size)
    throw new BadInput(`${file.place}: damaged: a name of ${length} bytes in a link of ${size}`);
  const name = memberName(file, file.slice(next, length));
  return [{ name, address: file.u64(next + length), entry: null }];
}

function memberName(file: Hdf5Bytes, bytes: Uint8Array): string {
  const name = new TextDecoder().decode(bytes);
  if (name === '' || name.includes('/') || name === '.')
    throw new BadInput(`${file.place}: damaged: a member named "${printableName(name)}"`);
  return name;
}
