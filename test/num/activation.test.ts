import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activation, activationTable, exactActivation, lookUp } from '../../src/num/activation.ts';

const activations: Activation[] = ['sigmoid', 'tanh'];

/** The contract's formula on unbounded integers, written from docs/timing.md section 6. */
function byTheBook(f: Activation, bits: number, fractionBits: number, s: number): number {
  const low = BigInt(bits - 6);
  const unsigned = BigInt.asUintN(bits, BigInt(s));
  const segment = Number((unsigned ^ (1n << BigInt(bits - 1))) >> low);
  const dx = BigInt.asUintN(Number(low), BigInt(s));
  const boundary = (i: number) => {
    const x = (i - 32) * 2 ** (bits - 6 - fractionBits);
    const y = f === 'tanh' ? Math.tanh(x) : 1 / (1 + Math.exp(-x));
    return BigInt(Math.floor(y * 2 ** fractionBits + 0.5));
  };
  const y = boundary(segment);
  return Number(y + (((boundary(segment + 1) - y) * dx) >> low));
}

describe('the table of 16 bits, 12 of them fraction', () => {
  it.each([
    ['sigmoid', 0, 2048],
    ['sigmoid', 32767, 4094],
    ['sigmoid', -32768, 1],
    ['sigmoid', 4096, 2994],
    ['tanh', 0, 0],
    ['tanh', 4096, 3119],
    ['tanh', -4096, -3119],
    ['tanh', -32768, -4096],
  ] as const)('%s of code %d is %d', (f, code, expected) => {
    expect(lookUp(activationTable(f, 16, 12), code)).toBe(expected);
  });

  it.each([
    ['sigmoid', 0.0963 / 8],
    ['tanh', 0.77 / 8],
  ] as const)('%s is as near as a chord over a quarter can be', (f, curvature) => {
    const table = activationTable(f, 16, 12);
    let worst = 0;
    for (let code = -32768; code < 32768; code++) {
      worst = Math.max(worst, Math.abs(lookUp(table, code) / 4096 - exactActivation[f](code / 4096)));
    }
    expect(worst).toBeLessThan(curvature * 0.25 ** 2 + 2 / 4096);
  });

  it.each(activations)('%s never falls', (f) => {
    const table = activationTable(f, 16, 12);
    let falls = 0;
    for (let code = -32768; code < 32767; code++)
      falls += Number(lookUp(table, code + 1) < lookUp(table, code));
    expect(falls).toBe(0);
  });
});

it('follows the contract bit for bit in every format', () => {
  const format = fc
    .integer({ min: 6, max: 16 })
    .chain((bits) => fc.tuple(fc.constant(bits), fc.integer({ min: 0, max: bits - 1 })));
  fc.assert(
    fc.property(fc.constantFrom(...activations), format, fc.nat(), (f, [bits, fractionBits], seed) => {
      const s = (seed % 2 ** bits) - 2 ** (bits - 1);
      const found = lookUp(activationTable(f, bits, fractionBits), s);
      expect(found).toBe(byTheBook(f, bits, fractionBits, s));
    }),
    { numRuns: 500 },
  );
});

it('has one boundary per code in a format of 6 bits', () => {
  const table = activationTable('tanh', 6, 3);
  for (let code = -32; code < 32; code++) {
    expect(lookUp(table, code)).toBe(Math.floor(Math.tanh(code / 8) * 8 + 0.5));
  }
});
