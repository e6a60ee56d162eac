import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csrStorage, decodeCsr, encodeCsr } from '../../../src/bbs/formats/csr.ts';
import { anyStored, codesOf, stored } from '../stored.ts';

const _ = null;

it('CSR stores entries row by row with a pointer to each row', () => {
  const csr = encodeCsr(
    stored([
      [1, _, 0],
      [_, _, _],
      [_, 2, _],
    ]),
  );
  expect([...csr.rowStart]).toEqual([0, 2, 2, 3]);
  expect([...csr.columns]).toEqual([0, 2, 1]);
  expect([...csr.values]).toEqual([1, 0, 2]);
});

it('CSR gives every matrix back, explicit zeros and empty rows and all', () => {
  fc.assert(
    fc.property(anyStored, (entries) => {
      expect(decodeCsr(encodeCsr(entries))).toEqual(codesOf(entries));
    }),
  );
});

it.each([
  [
    '7 entries, pointers of 3 bits',
    [
      [1, 2, 3, 4, 5],
      [1, 2, _, _, _],
    ],
    { valueBits: 112, indexBits: 21, pointerBits: 9 },
  ],
  [
    '8 entries, pointers of 4 bits',
    [
      [1, 2, 3, 4, 5],
      [1, 2, 3, _, _],
    ],
    { valueBits: 128, indexBits: 24, pointerBits: 12 },
  ],
  ['one column needs no index', [[1], [_]], { valueBits: 16, indexBits: 0, pointerBits: 3 }],
  ['no entries need no pointers', [[_, _]], { valueBits: 0, indexBits: 0, pointerBits: 0 }],
] as [string, (number | null)[][], object][])('the storage of CSR: %s', (_name, rows, bits) => {
  const found = csrStorage(encodeCsr(stored(rows)), 16);
  expect(found).toEqual({ ...bits, totalBits: found.valueBits + found.indexBits + found.pointerBits });
});
