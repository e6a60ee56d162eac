import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noSaturations, roundShift, saturate, toCode, toReal, wrap } from '../../src/num/fixed.ts';

/** Integers that the arithmetic promises to be exact for. */
const exact = fc.integer({ min: -(2 ** 52 - 1), max: 2 ** 52 - 1 });

describe('the code of a real value', () => {
  it.each([
    [0, 12, 0],
    [1, 12, 4096],
    [-1, 12, -4096],
    [0.5, 0, 1],
    [-0.5, 0, 0],
    [1.5, 0, 2],
    [-1.5, 0, -1],
    [2.49, 0, 2],
    [-2.51, 0, -3],
    [0.5 / 4096, 12, 1],
    [-0.5 / 4096, 12, 0],
    [0.1, 12, 410],
    [7.99999, 12, 32768],
    [-1e-30, 12, 0],
  ])('%d with %d fraction bits is %d: halves go up', (value, fractionBits, code) => {
    expect(toCode(value, fractionBits)).toBe(code);
  });

  it('is exact where v * 2^F + 1/2 rounds: just below a half stays below', () => {
    expect(toCode(0.49999999999999994, 0)).toBe(0);
    expect(toCode(2 ** 52 + 1, 0)).toBe(2 ** 52 + 1);
  });

  it('is the nearest code, and a code is its own', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.integer({ min: 0, max: 14 }),
        (value, f) => {
          const code = toCode(value, f);
          expect(Math.abs(toReal(code, f) - value)).toBeLessThanOrEqual(2 ** -(f + 1));
          expect(toCode(toReal(code, f), f)).toBe(code);
        },
      ),
    );
  });
});

describe('saturation', () => {
  it.each([
    [32767, 16, 32767, 0],
    [32768, 16, 32767, 1],
    [-32768, 16, -32768, 0],
    [-32769, 16, -32768, 1],
    [31, 6, 31, 0],
    [32, 6, 31, 1],
    [-33, 6, -32, 1],
  ])('%d in %d bits is %d, counted %d times', (value, bits, expected, count) => {
    const counts = noSaturations();
    expect(saturate(value, bits, counts, 'multiply')).toBe(expected);
    expect(counts).toEqual({ ...noSaturations(), multiply: count });
  });
});

describe('the rounding shift', () => {
  it.each([
    [2047, 12, 0],
    [2048, 12, 1],
    [-2048, 12, 0],
    [-2049, 12, -1],
    [6144, 12, 2],
    [-6144, 12, -1],
    [-7, 0, -7],
  ])('(%d + half) >> %d is %d', (value, fractionBits, expected) => {
    expect(roundShift(value, fractionBits)).toBe(expected);
  });

  it('is an arithmetic shift of the exact sum', () => {
    fc.assert(
      fc.property(exact, fc.integer({ min: 1, max: 15 }), (value, f) => {
        const sum = BigInt(value) + (1n << BigInt(f - 1));
        expect(roundShift(value, f)).toBe(Number(sum >> BigInt(f)));
      }),
    );
  });
});

describe('the accumulator register', () => {
  it.each([
    [2 ** 47 - 1, 48, 2 ** 47 - 1],
    [2 ** 47, 48, -(2 ** 47)],
    [-(2 ** 47) - 1, 48, 2 ** 47 - 1],
    [40, 6, -24],
  ])('%d wraps to %i bits as %d', (value, bits, expected) => {
    expect(wrap(value, bits)).toBe(expected);
  });

  it('wraps as two’s complement does', () => {
    fc.assert(
      fc.property(exact, fc.integer({ min: 6, max: 52 }), (value, bits) => {
        expect(wrap(value, bits)).toBe(Number(BigInt.asIntN(bits, BigInt(value))));
      }),
    );
  });
});
