import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, configHash } from '../../src/num/digest.ts';

describe('canonical JSON', () => {
  it.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ B: 1, a: 2, '1': 3 }, '{"1":3,"B":1,"a":2}'],
    [{ a: undefined, b: {} }, '{"b":{}}'],
    [-0, '0'],
    [1e21, '1e+21'],
  ])('%j is %s', (value, expected) => expect(canonicalJson(value)).toBe(expected));

  it.each([
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [undefined],
    [[undefined]],
    [1n],
    [new Map()],
    [new Int16Array(2)],
  ])('refuses %s', (value) => expect(() => canonicalJson(value)).toThrow(TypeError));

  it('reads back as the same value', () => {
    const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });
});

describe('the hash of a configuration', () => {
  it('is the first 12 digits of the SHA-256 of its canonical JSON', () => {
    expect(configHash({})).toBe('44136fa355b3'); // sha256 of "{}"
    expect(configHash('')).toBe('12ae32cb1ec0'); // sha256 of two quotes
  });

  it('does not depend on the order of fields, and does on every value', () => {
    expect(configHash({ a: 1, b: { c: 2, d: 3 } })).toBe(configHash({ b: { d: 3, c: 2 }, a: 1 }));
    expect(configHash({ a: 1 })).not.toBe(configHash({ a: 2 }));
    expect(configHash([1, 2])).not.toBe(configHash([2, 1]));
  });
});
