import { describe, expect, it } from 'vitest';
import { entriesPerBank } from '../../../src/bbs/patterns/bank-balanced.ts';
import { keptCount, keptCountOrOne } from '../../../src/bbs/patterns/kept-count.ts';
import { exactCount } from './naive.ts';

describe('how many weights stay', () => {
  it.each([
    [5, 0.9, 1],
    [15, 0.9, 2],
    [25, 0.7, 8],
    [3, 0.5, 2],
    [11, 0.875, 1],
    [12, 0.875, 2],
    [3, 5 / 6, 1],
    [5, 0.1 * 3, 4],
    [7, 1, 0],
    [7, 0, 7],
    [0, 0.5, 0],
    [18_000_000, 0.9, 1_800_000],
    [4096 * 665, 0.875, 340_480],
  ])('%d at sparsity %d leave %d: halves go up as in real numbers', (total, sparsity, kept) => {
    expect(keptCount(total, sparsity)).toBe(kept);
  });

  it('is the integer formula for every sparsity of two digits and every size', () => {
    for (let percent = 0; percent <= 100; percent++) {
      const found = Array.from({ length: 400 }, (_, total) => keptCount(total, percent / 100));
      expect(found).toEqual(Array.from({ length: 400 }, (_, total) => exactCount(total, percent)));
    }
  });

  it('is not fooled by sparsities of seven digits near a half of a large matrix', () => {
    expect(keptCount(9_950_783, 0.9000447)).toBe(994_633);
    expect(keptCount(5_000_000, 0.8000001)).toBe(1_000_000);
    expect(keptCount(5_000_000, 0.8000002)).toBe(999_999);
  });

  it('never is nothing where a pattern must keep something', () => {
    expect(keptCountOrOne(11, 1)).toBe(1);
    expect(keptCountOrOne(11, 0.96)).toBe(1);
    expect(keptCountOrOne(0, 0.5)).toBe(1);
  });
});

describe('entries of a bank in a row (k)', () => {
  it.each([
    ['TIMIT, [x, h]', 665, 64, 0.875, 1],
    ['TIMIT, x', 153, 64, 0.875, 1],
    ['TIMIT, x', 153, 64, 0.5, 2],
    ['PTB, [x, h]', 3000, 64, 0.875, 6],
    ['dense', 665, 64, 0, 11],
    ['four of eight', 64, 8, 0.5, 4],
    ['fewer columns than banks', 5, 64, 0.9, 1],
    ['the whole half goes up', 20, 4, 0.9, 1],
    ['timing example', 16, 4, 0.5, 2],
  ])('%s: %d columns on %d banks at sparsity %d keep %d', (_name, cols, banks, sparsity, k) => {
    expect(entriesPerBank(cols, banks, sparsity)).toBe(k);
  });
});
