import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csbStorage, decodeCsb, encodeCsb } from '../../src/bbs/formats/csb.ts';
import type { DenseMatrix, StoredMatrix } from '../../src/bbs/matrix.ts';
import { prune } from '../../src/bbs/patterns/prune.ts';
import { subModel } from '../../src/bbs/patterns/sub-model.ts';
import { placeColumns } from '../../src/bbs/placement.ts';
import { storeEntries } from '../../src/bbs/store.ts';
import { type NumberFormat, noSaturations } from '../../src/num/fixed.ts';
import { anyMatrix } from './matrices.ts';
import { codesOf, stored } from './stored.ts';

const _ = null;

const formats: readonly NumberFormat[] = [
  { bits: 16, fractionBits: 12, accumulatorBits: 48 },
  { bits: 16, fractionBits: 2, accumulatorBits: 48, weightBits: 8, weightScale: 'row' },
  { bits: 16, fractionBits: 2, accumulatorBits: 48, weightBits: 8, weightScale: 'tensor' },
];

/** Weights pruned to so many in every bank of a row, as an accelerator stores them. */
function prunedTo(
  perBank: number,
  weights: DenseMatrix,
  { banks, placement, format }: { banks: number; placement: 'even' | 'blocked'; format: NumberFormat },
): StoredMatrix {
  const depth = Math.ceil(weights.cols / banks);
  const pattern = { kind: 'bank-balanced', banks, placement } as const;
  const { mask } = prune(weights, pattern, { sparsity: depth === 0 ? 0 : 1 - perBank / depth });
  return storeEntries(weights, mask, format, noSaturations());
}

/** Row, column, code and weight of entries that are not zero: which of equal zeros is kept is no matter. */
const nonZeros = ({ rowStart, columns, codes, weights }: StoredMatrix) =>
  Array.from(columns, (column, e) => {
    const row = rowStart.findLastIndex((start) => start <= e);
    return [row, column, codes[e], weights[e]];
  }).filter(([, , code, weight]) => code !== 0 || weight !== 0);

const anyNested = fc
  .record({
    weights: anyMatrix.filter(({ rows, cols }) => rows > 0 && cols > 0),
    banks: fc.integer({ min: 2, max: 9 }),
    placement: fc.constantFrom('even' as const, 'blocked' as const),
    format: fc.constantFrom(...formats),
  })
  .chain(({ weights, ...array }) =>
    fc.record({
      weights: fc.constant(weights),
      array: fc.constant(array),
      perBank: fc.integer({ min: 1, max: Math.ceil(weights.cols / array.banks) }),
    }),
  )
  // Scales of int8 weights above 100 are refused, and raw codes are.
  .filter(({ weights, array }) => !weights.raw || array.format.weightBits !== 8);

describe('slots by falling magnitude', () => {
  it('lie largest first in every bank, of equal ones the lower column first', () => {
    const rows = stored([
      [1, -7, _, 7, 3, -3, _, 9],
      [_, 2, 5, 5, 0, 0, 6, _],
    ]);
    const csb = encodeCsb(rows, placeColumns('even', 8, 2), rows.weights);
    expect([...csb.values]).toEqual([-7, 9, 7, 3, 1, -3, 5, 6, 5, 0, 2, 0]);
    expect([...csb.words]).toEqual([1, 3, 3, 0, 0, 1, 2, 2, 3, 0, 1, 1]);
    expect(decodeCsb(csb)).toEqual(codesOf(rows));
  });

  it('are ranked by weights before quantisation, as pruning ranks them', () => {
    const weights = {
      tensor: 'w',
      rows: 1,
      cols: 4,
      values: Float64Array.of(0.2501, 0.25019, 0.5, 0.4),
      raw: false,
      mask: null,
    };
    const entries = storeEntries(weights, new Uint8Array(4).fill(1), formats[0], noSaturations());
    expect(entries.codes[0]).toBe(entries.codes[1] - 1);
    const coarse = storeEntries(
      weights,
      new Uint8Array(4).fill(1),
      { ...formats[0], fractionBits: 4 },
      noSaturations(),
    );
    expect(coarse.codes[0]).toBe(coarse.codes[1]);
    expect([...encodeCsb(coarse, placeColumns('even', 4, 2), coarse.weights).words]).toEqual([1, 0, 0, 1]);
  });

  it('take as many bits as by column, and decode to the same matrix', () => {
    fc.assert(
      fc.property(anyNested, ({ weights, array, perBank }) => {
        const entries = prunedTo(perBank, weights, array);
        const placed = placeColumns(array.placement, weights.cols, array.banks);
        const nested = encodeCsb(entries, placed, entries.weights);
        const { weights: _w, scales: _s, ...codes } = entries;
        expect(decodeCsb(nested)).toEqual(codes);
        expect(csbStorage(nested, 16)).toEqual(csbStorage(encodeCsb(entries, placed), 16));
      }),
      { numRuns: 60 },
    );
  });

  it('cannot be made of codes without the weights that they stand for', () => {
    const rows = stored([[1, 2]]);
    expect(() => encodeCsb(rows, placeColumns('even', 2, 2), new Float32Array(0))).toThrow(
      new RangeError('tensor w: 0 weights for 2 entries'),
    );
  });
});

describe('All-in-One (a sub-model)', () => {
  it('All-in-One (1): with j entries per bank it is the model pruned to j, for every j', () => {
    fc.assert(
      fc.property(anyNested, ({ weights, array, perBank }) => {
        const entries = prunedTo(perBank, weights, array);
        const placed = placeColumns(array.placement, weights.cols, array.banks);
        for (let j = 1; j <= perBank; j++) {
          const direct = prunedTo(j, weights, array);
          const found = subModel(entries, placed, j);
          expect(nonZeros(found)).toEqual(nonZeros(direct));
          expect(found.rowStart).toEqual(direct.rowStart);
          // A mask of the file's tells zeros that it stores from those that only fill up a bank.
          if (weights.mask === null) expect(codesOf(found)).toEqual(codesOf(direct));
          expect(found.scales?.multipliers).toEqual(direct.scales?.multipliers);
          expect(found.scales?.shifts).toEqual(direct.scales?.shifts);
        }
      }),
      { numRuns: 150 },
    );
  });
});
