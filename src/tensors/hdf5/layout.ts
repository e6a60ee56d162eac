import { BadInput } from '../../errors/bad-input.ts';
import { type Hdf5Bytes, isUndefined } from './hdf5-bytes.ts';
import type { HeaderMessage } from './object-header.ts';

/** Where the elements of a data set lie. */
export type Layout =
  /** In one piece: in the header, or elsewhere; `at` is null where nothing was ever written. */
  | { readonly kind: 'whole'; readonly at: number | null; readonly size: number }
  /** In chunks of one shape, found through a tree, or one after the other. */
  | {
      readonly kind: 'chunks';
      readonly chunk: readonly number[];
      readonly index: 'tree' | 'row';
      readonly at: number | null;
    }
  /** In one chunk that is as large as the data set. */
  | {
      readonly kind: 'chunk';
      readonly chunk: readonly number[];
      readonly at: number | null;
      /** Bytes in the file and the filters that were left out; null without filters. */
      readonly stored: { readonly size: number; readonly mask: number } | null;
    };

const COMPACT = 0;
const CONTIGUOUS = 1;
const CHUNKED = 2;
const INDEXES = ['', 'one chunk', 'a row', 'a fixed array', 'an extensible array', 'a tree of version 2'];

/**
 * A layout message, version 3 or 4. Throws BadInput on other versions, on virtual data sets and on indexes of
 * chunks that only files of the newest kind have. Source: HDF5 File Format Specification 3.0, section
 * IV.A.2.i.
 */
export function readLayout(file: Hdf5Bytes, { at }: HeaderMessage): Layout {
  const [version, kind] = [file.u8(at), file.u8(at + 1)];
  if (version !== 3 && version !== 4)
    throw new BadInput(`${file.place}: data layout version ${version}, expected 3 or 4`);
  if (kind === COMPACT) return { kind: 'whole', at: at + 4, size: file.u16(at + 2) };
  if (kind === CONTIGUOUS) return { kind: 'whole', at: address(file, at + 2), size: file.u64(at + 10) };
  if (kind !== CHUNKED)
    throw new BadInput(`${file.place}: data layout class ${kind}, expected compact, contiguous or chunked`);
  return version === 3 ? chunksByTree(file, at) : newChunks(file, at);
}

function address(file: Hdf5Bytes, at: number): number | null {
  const found = file.u64(at);
  return isUndefined(found) ? null : found;
}

/** Sizes of a chunk in elements: the last of the numbers in the file is the bytes of an element. */
function chunkShape(file: Hdf5Bytes, at: number, numbers: number, width: number): number[] {
  const shape = Array.from({ length: numbers - 1 }, (_, axis) => {
    const bytes = file.slice(at + width * axis, width);
    return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
  });
  if (numbers < 2 || shape.includes(0))
    throw new BadInput(`${file.place}: damaged: chunks of shape [${shape.join(', ')}]`);
  return shape;
}

function chunksByTree(file: Hdf5Bytes, at: number): Layout {
  const chunk = chunkShape(file, at + 11, file.u8(at + 2), 4);
  return { kind: 'chunks', chunk, index: 'tree', at: address(file, at + 3) };
}

function newChunks(file: Hdf5Bytes, at: number): Layout {
  const [flags, numbers, width] = [file.u8(at + 2), file.u8(at + 3), file.u8(at + 4)];
  if (width < 1 || width > 8) throw new BadInput(`${file.place}: damaged: sizes of chunks in ${width} bytes`);
  const chunk = chunkShape(file, at + 5, numbers, width);
  const index = at + 5 + width * numbers;
  const type = file.u8(index);
  if (type === 2) return { kind: 'chunks', chunk, index: 'row', at: address(file, index + 1) };
  if (type !== 1)
    throw new BadInput(
      `${file.place}: finds its chunks through ${INDEXES[type] ?? `index ${type}`}, as h5py does with libver='latest', expected a file of h5py's defaults`,
    );
  if ((flags & 2) === 0) return { kind: 'chunk', chunk, at: address(file, index + 1), stored: null };
  const stored = { size: file.u64(index + 1), mask: file.u32(index + 9) };
  return { kind: 'chunk', chunk, at: address(file, index + 13), stored };
}
