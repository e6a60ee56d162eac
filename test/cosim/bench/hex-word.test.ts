import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HexWord, hexOf, indexWidth } from '../../../src/cosim/bench/hex-word.ts';

describe('a memory word', () => {
  it('holds fields from the lowest bit upwards', () => {
    const word = new HexWord(20);
    word.put(0, 4, 5);
    word.put(4, 8, -1);
    word.put(16, 4, 9);
    expect(String(word)).toBe('90ff5');
  });

  it.each([
    [0, 1, '0'],
    [-1, 6, '3f'],
    [-32768, 16, '8000'],
    [-1, 55, '7fffffffffffff'],
    [2 ** 52, 55, '10000000000000'],
  ])('writes %i in %i bits as %s', (value, bits, hex) => {
    expect(hexOf(value, bits)).toBe(hex);
  });

  it('is the two-complement number at any place', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 40 }), (value, at) => {
        const word = new HexWord(at + 32);
        word.put(at, 32, value);
        expect(BigInt.asIntN(32, BigInt(`0x${word}`) >> BigInt(at))).toBe(BigInt(value));
      }),
    );
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [64, 6],
    [65, 7],
  ])('needs for %i indices %i bits', (count, bits) => {
    expect(indexWidth(count)).toBe(bits);
  });
});
