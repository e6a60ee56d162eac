import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePeriodic, periodic, periodicStorage } from '../../../src/bbs/formats/periodic.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { codesOf, stored, withCodes } from '../stored.ts';

const _ = null;

const anyPeriodic = fc
  .record({
    rows: fc.nat(12),
    cols: fc.nat(30),
    period: fc.integer({ min: 1, max: 20 }),
    phases: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  })
  .chain(({ rows, cols, period, phases }) => {
    const mask = Uint8Array.from({ length: rows * cols }, (_unused, i) =>
      Number(phases[(i % cols) % period]),
    );
    return withCodes(rows, cols, mask).map((entries) => ({ entries, period }));
  });

describe('the periodic format', () => {
  const rows = [
    [1, _, 2, 3, _, 0, 4],
    [5, _, 6, 7, _, 8, 9],
  ];

  it('stores the values row by row, and one table of phases', () => {
    const found = encodePeriodic(stored(rows), { period: 3 });
    expect([...found.phases]).toEqual([0, 2]);
    expect([...found.values]).toEqual([1, 2, 3, 0, 4, 5, 6, 7, 8, 9]);
    expect(periodicStorage(found, 16)).toEqual({
      valueBits: 160,
      indexBits: 2 * 2,
      pointerBits: 0,
      totalBits: 164,
    });
  });

  it('has as many index bits whatever the rows', () => {
    const bits = [1, 2, 20].map(
      (times) =>
        periodicStorage(encodePeriodic(stored(new Array(times).fill(rows).flat()), { period: 3 }), 16)
          .indexBits,
    );
    expect(bits).toEqual([4, 4, 4]);
  });

  it('gives every matrix back, explicit zeros and empty rows and all', () => {
    fc.assert(
      fc.property(anyPeriodic, ({ entries, period }) => {
        const { encode, decode } = periodic.of({ period });
        expect(decode(encode(entries, { pes: 1, banks: 2, placement: 'even' }))).toEqual(codesOf(entries));
      }),
    );
  });

  it('has no index bits for a matrix without entries, nor for a period of one column', () => {
    expect(periodicStorage(encodePeriodic(stored([[_, _]]), { period: 2 }), 16).totalBits).toBe(0);
    expect(periodicStorage(encodePeriodic(stored([[1, 2]]), { period: 1 }), 16).indexBits).toBe(0);
  });

  it('refuses a row that keeps other columns than the rest, naming the place', () => {
    const other = stored([
      [1, _, 2, _],
      [3, _, _, _],
      [_, _, 4, _],
    ]);
    expect(() => encodePeriodic(other, { period: 4 })).toThrow(
      new BadInput(
        'tensor w: row 1, column 2: found no entry, expected one: other columns of its phase, modulo 4, have entries',
      ),
    );
    expect(() => encodePeriodic(other, { period: 2 })).toThrow('row 1, column 2: found no entry');
  });
});
