import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankAddress, bankBits, bankOf, bankStride, wordOf } from '../../src/bbs/bank-address.ts';

describe('the address of a word of a bank', () => {
  it.each([
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [40, 6],
    [64, 6],
    [65, 7],
    [4096, 12],
  ])('has for %i banks the bank in its %i low bits', (banks, bits) => {
    expect(bankBits(banks)).toBe(bits);
    expect(bankAddress(banks, banks - 1, 7)).toBe(7 * 2 ** bits + banks - 1);
    expect(bankStride(banks)).toBe(2 ** bits);
  });

  it('gives bank and word back', () => {
    const banks = fc.integer({ min: 2, max: 4096 });
    fc.assert(
      fc.property(banks, fc.nat({ max: 4095 }), fc.nat({ max: 65535 }), (count, some, word) => {
        const bank = some % count;
        const address = bankAddress(count, bank, word);
        expect([bankOf(count, address), wordOf(count, address)]).toEqual([bank, word]);
      }),
    );
  });
});
