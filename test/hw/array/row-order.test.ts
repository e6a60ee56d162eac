import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  balancedOrder,
  naturalOrder,
  type RowOrder,
  sliceOrder,
  tileOrder,
} from '../../../src/hw/array/row-order.ts';

const rowsOfPes = ({ pes, start, rows }: RowOrder): number[][] =>
  Array.from({ length: pes }, (_, pe) => Array.from(rows.subarray(start[pe], start[pe + 1])));

/** Longest first onto the least loaded PE, by looking at all of them every time. */
function naiveBalanced(beats: readonly number[], pes: number): number[][] {
  const dealt: number[][] = Array.from({ length: pes }, () => []);
  const left = new Set(beats.keys());
  while (left.size > 0) {
    const most = Math.max(...[...left].map((row) => beats[row]));
    const row = Math.min(...[...left].filter((r) => beats[r] === most));
    const loads = dealt.map((rows) => rows.reduce((sum, r) => sum + beats[r], 0));
    dealt[loads.indexOf(Math.min(...loads))].push(row);
    left.delete(row);
  }
  return dealt;
}

const anyBeats = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 30 });
const anyPes = fc.integer({ min: 1, max: 9 });

describe('natural row order', () => {
  it('gives row r to PE r mod M, in ascending order', () => {
    expect(rowsOfPes(naturalOrder(8, 3))).toEqual([
      [0, 3, 6],
      [1, 4, 7],
      [2, 5],
    ]);
  });

  it('leaves PEs without rows when there are fewer rows than PEs', () => {
    expect(rowsOfPes(naturalOrder(2, 4))).toEqual([[0], [1], [], []]);
    expect(rowsOfPes(naturalOrder(0, 2))).toEqual([[], []]);
  });
});

describe('balanced row order', () => {
  it('goes by descending beats, the lower row first on a tie, to the PE with the fewest beats', () => {
    // Rows by beats: 2 (5), 0 (3), 3 (3), 1 (1), 4 (1); before row 4 both PEs have 6 beats.
    expect(rowsOfPes(balancedOrder(Uint32Array.of(3, 1, 5, 3, 1), 2))).toEqual([
      [2, 1, 4],
      [0, 3],
    ]);
  });

  it('takes the lower PE on a tie of loads', () => {
    expect(rowsOfPes(balancedOrder(Uint32Array.of(2, 2, 2, 2), 3))).toEqual([[0, 3], [1], [2]]);
  });

  it('equals the naive dealing of any rows', () => {
    fc.assert(
      fc.property(anyBeats, anyPes, (beats, pes) => {
        expect(rowsOfPes(balancedOrder(Uint32Array.from(beats), pes))).toEqual(naiveBalanced(beats, pes));
      }),
    );
  });

  it('never loads a PE with more than an average PE and the longest row', () => {
    fc.assert(
      fc.property(anyBeats, anyPes, (beats, pes) => {
        const loads = rowsOfPes(balancedOrder(Uint32Array.from(beats), pes)).map((rows) =>
          rows.reduce((sum, r) => sum + beats[r], 0),
        );
        const all = beats.reduce((sum, n) => sum + n, 0);
        expect(Math.max(...loads)).toBeLessThanOrEqual(all / pes + Math.max(0, ...beats));
      }),
    );
  });
});

describe('parts of an order', () => {
  const order = balancedOrder(Uint32Array.of(3, 1, 5, 3, 1), 2);

  it('a slice keeps every row on its PE and in its place', () => {
    expect(rowsOfPes(sliceOrder(order, 1, 3))).toEqual([[2, 1], [3]]);
  });

  it('a tile takes the same local rows of every PE', () => {
    expect(rowsOfPes(tileOrder(order, 0, 2))).toEqual([
      [2, 1],
      [0, 3],
    ]);
    expect(rowsOfPes(tileOrder(order, 2, 4))).toEqual([[4], []]);
  });
});
