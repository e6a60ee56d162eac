import type { BeatMatrix } from '../beat-matrix.ts';
import { instantiateKernel, type KernelFunctions, type SimdKernel } from './kernel.ts';

/**
 * A matrix in the kernel's memory, by byte address: entryStart as uint32, values as int16, and its addresses
 * as uint16, doubled, so that each is the byte address of its word in the region at 0. `words` is how many
 * words of a vector buffer they reach.
 */
export interface MatrixImage {
  readonly starts: number;
  readonly values: number;
  readonly offsets: number;
  readonly words: number;
}

/**
 * The memory below the images, as JavaScript sees it: the vector buffer's words, sums of rows, row numbers
 * and their cycles in S1, and per bank of one PE the words read and the cycles waited.
 */
export interface KernelViews {
  readonly words: Int16Array;
  readonly sums: Float64Array;
  readonly rows: Uint32Array;
  readonly slots: Uint32Array;
  readonly reads: Uint32Array;
  readonly waits: Uint32Array;
}

/** Rows that one call of the kernel handles at most: row numbers and results have regions of fixed size. */
export const ROWS_PER_CALL = 4096;

/** Lanes of a beat whose requests for one bank the kernel counts in a byte. */
export const MOST_LANES = 128;

/** Words that a doubled address of 16 bits can reach. */
const REACH = 32_768;

/** Entries of a row whose sum fits the kernel's two accumulators. */
const LONGEST_ROW = 131_000;

/** Bytes that images may take in all: room for 8 million entries. */
const IMAGE_BYTES = 32 * 1024 * 1024;

/** Byte addresses of the regions below the images. */
export const regions = {
  words: 0,
  sums: 2 * REACH,
  rows: 2 * REACH + 8 * ROWS_PER_CALL,
  slots: 2 * REACH + 12 * ROWS_PER_CALL,
  reads: 2 * REACH + 16 * ROWS_PER_CALL,
  waits: 2 * REACH + 16 * ROWS_PER_CALL + 4 * MOST_LANES,
  requests: 2 * REACH + 16 * ROWS_PER_CALL + 8 * MOST_LANES,
  images: 2 * REACH + 16 * ROWS_PER_CALL + 9 * MOST_LANES,
} as const;

/** The arrays that an image was made of, and the image; null where the kernel cannot hold it. */
interface KnownImage {
  readonly entryStart: BeatMatrix['entryStart'];
  readonly values: BeatMatrix['values'];
  readonly image: MatrixImage | null;
}

/**
 * The kernel, and images of matrices in its memory. An image is made when the arrays of its matrix first come
 * here, and serves every matrix with these arrays (the same rows dealt to other PEs); they must not change
 * after that. When the memory is full, all images are dropped, and made again as they are needed.
 */
export class KernelImages {
  readonly functions: KernelFunctions;
  readonly views: KernelViews;
  private readonly memory: SimdKernel['memory'];
  private images = new WeakMap<BeatMatrix['addresses'], KnownImage>();
  private end: number = regions.images;

  constructor({ functions, memory }: SimdKernel) {
    this.functions = functions;
    this.memory = memory;
    this.views = viewsOf(memory.buffer);
  }

  /**
   * The image of a matrix, or null for one that the kernel cannot hold: long vectors, too
   * many entries in all or in a row.
   */
  imageOf(matrix: BeatMatrix): MatrixImage | null {
    const { entryStart, values, addresses } = matrix;
    const known = this.images.get(addresses);
    if (known?.entryStart === entryStart && known.values === values) return known.image;
    const image = this.isHeld(matrix) ? this.store(matrix) : null;
    this.images.set(addresses, { entryStart, values, image });
    return image;
  }

  private store({ rows, entryStart, values, addresses }: BeatMatrix): MatrixImage | null {
    const entries = entryStart[rows];
    const starts = this.reserve(imageBytes(rows, entries));
    const valuesAt = starts + aligned(4 * (rows + 1));
    const offsets = valuesAt + aligned(2 * entries);
    const { buffer } = this.memory;
    new Uint32Array(buffer, starts, rows + 1).set(entryStart.subarray(0, rows + 1));
    new Int16Array(buffer, valuesAt, entries).set(values.subarray(0, entries));
    const words = new Uint16Array(buffer, offsets, aligned(2 * entries) / 2);
    words.set(addresses.subarray(0, entries));
    words.fill(0, entries);
    const largest = this.functions.doubleAddresses(offsets, words.length);
    if (largest < REACH) return { starts, values: valuesAt, offsets, words: largest + 1 };
    this.end = starts;
    return null;
  }

  private isHeld({ rows, entryStart, addresses }: BeatMatrix): boolean {
    const room = this.memory.buffer.byteLength - regions.images;
    if (addresses.BYTES_PER_ELEMENT !== 2 || imageBytes(rows, entryStart[rows]) > room) return false;
    for (let row = 0; row < rows; row++) {
      const entries = entryStart[row + 1] - entryStart[row];
      if (entries < 0 || entries > LONGEST_ROW) return false;
    }
    return true;
  }

  /** Room for an image; other images may be gone afterwards. */
  private reserve(bytes: number): number {
    if (this.end + bytes > this.memory.buffer.byteLength) {
      this.images = new WeakMap();
      this.end = regions.images;
    }
    const at = this.end;
    this.end += bytes;
    return at;
  }
}

let shared: KernelImages | null | undefined;

/** The kernel of this process, or null where it cannot run. Made when it is first asked for. */
export function kernelImages(): KernelImages | null {
  if (shared === undefined) {
    const kernel = instantiateKernel(regions.images + IMAGE_BYTES);
    shared = kernel && new KernelImages(kernel);
  }
  return shared;
}

function viewsOf(buffer: ArrayBuffer): KernelViews {
  return {
    words: new Int16Array(buffer, regions.words, REACH),
    sums: new Float64Array(buffer, regions.sums, ROWS_PER_CALL),
    rows: new Uint32Array(buffer, regions.rows, ROWS_PER_CALL),
    slots: new Uint32Array(buffer, regions.slots, ROWS_PER_CALL),
    reads: new Uint32Array(buffer, regions.reads, MOST_LANES),
    waits: new Uint32Array(buffer, regions.waits, MOST_LANES),
  };
}

/** Multiples of a vector register, so that loops over whole registers stay inside a region. */
function aligned(bytes: number): number {
  return 16 * Math.ceil(bytes / 16);
}

function imageBytes(rows: number, entries: number): number {
  return aligned(4 * (rows + 1)) + 2 * aligned(2 * entries);
}
