import { expect, it } from 'vitest';
import { widthOf } from '../../../src/bbs/formats/storage.ts';

it.each([
  [0, 0],
  [1, 0],
  [2, 1],
  [3, 2],
  [4, 2],
  [5, 3],
  [11, 4],
  [16, 4],
  [17, 5],
  [65536, 16],
  [65537, 17],
  [2 ** 31, 31],
  [2 ** 31 + 1, 32],
])('%d values are told apart by %d bits', (count, width) => {
  expect(widthOf(count)).toBe(width);
});
