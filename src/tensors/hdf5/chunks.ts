import { BadInput } from '../../errors/bad-input.ts';
import { elementsOf } from './dataspace.ts';
import { appliedFilters, checkChunkSize, type Filters, unfilter } from './filters.ts';
import { expectTag, type Hdf5Bytes } from './hdf5-bytes.ts';
import type { Layout } from './layout.ts';

/** A chunk as it lies in the file. */
interface StoredChunk {
  /** Of its first element, in chunks: along each axis. */
  readonly position: readonly number[];
  readonly at: number;
  readonly size: number;
  readonly mask: number;
}

/** A data set in chunks. */
export interface ChunkedData {
  readonly shape: readonly number[];
  readonly itemBytes: number;
  readonly layout: Exclude<Layout, { readonly kind: 'whole' }>;
  readonly filters: Filters;
}

const MOST_LEVELS = 16;

/**
 * The bytes of a data set's elements in C order, out of its chunks. Before memory is taken, every chunk must
 * be there, inside the file, beside the others, and of a size that its content can have. Throws BadInput
 * otherwise and on damaged compressed data.
 */
export function readChunks(file: Hdf5Bytes, data: ChunkedData): Uint8Array {
  const { shape, itemBytes, layout, filters } = data;
  const { chunk } = layout;
  if (chunk.length !== shape.length)
    throw new BadInput(`${file.place}: damaged: chunks [${chunk.join(', ')}] of [${shape.join(', ')}]`);
  const counts = shape.map((size, axis) => Math.ceil(size / chunk[axis]));
  const chunkBytes = elementsOf(chunk) * itemBytes;
  const expected = elementsOf(counts);
  if (expected > file.bytes.length || chunkBytes > Number.MAX_SAFE_INTEGER)
    throw new BadInput(`${file.place}: damaged: ${expected} chunks of ${chunkBytes} bytes`);
  const chunks = storedChunks(file, data, counts, chunkBytes);
  if (chunks.length !== expected)
    throw new BadInput(`${file.place}: has ${chunks.length} of its ${expected} chunks`);
  refuseOverlap(file, chunks);
  for (const { at, size, mask } of chunks) {
    file.slice(at, size);
    checkChunkSize(file, size, chunkBytes, appliedFilters(filters, mask));
  }
  const whole = new Uint8Array(elementsOf(shape) * itemBytes);
  for (const { position, at, size, mask } of chunks) {
    const applied = appliedFilters(filters, mask);
    const content = unfilter(file, file.slice(at, size), applied, chunkBytes, itemBytes);
    place(whole, content, data, position);
  }
  return whole;
}

/** The chunks of a data set, none of them twice. */
function storedChunks(
  file: Hdf5Bytes,
  { layout, shape }: ChunkedData,
  counts: readonly number[],
  chunkBytes: number,
): readonly StoredChunk[] {
  const { at } = layout;
  if (at === null) return [];
  if (layout.kind === 'chunk') {
    const { size, mask } = layout.stored ?? { size: chunkBytes, mask: 0 };
    return [{ position: shape.map(() => 0), at, size, mask }];
  }
  if (layout.index === 'tree') return treeChunks(file, at, layout.chunk, counts);
  return Array.from({ length: elementsOf(counts) }, (_, i) => ({
    position: positionOf(i, counts),
    at: at + i * chunkBytes,
    size: chunkBytes,
    mask: 0,
  }));
}

/** The chunks below the root of a tree. Source: HDF5 File Format Specification 3.0, section III.A.1. */
function treeChunks(
  file: Hdf5Bytes,
  root: number,
  chunk: readonly number[],
  counts: readonly number[],
): StoredChunk[] {
  expectTag(file, root, 'TREE');
  const levels = file.u8(root + 5) + 1;
  if (levels > MOST_LEVELS)
    throw new BadInput(`${file.place}: damaged: a tree of ${levels} levels at byte ${root}`);
  const keyBytes = 8 + 8 * (chunk.length + 1);
  let nodes: readonly number[] = [root];
  for (let level = levels - 1; level >= 0; level--) {
    const keys = nodes.flatMap((node) => keysOf(file, node, level, keyBytes));
    if (level === 0)
      return distinct(
        file,
        keys.map((key) => chunkAt(file, key, chunk)),
        counts,
      );
    nodes = keys.map((key) => file.u64(key + keyBytes));
  }
  return [];
}

