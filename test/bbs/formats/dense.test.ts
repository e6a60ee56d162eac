import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeDense, denseStorage, encodeDense } from '../../../src/bbs/formats/dense.ts';
import { anyStored, codesOf, stored, withCodes } from '../stored.ts';

const _ = null;

it('dense stores every position, a zero where nothing is stored', () => {
  const dense = encodeDense(
    stored([
      [1, _, -2],
      [_, 3, _],
    ]),
  );
  expect(dense).toEqual({ tensor: 'w', rows: 2, cols: 3, values: Int16Array.of(1, 0, -2, 0, 3, 0) });
  expect(codesOf(stored([[1, 0, -2]]))).toEqual(decodeDense(encodeDense(stored([[1, _, -2]]))));
});

it('dense gives every full matrix back', () => {
  const full = fc
    .tuple(fc.nat(8), fc.nat(20))
    .chain(([rows, cols]) => withCodes(rows, cols, new Uint8Array(rows * cols).fill(1)));
  fc.assert(
    fc.property(full, (entries) => {
      expect(decodeDense(encodeDense(entries))).toEqual(codesOf(entries));
    }),
  );
});

it('dense takes W bits per position and nothing else, whatever is stored', () => {
  fc.assert(
    fc.property(anyStored, fc.integer({ min: 6, max: 16 }), (entries, bits) => {
      const total = entries.rows * entries.cols * bits;
      expect(denseStorage(encodeDense(entries), bits)).toEqual({
        valueBits: total,
        indexBits: 0,
        pointerBits: 0,
        totalBits: total,
      });
    }),
  );
});
