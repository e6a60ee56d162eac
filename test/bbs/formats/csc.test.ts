import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cscStorage, decodeCsc, encodeCsc } from '../../../src/bbs/formats/csc.ts';
import { anyStored, codesOf, stored } from '../stored.ts';

const _ = null;

/** One column, as rows. */
const column = (cells: (number | null)[]) => stored(cells.map((cell) => [cell]));

describe('interleaved CSC', () => {
  it('inserts a padding zero after 15 rows without an entry: the example of EIE', () => {
    const cells = [_, _, 1, 2, ...new Array<null>(18).fill(_), 3];
    const csc = encodeCsc(column(cells), { pes: 1, indexBits: 4 });
    expect([...csc.values]).toEqual([1, 2, 0, 3]);
    expect([...csc.gaps]).toEqual([2, 0, 15, 2]);
    expect([...csc.isPadding]).toEqual([0, 0, 1, 0]);
    expect(csc.padding).toBe(1);
  });

  it.each([
    [15, [15], 0],
    [16, [15, 0], 1],
    [31, [15, 15], 1],
    [32, [15, 15, 0], 2],
  ])('a gap of %d rows takes the indices %j', (gap, gaps, padding) => {
    const csc = encodeCsc(column([...new Array<null>(gap).fill(_), 9]), { pes: 1, indexBits: 4 });
    expect([...csc.gaps]).toEqual(gaps);
    expect(csc.padding).toBe(padding);
  });

  it('deals rows to PEs in turn; a PE has its own columns and pointers', () => {
    const csc = encodeCsc(
      stored([
        [1, _],
        [2, 3],
        [_, 4],
        [5, _],
      ]),
      { pes: 2, indexBits: 4 },
    );
    expect([...csc.values]).toEqual([1, 4, 2, 5, 3]);
    expect([...csc.gaps]).toEqual([0, 1, 0, 0, 0]);
    expect([...csc.peStart]).toEqual([0, 2, 5]);
    expect([...csc.columnStart]).toEqual([0, 1, 2, 0, 2, 3]);
  });

  it('tells an explicit zero from padding', () => {
    const cells = [...new Array<null>(15).fill(_), 0, 7];
    const csc = encodeCsc(column(cells), { pes: 1, indexBits: 4 });
    expect([...csc.values]).toEqual([0, 7]);
    expect(csc.padding).toBe(0);
    expect(decodeCsc(csc)).toEqual(codesOf(column(cells)));
  });

  it('gives every matrix back, whatever the PEs and the width of the index', () => {
    const options = fc.record({
      pes: fc.integer({ min: 1, max: 9 }),
      indexBits: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(anyStored, options, (entries, { pes, indexBits }) => {
        const csc = encodeCsc(entries, { pes, indexBits });
        expect(decodeCsc(csc)).toEqual(codesOf(entries));
        expect(Math.max(0, ...csc.gaps)).toBeLessThan(2 ** indexBits);
        expect(csc.padding).toBe(csc.isPadding.reduce((sum, bit) => sum + bit, 0));
      }),
    );
  });

  it.each([
    [0, 4, 'PEs: found 0, expected a positive integer'],
    [1.5, 4, 'PEs: found 1.5, expected a positive integer'],
    [1, 0, 'relative row index: found 0 bits, expected 1 to 16'],
    [1, 17, 'relative row index: found 17 bits, expected 1 to 16'],
  ])('refuses %d PEs with an index of %d bits', (pes, indexBits, message) => {
    expect(() => encodeCsc(stored([[1]]), { pes, indexBits })).toThrow(message);
  });
});

it('the storage of CSC counts padding, and pointers of every PE for the fullest one', () => {
  const cells = [_, _, 1, 2, ...new Array<null>(18).fill(_), 3];
  expect(cscStorage(encodeCsc(column(cells), { pes: 1, indexBits: 4 }), 12)).toEqual({
    valueBits: 4 * 12,
    indexBits: 4 * 4,
    pointerBits: 2 * 3,
    totalBits: 48 + 16 + 6,
  });
  const two = stored([
    [1, 2, 3],
    [4, _, _],
    [5, _, _],
  ]);
  expect(cscStorage(encodeCsc(two, { pes: 2, indexBits: 4 }), 16)).toMatchObject({
    valueBits: 5 * 16,
    indexBits: 5 * 4,
    pointerBits: 2 * 4 * 3,
  });
});
