import { MOST_TENSORS, type NamedShape } from '../named-shape.ts';

const MAGIC = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Groups in groups that are followed. */
const DEEPEST = 16;

/** Whether a file is HDF5, without a block of the user's in front. */
export function isHdf5(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * The data sets of an HDF5 file by their paths, as far as they are in groups of the first kind (superblock
 * version 0 or 1 with addresses of eight bytes), which h5py and Keras write unless told otherwise. Nothing in
 * other files, and in damaged ones what was found until then. Source: HDF5 File Format Specification 3.0.
 */
export function hdf5DataSets(bytes: Uint8Array): readonly NamedShape[] {
  const found: NamedShape[] = [];
  const walk = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), found };
  if (bytes[8] > 1 || bytes[13] !== 8 || bytes[14] !== 8) return found;
  try {
    // Behind sizes, flags and four addresses: version 1 has four bytes more.
    readObject(walk, address(walk, (bytes[8] === 0 ? 56 : 60) + 8), '', 0);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return found;
}

interface Walk {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly found: NamedShape[];
}

function address({ view }: Walk, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** An object header of version 1: a group has a symbol table message, a data set a dataspace. */
function readObject(walk: Walk, at: number, path: string, depth: number): void {
  const { view, found } = walk;
  if (depth > DEEPEST || found.length >= MOST_TENSORS || view.getUint8(at) !== 1) return;
  const blocks = [{ at: at + 16, end: at + 16 + view.getUint32(at + 8, true) }];
  for (let count = view.getUint16(at + 2, true); count > 0 && blocks.length > 0; ) {
    const block = blocks[0];
    if (block.at + 8 > block.end) {
      blocks.shift();
      continue;
    }
    count--;
    const [type, size, data] = [
      view.getUint16(block.at, true),
      view.getUint16(block.at + 2, true),
      block.at + 8,
    ];
    if (type === 0x11) readGroup(walk, address(walk, data), address(walk, data + 8), path, depth);
    if (type === 0x01) found.push({ name: path, shape: shapeAt(walk, data) });
    if (type === 0x10) {
      const start = address(walk, data);
      blocks.push({ at: start, end: start + address(walk, data + 8) });
    }
    block.at = data + size;
  }
}

/** A dataspace: its version, its rank, and from byte 8 (version 2: byte 4) its sizes. */
function shapeAt(walk: Walk, at: number): number[] {
  const start = at + (walk.view.getUint8(at) === 1 ? 8 : 4);
  return Array.from({ length: walk.view.getUint8(at + 1) }, (_, axis) => address(walk, start + 8 * axis));
}

/** The members of a group: a tree of symbol nodes, and a heap with the names. */
function readGroup(walk: Walk, tree: number, heap: number, path: string, depth: number): void {
  const names = address(walk, heap + 24);
  for (const node of symbolNodes(walk, tree, 0)) {
    const count = walk.view.getUint16(node + 6, true);
    for (let i = 0; i < count && walk.found.length < MOST_TENSORS; i++) {
      const entry = node + 8 + 40 * i;
      const name = nameAt(walk, names + address(walk, entry));
      readObject(walk, address(walk, entry + 8), path === '' ? name : `${path}/${name}`, depth + 1);
    }
  }
}

/** The addresses of the symbol nodes below a node of a tree. */
function symbolNodes(walk: Walk, at: number, depth: number): number[] {
  if (tag(walk, at) === 'SNOD') return [at];
  if (tag(walk, at) !== 'TREE' || depth > DEEPEST) return [];
  const children = Array.from({ length: walk.view.getUint16(at + 6, true) }, (_, i) =>
    address(walk, at + 32 + 16 * i),
  );
  return children.flatMap((child) => symbolNodes(walk, child, depth + 1));
}

function tag({ bytes }: Walk, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function nameAt({ bytes }: Walk, at: number): string {
  const end = bytes.indexOf(0, at);
  return new TextDecoder().decode(bytes.subarray(at, Math.min(end < 0 ? at : end, at + 1000)));
}
