import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowScale } from '../../../src/num/row-scale.ts';
import { singleScale } from '../../../src/study/prune/int8-codes.ts';

describe('a scale in single precision', () => {
  const held = (scale: number, fractionBits: number) => expect(rowScale(scale, fractionBits));
  const fractions = fc.integer({ min: 0, max: 15 });

  it('is held by hardware as the scale in double precision, and is nearly that', () => {
    const scales = fc.double({ min: 1e-30, max: 1.9, noNaN: true });
    fc.assert(
      fc.property(scales, fractions, (scale, fractionBits) => {
        const single = singleScale(scale, fractionBits);
        expect(Math.fround(single)).toBe(single);
        held(single, fractionBits).toEqual(rowScale(scale, fractionBits));
        expect(Math.abs(single / scale - 1)).toBeLessThan(2 ** -22);
      }),
    );
  });

  it('is on its own side of the points at which a multiplier is rounded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 32768, max: 65535 }), fc.integer({ min: -20, max: 0 }), (m, exponent) => {
        const point = (m + 0.5) * 2 ** (exponent - 16);
        for (const scale of [point, point * (1 - 2 ** -50), point * (1 + 2 ** -50)])
          held(singleScale(scale, 0), 0).toEqual(rowScale(scale, 0));
      }),
    );
  });

  it('is above zero for scales that single precision does not hold', () => {
    expect(singleScale(1e-60, 12)).toBe(2 ** -149);
  });
});
