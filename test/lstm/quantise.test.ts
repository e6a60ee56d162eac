import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { quantiseInputs, quantiseVector } from '../../src/lstm/quantise.ts';
import { noSaturations } from '../../src/num/fixed.ts';

const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };
const vector = (...terms: (Float32Array | Float64Array | Int16Array)[]) => ({
  terms: terms.map((values, k) => ({ tensor: `bias_${k}`, values })),
  raw: terms[0] instanceof Int16Array,
});

describe('inputs', () => {
  it('become codes by floor(v * 2^F + 1/2), saturated and counted', () => {
    const saturations = noSaturations();
    const inputs = Float64Array.of(1, -1, 0.5 / 4096, -0.5 / 4096, 7.9998, 8, -8, -8.001);
    const codes = quantiseInputs(inputs, format, saturations);
    expect([...codes]).toEqual([4096, -4096, 1, 0, 32767, 32767, -32768, -32768]);
    expect(saturations).toEqual({ ...noSaturations(), input: 2 });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('of %d are refused', (value) => {
    const quantise = () => quantiseInputs(Float64Array.of(0, value), format, noSaturations());
    expect(quantise).toThrow(BadInput);
    expect(quantise).toThrow(`element 1 is ${value}`);
  });
});

describe('biases', () => {
  it('are added as floats before they are quantised', () => {
    // Each half code alone would round up to one.
    const half = Float32Array.of(0.5 / 4096);
    const { codes, real } = quantiseVector(vector(half, half), format, noSaturations());
    expect([...codes]).toEqual([1]);
    expect([...real]).toEqual([1 / 4096]);
  });

  it('of which the sum leaves the range saturate, and the real value keeps it', () => {
    const saturations = noSaturations();
    const { codes, real } = quantiseVector(
      vector(Float64Array.of(5), Float64Array.of(6)),
      format,
      saturations,
    );
    expect([codes[0], real[0]]).toEqual([32767, 11]);
    expect(saturations.bias).toBe(1);
  });

  it('given as raw codes are added as integers and saturated', () => {
    const saturations = noSaturations();
    const terms = vector(Int16Array.of(30000, -5, 100), Int16Array.of(30000, 3, -200));
    const { codes, real } = quantiseVector(terms, format, saturations);
    expect([...codes]).toEqual([32767, -2, -100]);
    expect([...real]).toEqual([32767 / 4096, -2 / 4096, -100 / 4096]);
    expect(saturations.bias).toBe(1);
  });

  it('given as raw codes of more than W bits are refused by name and element', () => {
    const wide = vector(Int16Array.of(0, 0), Int16Array.of(0, -2049));
    const quantise = () => quantiseVector(wide, { ...format, bits: 12, fractionBits: 8 }, noSaturations());
    expect(quantise).toThrow(BadInput);
    expect(quantise).toThrow(
      'tensor bias_1: element 1 is the raw code -2049, expected -2048 to 2047 (12 bits)',
    );
  });
});
