import { BadInput } from '../../errors/bad-input.ts';
import { joinedBytes } from '../joined-bytes.ts';
import { type AppendedFile, ascii, littleEndianFields, padded } from './appended-file.ts';
import type { Superblock } from './superblock.ts';

/** A member of a group, with what its entry says behind the place of its name. */
export interface WrittenMember {
  readonly name: string;
  /** Its header's address, its cache and 16 bytes for it. */
  readonly entry: Uint8Array;
}

const ENTRY_BYTES = 40;
const NO_FREE_ROOM = 1;

/** An entry for a header that nothing is cached of. */
export function plainEntry(address: number): Uint8Array {
  return padded(littleEndianFields([address, 8]), ENTRY_BYTES - 8);
}

/**
 * Appends the index of a group's members, as HDF5 writes it in its first format: a heap with their names,
 * nodes with their entries in the order of names, and a tree of one node. Returns the addresses of tree and
 * heap. Throws BadInput for more members than one node leads to, and for a file whose nodes have no usual
 * size. Source: HDF5 File Format Specification 3.0, sections III.A to III.D.
 */
export function appendMembers(
  file: AppendedFile,
  members: readonly WrittenMember[],
  { leafK, internalK }: Superblock,
  place: string,
): { readonly tree: number; readonly heap: number } {
  const [perNode, perTree] = [2 * leafK, 2 * internalK];
  if (perNode < 1 || perTree < 1 || members.length > perNode * perTree)
    throw new BadInput(`${place}: ${members.length} members, expected at most ${perNode * perTree}`);
  const named = members
    .map(({ name, entry }) => ({ bytes: new TextEncoder().encode(name), entry }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const { heap, offsets } = appendNames(
    file,
    named.map(({ bytes }) => bytes),
  );
  const nodes: number[] = [];
  const lastNames: number[] = [];
  for (let from = 0; from < named.length; from += perNode) {
    const own = named.slice(from, from + perNode);
    const entries = own.map(({ entry }, i) =>
      joinedBytes([littleEndianFields([offsets[from + i], 8]), entry]),
    );
    const node = joinedBytes([ascii('SNOD'), littleEndianFields([1, 2], [own.length, 2]), ...entries]);
    nodes.push(file.append(padded(node, 8 + perNode * ENTRY_BYTES)));
    lastNames.push(offsets[from + own.length - 1]);
  }
  // The first key, of the empty name at the start of the heap, is below all others.
  const keys = nodes.map((node, i) => littleEndianFields([node, 8], [lastNames[i], 8]));
  const head = littleEndianFields([0, 1], [0, 1], [nodes.length, 2], [-1, 8], [-1, 8], [0, 8]);
  const tree = padded(joinedBytes([ascii('TREE'), head, ...keys]), 24 + 8 * (2 * perTree + 1));
  return { tree: file.append(tree), heap };
}

/** Appends a heap with names, each ended by a zero byte, behind an empty one. */
function appendNames(
  file: AppendedFile,
  names: readonly Uint8Array[],
): { readonly heap: number; readonly offsets: readonly number[] } {
  let size = 8;
  const offsets = names.map((name) => {
    const at = size;
    size += Math.ceil((name.length + 1) / 8) * 8;
    return at;
  });
  const segment = new Uint8Array(size);
  for (const [i, name] of names.entries()) segment.set(name, offsets[i]);
  const data = file.append(segment);
  const head = littleEndianFields([0, 4], [size, 8], [NO_FREE_ROOM, 8], [data, 8]);
  return { heap: file.append(joinedBytes([ascii('HEAP'), head])), offsets };
}
