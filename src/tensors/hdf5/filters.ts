import { BadInput } from '../../errors/bad-input.ts';
import { inflateExactly, MAX_INFLATION } from '../zip/zip-entry.ts';
import type { Hdf5Bytes } from './hdf5-bytes.ts';
import type { HeaderMessage } from './object-header.ts';

/** What was done to the bytes of a chunk when it was written, by HDF5's number, in that order. */
export type Filters = readonly number[];

const DEFLATE = 1;
const SHUFFLE = 2;
const FLETCHER32 = 3;
const names: Readonly<Record<number, string>> = {
  4: 'szip',
  5: 'nbit',
  6: 'scaleoffset',
  32000: 'lzf',
  32001: 'blosc',
  32015: 'zstd',
};
const MOST_FILTERS = 32;
const FIRST_OF_OTHERS = 256;

/**
 * A filter pipeline message, version 1 or 2. Throws BadInput, by name, on filters other than gzip, shuffle
 * and fletcher32. Source: HDF5 File Format Specification 3.0, section IV.A.2.l.
 */
export function readFilters(file: Hdf5Bytes, { at }: HeaderMessage): Filters {
  const [version, count] = [file.u8(at), file.u8(at + 1)];
  if ((version !== 1 && version !== 2) || count > MOST_FILTERS)
    throw new BadInput(`${file.place}: ${count} filters, version ${version}, expected version 1 or 2`);
  const filters: number[] = [];
  let next = at + (version === 1 ? 8 : 2);
  while (filters.length < count) {
    const id = file.u16(next);
    const isNamed = version === 1 || id >= FIRST_OF_OTHERS;
    const nameBytes = isNamed ? file.u16(next + 2) : 0;
    const values = file.u16(next + (isNamed ? 6 : 4));
    const padded = version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes;
    const padding = version === 1 && values % 2 === 1 ? 4 : 0;
    next += (isNamed ? 8 : 6) + padded + 4 * values + padding;
    if (id !== DEFLATE && id !== SHUFFLE && id !== FLETCHER32)
      throw new BadInput(
        `${file.place}: is compressed with ${names[id] ?? `filter ${id}`}, expected gzip, shuffle or fletcher32`,
      );
    filters.push(id);
  }
  return filters;
}

/** The filters of a chunk, without those that its mask leaves out. */
export function appliedFilters(filters: Filters, mask: number): Filters {
  return filters.filter((_, i) => (mask & (1 << i)) === 0);
}

/**
 * Throws BadInput unless a stored chunk can hold `bytes`, before memory is taken for them: exactly, or with
 * what gzip could compress at most.
 */
export function checkChunkSize(file: Hdf5Bytes, stored: number, bytes: number, filters: Filters): void {
  const sums = 4 * filters.filter((id) => id === FLETCHER32).length;
  const deflated = filters.filter((id) => id === DEFLATE).length;
  if (deflated > 1) throw new BadInput(`${file.place}: is compressed twice`);
  const fits = deflated === 0 ? stored === bytes + sums : bytes <= stored * MAX_INFLATION;
  if (!fits)
    throw new BadInput(
      `${file.place}: damaged: a chunk of ${bytes} bytes lies in ${stored} bytes of the file`,
    );
}

/** The content of a chunk as it was before it was written: exactly `bytes` bytes. Checksums are cut off. */
export function unfilter(
  file: Hdf5Bytes,
  stored: Uint8Array,
  filters: Filters,
  bytes: number,
  itemBytes: number,
): Uint8Array {
  let content = stored;
  for (const [at, id] of [...filters.entries()].reverse()) {
    if (id === FLETCHER32) content = content.subarray(0, Math.max(content.length - 4, 0));
    if (id === SHUFFLE) content = unshuffle(content, itemBytes);
    if (id === DEFLATE) content = inflate(file, content, bytes + sumsInside(filters, at));
  }
  if (content.length !== bytes)
    throw new BadInput(`${file.place}: damaged: a chunk of ${content.length} bytes, expected ${bytes}`);
  return content;
}

/** Bytes of the checksums that were added before a filter. */
function sumsInside(filters: Filters, at: number): number {
  return 4 * filters.slice(0, at).filter((id) => id === FLETCHER32).length;
}

/** A zlib stream: two bytes in front of the compressed data, a checksum behind. */
function inflate(file: Hdf5Bytes, content: Uint8Array, bytes: number): Uint8Array {
  const [method, flags] = content;
  if (content.length < 6 || (method & 15) !== 8 || (method * 256 + flags) % 31 !== 0 || flags & 0x20)
    throw new BadInput(`${file.place}: damaged compressed data: no zlib stream`);
  return inflateExactly(content.subarray(2, content.length - 4), bytes, file.place);
}

/**
 * The first bytes of all elements lie in front, then the second ones, ...; a rest of less than one behind.
 */
function unshuffle(content: Uint8Array, itemBytes: number): Uint8Array {
  const items = Math.floor(content.length / itemBytes);
  const plain = new Uint8Array(content);
  for (let byte = 0; byte < itemBytes; byte++) {
    const from = byte * items;
    for (let i = 0; i < items; i++) plain[i * itemBytes + byte] = content[from + i];
  }
  return plain;
}
