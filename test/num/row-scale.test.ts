import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasScales,
  rescale,
  rescaleExact,
  rowScale,
  weightValueBits,
  wrapExact,
} from '../../src/num/row-scale.ts';

/** The register behind a rescaler of 48 bits, and what it lost. */
function rescaled(acc: number, multiplier: number, shift: number, bits = 48) {
  const out = { held: 0, lost: 0 };
  rescale(acc, multiplier, shift, bits, out);
  return out;
}

describe('the scale of a row in hardware', () => {
  it('has a multiplier of 16 full bits: with 12 fraction bits 1/127 is 66060.2 / 2^11, so 33030 / 2^10', () => {
    // 4096 / 127 = 32.25..., in [32, 64): e = 15 - 5 = 10.
    expect(rowScale(1 / 127, 12)).toEqual({ multiplier: 33026, shift: 10 });
    expect(33026 / 2 ** 10 / 4096).toBeCloseTo(1 / 127, 7);
  });

  it('of a power of two is exact', () => {
    expect(rowScale(1, 12)).toEqual({ multiplier: 0x8000, shift: 3 });
    expect(rowScale(2 ** -12, 12)).toEqual({ multiplier: 0x8000, shift: 15 });
  });

  it('that rounds up to 2^16 is 2^15 with a shift less', () => {
    const justBelow = 1 - 2 ** -18;
    expect(rowScale(justBelow, 0)).toEqual({ multiplier: 0x8000, shift: 15 });
  });

  it('without bits to shift left is a multiplier alone, and one above it too large', () => {
    expect(rowScale(65535, 0)).toEqual({ multiplier: 65535, shift: 0 });
    expect(rowScale(65535.49, 0)).toEqual({ multiplier: 65535, shift: 0 });
    expect(rowScale(65535.5, 0)).toBeNull();
    expect(rowScale(16, 12)).toBeNull();
  });

  it('that is very small loses bits of its multiplier, since the shift ends at 31', () => {
    expect(rowScale(2 ** -20, 0)).toEqual({ multiplier: 2 ** 11, shift: 31 });
    expect(rowScale(2 ** -40, 0)).toEqual({ multiplier: 0, shift: 31 });
  });

  it('of a row of zeros is zero', () => {
    expect(rowScale(0, 12)).toEqual({ multiplier: 0, shift: 0 });
  });

  it('is off by at most one part in 2^16 where the shift does not end', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2 ** -15, max: 15, noNaN: true }),
        fc.integer({ min: 0, max: 12 }),
        (scale, f) => {
          const found = rowScale(scale, f);
          const value = (found?.multiplier ?? 0) / 2 ** ((found?.shift ?? 0) + f);
          expect(Math.abs(value / scale - 1)).toBeLessThanOrEqual(2 ** -16);
          expect(found?.multiplier).toBeLessThan(2 ** 16);
        },
      ),
    );
  });
});

describe('the rescaled sum of a row', () => {
  it.each([
    // 3 * 1 / 2 = 1.5 and 5 * 1 / 2 = 2.5: halves go up, and towards plus infinity below zero.
    { acc: 3, m: 1, e: 1, held: 2 },
    { acc: 5, m: 1, e: 1, held: 3 },
    { acc: -3, m: 1, e: 1, held: -1 },
    { acc: -5, m: 1, e: 1, held: -2 },
    // 1000 * 33026 / 2^10 = 32251.95.
    { acc: 1000, m: 33026, e: 10, held: 32252 },
    { acc: -1000, m: 33026, e: 10, held: -32252 },
    // Without a shift nothing is rounded.
    { acc: -7, m: 65535, e: 0, held: -458745 },
    // 2^30 * 32769 / 2^31 is 16384.5, its negative -16384.5.
    { acc: 2 ** 30, m: 32769, e: 31, held: 16385 },
    { acc: -(2 ** 30), m: 32769, e: 31, held: -16384 },
    // 2^24 * 3 / 2^25 = 1.5.
    { acc: 2 ** 24, m: 3, e: 25, held: 2 },
    { acc: -(2 ** 24), m: 3, e: 25, held: -1 },
    { acc: 12345, m: 0, e: 0, held: 0 },
  ])('($acc * $m + half) >> $e is $held', ({ acc, m, e, held }) => {
    expect(rescaled(acc, m, e)).toEqual({ held, lost: 0 });
    expect(rescaleExact(acc, { multiplier: m, shift: e })).toBe(BigInt(held));
  });

  it('wraps to the bits of an accumulator and says what that lost', () => {
    // 100 * 3 = 300 is 44 in 8 bits.
    expect(rescaled(100, 3, 0, 8)).toEqual({ held: 44, lost: 256 });
    expect(rescaled(-100, 3, 0, 8)).toEqual({ held: -44, lost: -256 });
  });

  it('is the exact one, for every accumulator and scale', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 52 }),
        fc.bigInt({ min: -(1n << 51n), max: (1n << 51n) - 1n }),
        fc.integer({ min: 0, max: 65535 }),
        fc.integer({ min: 0, max: 31 }),
        (bits, any, multiplier, shift) => {
          const acc = wrapExact(any, bits);
          const exact = rescaleExact(acc, { multiplier, shift });
          const held = wrapExact(exact, bits);
          const found = rescaled(acc, multiplier, shift, bits);
          expect([found.held + 0, BigInt(found.lost)]).toEqual([held, exact - BigInt(held)]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

it('weights of 8 bits have scales, those of 16 are codes of the format whatever its bits', () => {
  expect([hasScales({}), hasScales({ weightBits: 16 }), hasScales({ weightBits: 8 })]).toEqual([
    false,
    false,
    true,
  ]);
  expect(weightValueBits({ bits: 12 })).toBe(12);
  expect(weightValueBits({ bits: 12, weightBits: 16 })).toBe(12);
  expect(weightValueBits({ bits: 12, weightBits: 8 })).toBe(8);
});
