import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Activation,
  type ActivationFormat,
  activationTable,
  exactActivation,
  lookUp,
  tableShape,
} from '../../src/num/activation.ts';

const activations: Activation[] = ['sigmoid', 'tanh'];
const sixteen = (fractionBits: number): ActivationFormat => ({ bits: 16, fractionBits });

/** The contract's formula on unbounded integers, written from docs/timing.md section 6. */
function byTheBook(
  f: Activation,
  { fractionBits }: ActivationFormat,
  range: number,
  segments: number,
  s: number,
): number {
  const end = BigInt(range) << BigInt(fractionBits);
  const low = BigInt(Math.log2((range * 2 ** (fractionBits + 1)) / segments));
  const boundary = (i: number) => {
    const x = (i - segments / 2) * ((2 * range) / segments);
    const y = f === 'tanh' ? Math.tanh(x) : 1 / (1 + Math.exp(-x));
    return BigInt(Math.floor(y * 2 ** fractionBits + 0.5));
  };
  const code = BigInt(s);
  if (code < -end) return Number(boundary(0));
  if (code >= end) return Number(boundary(segments));
  const segment = Number((code + end) >> low);
  const dx = code + end - (BigInt(segment) << low);
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
    expect(lookUp(activationTable(f, sixteen(12)), code)).toBe(expected);
  });

  it.each([
    ['sigmoid', 0.0963 / 8],
    ['tanh', 0.77 / 8],
  ] as const)('%s is as near as a chord over a quarter can be', (f, curvature) => {
    const table = activationTable(f, sixteen(12));
    let worst = 0;
    for (let code = -32768; code < 32768; code++) {
      worst = Math.max(worst, Math.abs(lookUp(table, code) / 4096 - exactActivation[f](code / 4096)));
    }
    expect(worst).toBeLessThan(curvature * 0.25 ** 2 + 2 / 4096);
  });

  it.each(activations)('%s never falls', (f) => {
    const table = activationTable(f, sixteen(12));
    let falls = 0;
    for (let code = -32768; code < 32767; code++)
      falls += Number(lookUp(table, code + 1) < lookUp(table, code));
    expect(falls).toBe(0);
  });
});

describe('the table that a format has unless told otherwise', () => {
  it.each([
    [16, 15, 1, 64],
    [16, 13, 4, 64],
    [16, 12, 8, 64],
    [16, 11, 8, 128],
    [16, 9, 8, 128],
    [16, 2, 8, 64],
    [16, 0, 8, 16],
    [12, 8, 8, 64],
    [12, 7, 8, 128],
    [8, 3, 8, 128],
    [6, 3, 4, 64],
    [6, 0, 8, 16],
  ])(
    'of %d bits, %d of them fraction, ends at %d and has %d segments',
    (bits, fractionBits, range, segments) => {
      expect(tableShape({ bits, fractionBits })).toEqual({ range, segments });
    },
  );

  it.each(activations)('%s of 16 bits, 10 of them fraction, is exact at every end, and level beyond', (f) => {
    const table = activationTable(f, sixteen(10));
    const exact = (code: number) => Math.floor(exactActivation[f](code / 1024) * 1024 + 0.5);
    for (let code = -8192; code < 8192; code += 128) expect(lookUp(table, code)).toBe(exact(code));
    expect([-8193, -32768].map((code) => lookUp(table, code))).toEqual([exact(-8192), exact(-8192)]);
    expect([8192, 32767].map((code) => lookUp(table, code))).toEqual([exact(8192), exact(8192)]);
  });

  it('is one code wide where its range has no more than 128 codes, and so exact', () => {
    const table = activationTable('tanh', { bits: 8, fractionBits: 3 });
    for (let code = -64; code < 64; code++)
      expect(lookUp(table, code)).toBe(Math.floor(Math.tanh(code / 8) * 8 + 0.5));
  });
});

it('follows the contract bit for bit in every format, range and number of segments', () => {
  const drawn = fc
    .integer({ min: 6, max: 16 })
    .chain((bits) => fc.tuple(fc.constant(bits), fc.integer({ min: 0, max: bits - 1 })))
    .chain(([bits, fractionBits]) =>
      fc.tuple(
        fc.constant({ bits, fractionBits }),
        fc.integer({ min: 0, max: bits - 1 - fractionBits }).map((n) => 2 ** n),
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }),
      ),
    );
  fc.assert(
    fc.property(fc.constantFrom(...activations), drawn, (f, [format, range, exponent, s]) => {
      const segments = Math.min(2 ** exponent, 2 * range * 2 ** format.fractionBits);
      const found = lookUp(activationTable(f, { ...format, activation: { range, segments } }), s);
      expect(found).toBe(byTheBook(f, format, range, segments, s));
    }),
    { numRuns: 500 },
  );
});

it('has one boundary per code in a format of 6 bits', () => {
  const table = activationTable('tanh', { bits: 6, fractionBits: 3 });
  for (let code = -32; code < 32; code++) {
    expect(lookUp(table, code)).toBe(Math.floor(Math.tanh(code / 8) * 8 + 0.5));
  }
});