/** Where the keys of a node begin; behind each is the address of its child. */
function keysOf(file: Hdf5Bytes, node: number, level: number, keyBytes: number): number[] {
  expectTag(file, node, 'TREE');
  if (file.u8(node + 4) !== 1 || file.u8(node + 5) !== level)
    throw new BadInput(`${file.place}: damaged: the tree node at byte ${node} is of another tree`);
  const children = file.u16(node + 6);
  file.step(1 + children);
  return Array.from({ length: children }, (_, i) => node + 24 + i * (keyBytes + 8));
}

function chunkAt(file: Hdf5Bytes, key: number, chunk: readonly number[]): StoredChunk {
  const position = chunk.map((size, axis) => file.u64(key + 8 + 8 * axis) / size);
  const at = file.u64(key + 8 + 8 * (chunk.length + 1));
  return { position, at, size: file.u32(key), mask: file.u32(key + 4) };
}

/** Throws BadInput on two chunks in one place and on one that lies outside of the data set. */
function distinct(file: Hdf5Bytes, chunks: StoredChunk[], counts: readonly number[]): StoredChunk[] {
  const seen = new Set<number>();
  for (const { position } of chunks) {
    const isInside = position.every((at, axis) => Number.isInteger(at) && at < counts[axis]);
    const number = position.reduce((sum, at, axis) => sum * counts[axis] + at, 0);
    if (!isInside || seen.has(number))
      throw new BadInput(`${file.place}: damaged: a chunk at position [${position.join(', ')}]`);
    seen.add(number);
  }
  return chunks;
}

function positionOf(index: number, counts: readonly number[]): number[] {
  let rest = index;
  return counts
    .toReversed()
    .map((count) => {
      const at = rest % count;
      rest = (rest - at) / count;
      return at;
    })
    .reverse();
}

/** Bytes that many chunks share would be unpacked many times. */
function refuseOverlap(file: Hdf5Bytes, chunks: readonly StoredChunk[]): void {
  const order = chunks.toSorted((a, b) => a.at - b.at);
  const at = order.findIndex((each, i) => i > 0 && order[i - 1].at + order[i - 1].size > each.at);
  if (at > 0) throw new BadInput(`${file.place}: damaged: two chunks share byte ${order[at].at}`);
}

/** Copies a chunk to its place, row by row; what reaches over the edge of the data set is left out. */
function place(
  whole: Uint8Array,
  content: Uint8Array,
  { shape, itemBytes, layout: { chunk } }: ChunkedData,
  position: readonly number[],
): void {
  const start = position.map((at, axis) => at * chunk[axis]);
  const sizes = shape.map((size, axis) => Math.min(chunk[axis], size - start[axis]));
  const last = shape.length - 1;
  const rowBytes = sizes[last] * itemBytes;
  const rows = elementsOf(sizes.slice(0, last));
  const index = new Array<number>(last).fill(0);
  for (let row = 0; row < rows; row++) {
    let [from, to] = [0, 0];
    for (let axis = 0; axis <= last; axis++) {
      from = from * chunk[axis] + (index[axis] ?? 0);
      to = to * shape[axis] + start[axis] + (index[axis] ?? 0);
    }
    whole.set(content.subarray(from * itemBytes, from * itemBytes + rowBytes), to * itemBytes);
    for (let axis = last - 1; axis >= 0 && ++index[axis] === sizes[axis]; axis--) index[axis] = 0;
  }
}
