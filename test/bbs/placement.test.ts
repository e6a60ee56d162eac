import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlacementKind, placeColumns } from '../../src/bbs/placement.ts';

const sizes = (kind: PlacementKind, cols: number, banks: number) => [
  ...placeColumns(kind, cols, banks).sizes,
];
const anyShape = [fc.integer({ min: 0, max: 300 }), fc.integer({ min: 2, max: 70 })] as const;

describe('columns of a bank', () => {
  it.each([
    ['blocked', 10, 4, [3, 3, 3, 1]],
    ['even', 10, 4, [2, 3, 2, 3]],
    ['cyclic', 10, 4, [3, 3, 2, 2]],
    ['blocked', 5, 4, [2, 2, 1, 0]],
    ['even', 5, 4, [1, 1, 1, 2]],
    ['blocked', 9, 8, [2, 2, 2, 2, 1, 0, 0, 0]],
    ['even', 16, 4, [4, 4, 4, 4]],
    ['cyclic', 3, 4, [1, 1, 1, 0]],
    ['even', 0, 4, [0, 0, 0, 0]],
  ] as const)('%s: %d columns on %d banks', (kind, cols, banks, expected) => {
    expect(sizes(kind, cols, banks)).toEqual(expected);
  });

  it.each([
    ['153 columns of TIMIT', 153, 3],
    ['665 columns of TIMIT', 665, 11],
    ['1024 hidden units', 1024, 16],
  ])('%s take a depth of D on 64 banks', (_name, cols, depth) => {
    expect(placeColumns('even', cols, 64).depth).toBe(depth);
  });

  it('even: bank sizes differ by at most one and bank b starts at floor(b * cols / N)', () => {
    fc.assert(
      fc.property(...anyShape, (cols, banks) => {
        const { sizes, bankOf } = placeColumns('even', cols, banks);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (let bank = 0; bank < banks; bank++) {
          const first = Math.floor((bank * cols) / banks);
          if (sizes[bank] > 0) expect(bankOf.indexOf(bank)).toBe(first);
        }
      }),
    );
  });

  it('blocked: column c is word c mod D of bank floor(c / D)', () => {
    fc.assert(
      fc.property(...anyShape, (cols, banks) => {
        const { bankOf, wordOf, depth } = placeColumns('blocked', cols, banks);
        expect([...bankOf]).toEqual(Array.from(bankOf, (_, c) => Math.floor(c / depth)));
        expect([...wordOf]).toEqual(Array.from(wordOf, (_, c) => c % depth));
      }),
    );
  });

  it('cyclic: column c is word floor(c / N) of bank c mod N', () => {
    fc.assert(
      fc.property(...anyShape, (cols, banks) => {
        const { bankOf, wordOf } = placeColumns('cyclic', cols, banks);
        expect([...bankOf]).toEqual(Array.from(bankOf, (_, c) => c % banks));
        expect([...wordOf]).toEqual(Array.from(wordOf, (_, c) => Math.floor(c / banks)));
      }),
    );
  });
});

it('gives every column a word of its own, below the depth and the size of its bank', () => {
  fc.assert(
    fc.property(fc.constantFrom('blocked', 'even', 'cyclic'), ...anyShape, (kind, cols, banks) => {
      const { bankOf, wordOf, depth, sizes } = placeColumns(kind, cols, banks);
      const words = new Set(Array.from(bankOf, (bank, c) => `${bank}:${wordOf[c]}`));
      expect([bankOf.length, wordOf.length, words.size]).toEqual([cols, cols, cols]);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(cols);
      expect(wordOf.every((word, c) => word < sizes[bankOf[c]])).toBe(true);
      expect(sizes.every((size) => size <= depth)).toBe(true);
    }),
  );
});
