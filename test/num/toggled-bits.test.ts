import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../src/num/random.ts';
import { addToggles, noToggles, toggledBits, toggleShare } from '../../src/num/toggled-bits.ts';
import { togglesOfCodes } from './toggles-of-codes.ts';

/** Bits that differ, digit by digit of what is written down in base 2. */
function differingDigits(a: number, b: number, width: number): number {
  const digits = (code: number) => BigInt.asUintN(width, BigInt(code)).toString(2).padStart(width, '0');
  return [...digits(a)].filter((digit, i) => digit !== digits(b)[i]).length;
}

describe('bits that change from one operand to the next', () => {
  it('are all of them from 0x5555 to 0xAAAA and back, and none of a constant', () => {
    expect(toggledBits(0x5555, 0xaaaa, 16)).toBe(16);
    const alternating = Int16Array.from({ length: 9 }, (_, i) => (i % 2 === 0 ? 0x5555 : 0xaaaa));
    expect(togglesOfCodes(alternating, 16)).toEqual({ changed: 128, bits: 128 });
    expect(toggleShare(togglesOfCodes(alternating, 16))).toBe(1);
    expect(toggleShare(togglesOfCodes(new Int16Array(9).fill(-123), 16))).toBe(0);
  });

  it('are those of two’s complement: from 1 to -1 all bits but the lowest', () => {
    expect(toggledBits(1, -1, 16)).toBe(15);
    expect(toggledBits(1, -1, 8)).toBe(7);
    expect(toggledBits(0, -1, 32)).toBe(32);
  });

  it('of 3, 5, 6, 0 in 4 bits are 2 + 2 + 2 of 12', () => {
    expect(togglesOfCodes([3, 5, 6, 0], 4)).toEqual({ changed: 6, bits: 12 });
  });

  it('are not known of a single operand', () => {
    expect(toggleShare(togglesOfCodes([7], 16))).toBeNull();
    expect(toggleShare(noToggles())).toBeNull();
  });

  it('are half of them where operands are random', () => {
    const random = seeded('toggles');
    const codes = Int16Array.from({ length: 20_001 }, () => Math.floor(random() * 65536) - 32768);
    // 320,000 bits: four standard deviations are 0.0036.
    expect(Math.abs((toggleShare(togglesOfCodes(codes, 16)) ?? 0) - 0.5)).toBeLessThan(0.0036);
  });

  it('are the digits that differ, of any two codes and width', () => {
    const code = fc.integer({ min: -0x8000, max: 0x7fff });
    fc.assert(
      fc.property(code, code, fc.integer({ min: 1, max: 16 }), (a, b, width) => {
        expect(toggledBits(a, b, width)).toBe(differingDigits(a, b, width));
        expect(toggledBits(b, a, width)).toBe(toggledBits(a, b, width));
      }),
    );
  });

  it('are as many backwards, at least those of the ends, and the sum of those of the parts', () => {
    const codes = fc.array(fc.integer({ min: -0x8000, max: 0x7fff }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(codes, fc.nat(), (all, at) => {
        const whole = togglesOfCodes(all, 16);
        expect(togglesOfCodes([...all].reverse(), 16)).toEqual(whole);
        expect(whole.changed).toBeGreaterThanOrEqual(toggledBits(all[0], all[all.length - 1], 16));
        expect(whole.changed).toBeLessThanOrEqual(whole.bits);
        const cut = at % all.length;
        const parts = togglesOfCodes(all.slice(0, cut + 1), 16);
        addToggles(parts, togglesOfCodes(all.slice(cut), 16));
        expect(parts).toEqual(whole);
      }),
    );
  });
});
