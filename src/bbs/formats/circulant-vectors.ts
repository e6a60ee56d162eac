import { BadInput } from '../../errors/bad-input.ts';
import type { StoredCodes } from '../matrix.ts';
import { type Circulant, expandCirculant, vectorPlace } from './circulant.ts';
import type { Encoded, Format } from './format.ts';
import { type StorageBits, storageBits } from './storage.ts';

/** A block-circulant matrix as it is stored: `values` are the vectors. */
export interface CirculantVectors extends Circulant, Encoded {}

/**
 * The vectors of a matrix that is block-circulant, elements without a position inside of it 0. The side of
 * the blocks is what the matrix was rebuilt with; of others, the largest power of two with which it is
 * block-circulant, if that is 1. Throws BadInput, naming row and column, for a matrix that was rebuilt but is
 * not block-circulant, and for one that does not store every position.
 */
export function encodeCirculant(stored: StoredCodes): CirculantVectors {
  refuseGaps(stored);
  const { factors } = stored;
  if (factors?.kind === 'wrapped-diagonals') {
    const found = vectorsOf(stored, factors.block);
    if ('values' in found) return found;
    throw notCirculant(stored, factors.block, found);
  }
  for (let block = largestBlock(stored); block > 1; block /= 2) {
    const found = vectorsOf(stored, block);
    if ('values' in found) return found;
  }
  return vectorsOf(stored, 1) as CirculantVectors;
}

/** The largest power of two that is no more than the longer side of a matrix; 1 for a matrix of nothing. */
export function largestBlock({ rows, cols }: { readonly rows: number; readonly cols: number }): number {
  return 2 ** (31 - Math.clz32(Math.max(1, rows, cols)));
}

/** An entry whose code another one of its wrapped diagonal does not have. */
interface OddEntry {
  readonly row: number;
  readonly col: number;
  readonly expected: number;
}

function vectorsOf({ tensor, rows, cols, codes }: StoredCodes, block: number): CirculantVectors | OddEntry {
  const [blockRows, blockColumns] = [Math.ceil(rows / block), Math.ceil(cols / block)];
  const values = new Int16Array(blockRows * blockColumns * block);
  const isKnown = new Uint8Array(values.length);
  for (let row = 0, e = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, e++) {
      const at = vectorPlace(row, col, block, blockColumns);
      if (isKnown[at] === 0) values[at] = codes[e];
      else if (values[at] !== codes[e]) return { row, col, expected: values[at] };
      isKnown[at] = 1;
    }
  }
  return { tensor, rows, cols, block, blockRows, blockColumns, vectors: values, values };
}

function refuseGaps({ tensor, rows, cols, rowStart }: StoredCodes): void {
  for (let row = 0; row < rows; row++) {
    const stored = rowStart[row + 1] - rowStart[row];
    if (stored !== cols)
      throw new BadInput(
        `tensor ${tensor}: row ${row} stores ${stored} of ${cols} weights, expected all of them: a block-circulant matrix leaves none out`,
      );
  }
}

function notCirculant(
  { tensor, cols, codes }: StoredCodes,
  block: number,
  { row, col, expected }: OddEntry,
): BadInput {
  return new BadInput(
    `tensor ${tensor}: row ${row}, column ${col} has the code ${codes[row * cols + col]}, expected ${expected} as on all of its wrapped diagonal in a circulant block of ${block} x ${block}; int8 weights with a scale per row have other codes in every row (number.weightScale: tensor keeps them equal)`,
  );
}

/** Storage with values of `bits` bits: the vectors, and no indices. */
export function circulantStorage({ values }: CirculantVectors, bits: number): StorageBits {
  return storageBits({ count: values.length, bits, indexWidth: 0 }, { count: 0, width: 0 });
}

/** The format of pattern circulant. */
export const circulant: Format<CirculantVectors, 'circulant'> = {
  name: 'circulant',
  says: 'one vector for every block, and no indices',
  cannotHold: 'codes that are not block-circulant, as int8 weights with a scale per row are not',
  encode: encodeCirculant,
  decode: expandCirculant,
  storage: circulantStorage,
};
