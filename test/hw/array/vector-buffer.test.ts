import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeColumns } from '../../../src/bbs/placement.ts';
import { loadCycles, loadElements, vectorBuffer } from '../../../src/hw/array/vector-buffer.ts';
import { randomCodes } from './arrays.ts';

describe('a region of a vector buffer', () => {
  it('takes one element of each bank per cycle', () => {
    expect([1, 4, 5, 8, 9].map((elements) => loadCycles(elements, 4))).toEqual([1, 1, 2, 2, 3]);
  });

  it.each([
    { placement: 'cyclic', words: [10, 11, 12, 13, 14, 0] },
    { placement: 'blocked', words: [10, 13, 11, 14, 12, 0] },
    { placement: 'even', words: [10, 12, 11, 13, 0, 14] },
  ] as const)('holds word w of all banks side by side, $placement', ({ placement, words }) => {
    const buffer = vectorBuffer(placeColumns(placement, 5, 2));
    loadElements(buffer, Int16Array.of(10, 11, 12, 13, 14), 0);
    expect(Array.from(buffer.words)).toEqual(words);
  });

  it('holds every element at the bank and word of its column, loaded in parts', () => {
    const placements = fc.constantFrom('cyclic' as const, 'even' as const, 'blocked' as const);
    fc.assert(
      fc.property(
        placements,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(2, 8),
        fc.nat({ max: 40 }),
        (kind, cols, banks, cut) => {
          const placement = placeColumns(kind, cols, banks);
          const buffer = vectorBuffer(placement);
          const x = randomCodes(cols, cut);
          const at = Math.min(cut, cols);
          loadElements(buffer, x.subarray(at), at);
          loadElements(buffer, x.subarray(0, at), 0);
          for (let c = 0; c < cols; c++)
            expect(buffer.words[placement.wordOf[c] * banks + placement.bankOf[c]]).toBe(x[c]);
        },
      ),
    );
  });

  it('has a word 0 in every bank, whatever the vector: bank-balanced padding reads it', () => {
    expect(Array.from(vectorBuffer(placeColumns('even', 0, 4)).words)).toEqual([0, 0, 0, 0]);
  });

  it('refuses elements beyond its end', () => {
    const buffer = vectorBuffer(placeColumns('cyclic', 5, 2));
    expect(() => loadElements(buffer, new Int16Array(3), 3)).toThrow(
      'load of elements 3 .. 5 into a region of 5',
    );
  });
});
