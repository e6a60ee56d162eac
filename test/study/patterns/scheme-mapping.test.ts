import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SchemeLatency, schemeFor } from '../../../src/study/patterns/scheme-mapping.ts';

const row = (scheme: string, blockSize: number, latency: number): SchemeLatency => ({
  scheme,
  blockSize,
  latency,
});

describe('the scheme of a layer, by a table of latencies', () => {
  const table = [
    row('unstructured', 1, 200),
    row('block', 16, 130),
    row('block', 64, 108),
    row('block-columns', 512, 100),
    row('structured', 1_000_000, 99),
  ];

  it.each([
    { tolerance: 0, expected: table[4] },
    { tolerance: 0.02, expected: table[3] },
    { tolerance: 0.1, expected: table[2] },
    { tolerance: 0.5, expected: table[1] },
    { tolerance: 2, expected: table[0] },
  ])('is the smallest block within $tolerance of the fastest', ({ tolerance, expected }) => {
    expect(schemeFor(table, tolerance)).toBe(expected);
  });

  it('is the faster one of equally small blocks, and of these the first', () => {
    const same = [row('a', 4, 3), row('b', 4, 2), row('c', 4, 2), row('d', 8, 2)];
    expect(schemeFor(same, 1)).toBe(same[1]);
    expect(schemeFor(same, 0)).toBe(same[1]);
  });

  it('is the fastest without a tolerance, and never has larger blocks with more of it', () => {
    const anyRow = fc.record({
      scheme: fc.constantFrom('block', 'vector'),
      blockSize: fc.integer({ min: 1, max: 9 }),
      latency: fc.integer({ min: 1, max: 20 }),
    });
    const tolerance = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(anyRow, { minLength: 1, maxLength: 8 }),
        tolerance,
        tolerance,
        (latencies, a, b) => {
          const fastest = Math.min(...latencies.map(({ latency }) => latency));
          expect(schemeFor(latencies, 0).latency).toBe(fastest);
          const [strict, lax] = [schemeFor(latencies, Math.min(a, b)), schemeFor(latencies, Math.max(a, b))];
          expect(lax.blockSize).toBeLessThanOrEqual(strict.blockSize);
          expect(lax.latency).toBeLessThanOrEqual(fastest * (1 + Math.max(a, b)));
        },
      ),
    );
  });

  it('is none of an empty table, and a tolerance is not negative', () => {
    expect(() => schemeFor([], 0)).toThrow('latencies: found none, expected at least one');
    expect(() => schemeFor(table, -0.1)).toThrow('tolerance: found -0.1, expected at least 0');
  });
});
