import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankStride } from '../../../../src/bbs/bank-address.ts';
import { arbitrate, knownArbitration } from '../../../../src/hw/array/arbitration.ts';
import { arbitratePlain } from '../../../../src/hw/array/arbitration-plain.ts';
import { balancedOrder, naturalOrder, sliceOrder } from '../../../../src/hw/array/row-order.ts';
import { arbitrateSimd } from '../../../../src/hw/array/simd/arbitrate-simd.ts';
import { ROWS_PER_CALL } from '../../../../src/hw/array/simd/images.ts';
import { beatMatrix } from '../arrays.ts';
import { kernel } from './kernel.ts';

/** Rows of up to three beats and a part; `crowding` makes the banks few. */
const matrices = fc
  .record({
    lanes: fc.oneof(fc.constantFrom(2, 16, 40, 48, 64, 100, 128), fc.integer({ min: 2, max: 128 })),
    pes: fc.integer({ min: 1, max: 5 }),
    lengths: fc.array(fc.double({ min: 0, max: 3.2, noNaN: true }), { maxLength: 14 }),
    crowding: fc.constantFrom(1, 2, 7, 1000),
    seed: fc.nat(),
  })
  .map(({ lanes, pes, lengths, crowding, seed }) => {
    let state = seed | 1;
    const next = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state >>> 8) % below;
    };
    const stride = bankStride(lanes);
    const rows = lengths.map((beats) =>
      Array.from({ length: Math.floor(beats * lanes) }, () => stride * next(5) + (next(crowding) % lanes)),
    );
    return beatMatrix(lanes, rows, pes);
  });

describe('the arbitration on the SIMD kernel', () => {
  it('counts what the plain loop counts, for every order of rows', () => {
    fc.assert(
      fc.property(matrices, fc.constantFrom(1, 2), fc.nat({ max: 6 }), (matrix, ports, first) => {
        const lengths = matrix.entryStart.subarray(1).map((end, row) => end - matrix.entryStart[row]);
        const orders = [
          matrix.order,
          naturalOrder(matrix.rows, 3),
          balancedOrder(lengths, 2),
          sliceOrder(matrix.order, first, 4),
        ];
        for (const order of orders) {
          expect(arbitrateSimd(kernel(), matrix, order, ports)).toEqual(arbitratePlain(matrix, order, ports));
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    { lanes: 128, ports: 1, slots: 128, waits: 127 },
    { lanes: 128, ports: 2, slots: 64, waits: 63 },
    { lanes: 16, ports: 1, slots: 16, waits: 15 },
    { lanes: 100, ports: 1, slots: 100, waits: 99 },
    { lanes: 40, ports: 2, slots: 20, waits: 19 },
    { lanes: 2, ports: 1, slots: 2, waits: 1 },
  ])(
    'serves a whole beat of $lanes lanes from one bank in $slots cycles',
    ({ lanes, ports, slots, waits }) => {
      const matrix = beatMatrix(lanes, [new Array(lanes).fill(lanes - 1)]);
      const found = arbitrateSimd(kernel(), matrix, matrix.order, ports);
      expect(found?.slots).toEqual(Uint32Array.of(slots));
      expect(found?.bankReads[lanes - 1]).toBe(lanes);
      expect(found?.bankWaits[lanes - 1]).toBe(waits);
    },
  );

  it('counts more rows of a PE than one call of the kernel takes', () => {
    const rows = ROWS_PER_CALL + 5;
    const matrix = beatMatrix(
      16,
      Array.from({ length: rows }, (_, row) => [row % 16, (row >> 2) % 16, 3].slice(row % 4)),
    );
    expect(arbitrateSimd(kernel(), matrix, matrix.order, 1)).toEqual(arbitratePlain(matrix, matrix.order, 1));
  });

  it.each([
    { lanes: 256, ports: 1 },
    { lanes: 16, ports: 3 },
  ])('is left to the plain loop with $lanes lanes and $ports ports', ({ lanes, ports }) => {
    const matrix = beatMatrix(lanes, [[0, 0, 0, 0]]);
    expect(arbitrateSimd(kernel(), matrix, matrix.order, ports)).toBeNull();
    expect(arbitrate(matrix, matrix.order, ports).slots[0]).toBe(Math.ceil(4 / ports));
  });

  it.each([
    { entries: 4095, isSimd: false },
    { entries: 4096, isSimd: true },
  ])('is chosen for matrices of 4096 entries and more: $entries', ({ entries, isSimd }) => {
    const { slots } = kernel().views;
    slots[0] = 7;
    const matrix = beatMatrix(16, [new Array(entries).fill(2)]);
    expect(arbitrate(matrix, matrix.order, 1).slots[0]).toBe(entries);
    expect(slots[0]).toBe(isSimd ? entries : 7);
  });
});

describe('an arbitration that is kept with its matrix', () => {
  it('is worked out once for each order and number of ports', () => {
    const matrix = beatMatrix(2, [[0, 0], [1]]);
    const whole = knownArbitration(matrix, matrix.order, 1);
    expect(whole).toEqual(arbitrate(matrix, matrix.order, 1));
    expect(knownArbitration(matrix, matrix.order, 1)).toBe(whole);
    expect(Array.from(knownArbitration(matrix, matrix.order, 2).slots)).toEqual([1, 1]);
    expect(Array.from(knownArbitration(matrix, sliceOrder(matrix.order, 1, 1), 1).slots)).toEqual([1]);
    expect(
      Array.from(knownArbitration({ ...matrix, addresses: Uint16Array.of(0, 1, 1) }, matrix.order, 1).slots),
    ).toEqual([1, 1]);
  });
});
