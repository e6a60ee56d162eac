import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrate } from '../../../src/hw/array/arbitration.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import type { RowSlice } from '../../../src/hw/array/row-dealing.ts';
import { balancedOrder, naturalOrder, type RowOrder, sliceOrder } from '../../../src/hw/array/row-order.ts';
import { accelerator, anySpmv, storedMatrix } from './arrays.ts';

const rowsOfPes = ({ pes, start, rows }: RowOrder): number[][] =>
  Array.from({ length: pes }, (_, pe) => Array.from(rows.subarray(start[pe], start[pe + 1])));

/** Two banks: every row has two beats, and row 0 waits in both. */
const conflicting = storedMatrix(8, [
  [0, 2, 4, 6],
  [0, 1, 2, 3],
  [0, 1, 2, 3],
  [0, 1, 2, 3],
]);
const design = { pes: 2, banks: 2, placement: 'cyclic', rowOrder: 'balanced' } as const;
const halves = [
  { rowFrom: 0, rows: 2 },
  { rowFrom: 2, rows: 2 },
];

/** Cuts rows into slices at some places. */
function slicesAt(rows: number, cuts: readonly number[]): RowSlice[] {
  const inside = [...new Set(cuts.map((cut) => cut % (rows + 1)))].sort((a, b) => a - b);
  const edges = [...new Set([0, ...inside, rows])];
  return edges.slice(1).map((to, i) => ({ rowFrom: edges[i], rows: to - edges[i] }));
}

describe('rows dealt by what they cost', () => {
  it('weigh the cycles in which their beats wait for banks', () => {
    const { beats } = buildArray(accelerator({ ...design, kind: 'csr' })).encode(conflicting);
    expect(rowsOfPes(beats.order)).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });

  it('weigh less with a second port, which lets none of them wait', () => {
    const array = buildArray(accelerator({ ...design, kind: 'csr', ports: 2 }));
    expect(rowsOfPes(array.encode(conflicting).beats.order)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('are dealt anew in every slice, as if the slices before left all PEs equal', () => {
    const array = buildArray(accelerator({ ...design, kind: 'csr' }));
    expect(rowsOfPes(array.encode(conflicting, halves).beats.order)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('are dealt in slices that make up the matrix, in their order', () => {
    const array = buildArray(accelerator({ ...design, kind: 'csr' }));
    const [first, second] = halves;
    const deal = (slices: readonly RowSlice[]) => () => array.encode(conflicting, slices);
    expect(deal([first])).toThrow('slices: they end with row 2, expected 4');
    expect(deal([second, first])).toThrow('slices: the next begins at row 2, expected 0');
    expect(deal([first, first, second])).toThrow('slices: the next begins at row 0, expected 2');
  });

  it('have in every slice the order of a matrix of the slice alone, whatever the kind', () => {
    const cuts = fc.array(fc.nat({ max: 30 }), { maxLength: 4 });
    fc.assert(
      fc.property(
        anySpmv('csr', 'csr-shared', 'csr-shuffle', 'banked', 'replicated', 'bbs'),
        cuts,
        (spmv, places) => {
          const { config, beats, stored } = spmv;
          const array = buildArray(config);
          const slices = slicesAt(beats.rows, places);
          const { order } = array.encode(stored, slices).beats;
          expect([...order.rows].sort((a, b) => a - b)).toEqual([...Array(beats.rows).keys()]);
          const one = naturalOrder(beats.rows, 1);
          const { slots } = arbitrate(beats, one, array.ports * array.pump, array.vectorCopies);
          // Rows that share beats weigh their entries, and those of the ends of rows that leave in a cycle.
          const least = array.rowPacking ? Math.ceil(config.banks / array.rowPacking.rowsPerCycle) : 0;
          const entries = Uint32Array.from(slots, (_, row) =>
            Math.max(least, beats.entryStart[row + 1] - beats.entryStart[row]),
          );
          const costs = beats.isPacked ? entries : slots;
          if (array.rowOrder === 'natural') {
            expect(order).toEqual(naturalOrder(beats.rows, config.pes));
            return;
          }
          for (const { rowFrom, rows } of slices) {
            const alone = balancedOrder(costs.slice(rowFrom, rowFrom + rows), config.pes);
            const inPlace = rowsOfPes(alone).map((own) => own.map((row) => rowFrom + row));
            expect(rowsOfPes(sliceOrder(order, rowFrom, rows))).toEqual(inPlace);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
