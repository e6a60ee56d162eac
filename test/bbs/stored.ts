import fc from 'fast-check';
import type { DenseMatrix, StoredCodes, StoredMatrix } from '../../src/bbs/matrix.ts';
import type { PatternConfig } from '../../src/bbs/patterns/index.ts';
import { prune } from '../../src/bbs/patterns/prune.ts';
import { storeEntries } from '../../src/bbs/store.ts';
import { noSaturations } from '../../src/num/fixed.ts';

/** The default format: 16 bits, 12 of them fraction. */
export const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };

/** A matrix whose entries are written as codes; `null` is not stored, 0 is an explicit zero. */
export function stored(rows: (number | null)[][]): StoredMatrix {
  const cells = rows.flat();
  const weights = {
    tensor: 'w',
    rows: rows.length,
    cols: rows[0].length,
    values: Int16Array.from(cells, (cell) => cell ?? 0),
    raw: true,
    mask: null,
  };
  return storeEntries(
    weights,
    Uint8Array.from(cells, (cell) => Number(cell !== null)),
    format,
    noSaturations(),
  );
}

/** What is stored of a matrix that is pruned to a pattern. */
export function prunedMatrix(weights: DenseMatrix, pattern: PatternConfig, sparsity: number): StoredMatrix {
  return storeEntries(weights, prune(weights, pattern, { sparsity }).mask, format, noSaturations());
}

/** The least number of bits that tells so many things apart, counted up. */
export function bitsToTell(things: number): number {
  let bits = 0;
  while (2 ** bits < things) bits++;
  return bits;
}

/** What a format must give back. */
export function codesOf({ weights: _, factors: __, ...codes }: StoredMatrix): StoredCodes {
  return codes;
}

/**
 * A matrix of `rows` x `cols` with the stored positions of `mask`; a third of the entries are explicit zeros.
 */
export function withCodes(rows: number, cols: number, mask: Uint8Array): fc.Arbitrary<StoredMatrix> {
  const code = fc.oneof({ weight: 2, arbitrary: fc.integer({ min: -32768, max: 32767 }) }, fc.constant(0));
  return fc.array(code, { minLength: rows * cols, maxLength: rows * cols }).map((codes) => {
    const weights = { tensor: 'w', rows, cols, values: Int16Array.from(codes), raw: true, mask: null };
    return storeEntries(weights, mask, format, noSaturations());
  });
}

/** Stored matrices of any shape and density: empty ones, empty rows, single rows and columns. */
export const anyStored: fc.Arbitrary<StoredMatrix> = fc
  .record({ rows: fc.nat(40), cols: fc.nat(12), density: fc.integer({ min: 1, max: 6 }) })
  .chain(({ rows, cols, density }) =>
    fc.array(fc.nat(density), { minLength: rows * cols, maxLength: rows * cols }).chain((bits) =>
      withCodes(
        rows,
        cols,
        Uint8Array.from(bits, (bit) => Number(bit === 0)),
      ),
    ),
  );

/** Places and codes of what is stored, without the weights and scales that no format holds. */
export function entriesOf({ tensor, rows, cols, rowStart, columns, codes }: StoredMatrix): StoredCodes {
  return { tensor, rows, cols, rowStart, columns, codes };
}
