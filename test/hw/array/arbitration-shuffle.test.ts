import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrateShuffle, type ShuffleSpec } from '../../../src/hw/array/arbitration-shuffle.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { timeShuffle } from '../../../src/hw/array/shuffle.ts';
import { seeded } from '../../../src/num/random.ts';
import { accelerator, anySpmv, beatMatrix, storedMatrix } from './arrays.ts';

const anyShuffle: fc.Arbitrary<ShuffleSpec> = fc.record({
  retryCycles: fc.integer({ min: 1, max: 7 }),
  openRows: fc.constantFrom(1, 2, 3, 16),
});

describe('worked examples of a shuffle', () => {
  // Two banks. Rows 0 and 1 ask bank 0 twice, rows 2 and 3 bank 1; lane 0 has the first entry of each.
  const matrix = beatMatrix(2, [
    [0, 2],
    [0, 2],
    [1, 3],
    [1, 3],
  ]);

  it.each([
    // Row 0: lane 1 in cycle 1, lane 0 again in 3; row 1: lane 0 in 2, lane 1 again in 4; rows 2 and 3 alike,
    // of which row 2 is complete with row 1 and leaves behind it, in 5.
    { retry: 2, open: 16, slots: [3, 1, 1, 2], waits: [2, 1] },
    // One row at a time: the next is presented in the cycle after, or when the lanes know.
    { retry: 1, open: 1, slots: [2, 2, 2, 2], waits: [2, 2] },
    { retry: 2, open: 1, slots: [3, 4, 4, 4], waits: [2, 2] },
  ])('back after $retry, $open rows open: $slots', ({ retry, open, slots, waits }) => {
    const found = arbitrateShuffle(matrix, matrix.order, { retryCycles: retry, openRows: open });
    expect({ slots: [...found.slots], waits: [...found.bankWaits] }).toEqual({ slots, waits });
    expect([...found.beats]).toEqual([4]);
  });
});

describe('the entries of a shuffle', () => {
  const array = buildArray(accelerator({ kind: 'csr-shuffle', pes: 1, banks: 4, openRows: 5 }));
  const { beats } = array.encode(storedMatrix(10, [[1, 6], [], [0, 4, 9], [], [], [2]]));

  it('are those of the rows, and a stored zero for an empty row, of word 0 of the bank of its number', () => {
    const addressesOfRow = Array.from({ length: 6 }, (_, row) =>
      Array.from(beats.addresses.subarray(beats.entryStart[row], beats.entryStart[row + 1])),
    );
    // Cyclic columns: the address is the column.
    expect(addressesOfRow).toEqual([[1, 6], [1], [0, 4, 9], [3], [0], [2]]);
    const zeros = [1, 3, 4].map((row) => beats.values[beats.entryStart[row]]);
    expect([zeros, beats.padding]).toEqual([[0, 0, 0], 3]);
  });

  it('carry valid, the tag of one of five rows, bank, word and value', () => {
    expect(beats.beatBits).toBe(4 * (1 + 3 + 2 + 2 + 16));
    const { beats: count } = array.time(beats, beats.order);
    expect([...count]).toEqual([3]);
  });
});

describe('a shuffle of rows', () => {
  it('of one row is the shuffle unit that HiSparse has, slot by slot', () => {
    const requests = fc.array(fc.nat(7), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 7 }), (banks, retryCycles) => {
        const matrix = beatMatrix(8, [banks]);
        const lanes = Array.from({ length: 8 }, (_, lane) =>
          Uint16Array.from(banks.filter((_bank, i) => i % 8 === lane)),
        );
        const { slots, perBank } = timeShuffle(lanes, 8, retryCycles);
        const found = arbitrateShuffle(matrix, matrix.order, { retryCycles, openRows: 1 });
        expect([...found.issueCycles]).toEqual([slots]);
        expect([...found.bankReads]).toEqual([...perBank]);
      }),
      { numRuns: 60 },
    );
  });

  it('takes at least its beats, its rows and the requests of its fullest bank, and waits only for banks', () => {
    fc.assert(
      fc.property(anySpmv('csr-shuffle'), anyShuffle, ({ beats: matrix }, spec) => {
        const found = arbitrateShuffle(matrix, matrix.order, spec);
        const { start, pes } = matrix.order;
        for (let pe = 0; pe < pes; pe++) {
          const reads = found.bankReads.subarray(pe * matrix.lanes, (pe + 1) * matrix.lanes);
          const rows = start[pe + 1] - start[pe];
          expect(found.issueCycles[pe]).toBeGreaterThanOrEqual(Math.max(found.beats[pe], rows, ...reads));
          expect(found.slots.subarray(start[pe], start[pe + 1]).every((n) => n > 0)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [8, 1.6, 1.68],
    [16, 1.65, 1.72],
    [64, 1.69, 1.76],
  ])('of long random streams takes about 1.7 cycles a beat: %i lanes', (lanes, least, most) => {
    const random = seeded(`shuffle/${lanes}`);
    const beats = 1500;
    const requests = Array.from({ length: lanes * beats }, () => Math.floor(random() * lanes));
    const matrix = beatMatrix(lanes, [requests]);
    const { issueCycles } = arbitrateShuffle(matrix, matrix.order, { retryCycles: 6, openRows: 16 });
    expect(issueCycles[0] / beats).toBeGreaterThan(least);
    expect(issueCycles[0] / beats).toBeLessThan(most);
  });
});
