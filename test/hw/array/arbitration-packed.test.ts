import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredMatrix } from '../../../src/bbs/matrix.ts';
import { arbitratePacked, type PackedIssue } from '../../../src/hw/array/arbitration-packed.ts';
import type { CsrConfig } from '../../../src/hw/array/kinds/csr.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import type { RowOrder } from '../../../src/hw/array/row-order.ts';
import {
  accelerator,
  anySpmv,
  beatMatrix,
  drawnAccelerator,
  runFast,
  runStepped,
  type SpmvCase,
  spmvCase,
  storedMatrix,
  unpacked,
} from './arrays.ts';

const one = (rowsPerCycle: number): PackedIssue => ({ window: 1, queueDepth: null, ports: 1, rowsPerCycle });
const packed = ({ config, stored }: SpmvCase, fields: object = {}): SpmvCase =>
  spmvCase(drawnAccelerator({ ...config, ...fields, packRows: true }), stored);

describe('worked examples of packed rows', () => {
  // Rows of 3, 2, 2 and 5 entries on four lanes: aaab bccd dddd. No two lanes of a beat want one bank.
  const matrix = {
    ...beatMatrix(4, [
      [0, 1, 2],
      [3, 0],
      [1, 2],
      [3, 0, 1, 2, 3],
    ]),
    isPacked: true,
  };

  it.each([
    // b and c end in the second beat: c a cycle later, and the third beat behind it.
    { rowsPerCycle: 1, slots: [1, 1, 1, 1], issue: 4 },
    { rowsPerCycle: 2, slots: [1, 1, 0, 1], issue: 3 },
  ])('with $rowsPerCycle row(s) a cycle: three beats in $issue cycles', ({ rowsPerCycle, slots, issue }) => {
    const found = arbitratePacked(matrix, matrix.order, one(rowsPerCycle));
    expect([...found.slots]).toEqual(slots);
    expect([found.beats[0], found.issueCycles[0]]).toEqual([3, issue]);
    expect([...found.bankReads]).toEqual([3, 3, 3, 3]);
    expect([...found.bankWaits]).toEqual([0, 0, 0, 0]);
  });

  it('a beat goes on when its last lane has been served, whichever row it is of', () => {
    // aab b: the second beat of two lanes; bank 0 serves a's lanes one after the other.
    const clash = {
      ...beatMatrix(2, [
        [0, 2],
        [0, 1, 3],
      ]),
      isPacked: true,
    };
    const { slots, bankWaits } = arbitratePacked(clash, clash.order, one(1));
    // Beat aa stays two cycles; beat bb one; the last b one.
    expect([...slots]).toEqual([2, 2]);
    expect([...bankWaits]).toEqual([1, 0]);
  });

  it.each([
    ['csr', 38],
    ['csr-window', 38],
    ['replicated', 38],
  ])('beats of %s have an end bit for every lane and none for the beat', (kind, bits) => {
    const config = accelerator({ kind, pes: 1, banks: 2, packRows: true });
    const { beats } = buildArray(config).encode(storedMatrix(2, [[0, 1], []]));
    // Valid, end, one bit of bank or column, value.
    expect(beats.beatBits).toBe(bits);
    expect([...beats.entryStart]).toEqual([0, 2, 3]);
    expect([beats.values[2], beats.addresses[2], beats.padding]).toEqual([
      0,
      kind === 'replicated' ? 0 : 1,
      1,
    ]);
  });
});

/**
 * S1 of packed rows, cycle by cycle, straight from the stored columns: when each row of PE `pe` goes on. One
 * beat at a time, the lowest lane first.
 */
function naiveRows({ rowStart, columns }: StoredMatrix, order: RowOrder, pe: number, config: CsrConfig) {
  const { banks, ports, pump, vectorCopies, rowsPerCycle } = config as CsrConfig & { rowsPerCycle: number };
  const lanes: { bank: number; row: number; isEnd: boolean }[] = [];
  for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
    const row = order.rows[q];
    const own = [...columns.subarray(rowStart[row], rowStart[row + 1])].map((column) => column % banks);
    if (own.length === 0) own.push(row % banks);
    own.forEach((bank, i) => {
      lanes.push({ bank, row: q, isEnd: i === own.length - 1 });
    });
  }
  const wentOnAt = new Map<number, number>();
  let cycle = 0;
  for (let from = 0; from < lanes.length; from += banks) {
    // Lanes are cut in equal runs, one for each copy of the vector.
    let waiting = lanes
      .slice(from, from + banks)
      .map((lane, l) => ({ ...lane, bank: `${Math.floor((l * vectorCopies) / banks)}/${lane.bank}` }));
    const ends = waiting.filter(({ isEnd }) => isEnd).map(({ row }) => row);
    while (waiting.length > 0) {
      cycle++;
      const used = new Map<string, number>();
      waiting = waiting.filter(({ bank }) => {
        used.set(bank, (used.get(bank) ?? 0) + 1);
        return (used.get(bank) ?? 0) > ports * pump;
      });
    }
    for (let i = 0; i < ends.length; i++) {
      if (i > 0 && i % rowsPerCycle === 0) cycle++;
      wentOnAt.set(ends[i], cycle);
    }
  }
  return { wentOnAt, cycles: cycle };
}

describe('packed rows', () => {
  it('of csr leave when a naive loop over cycles, banks and lanes says', () => {
    fc.assert(
      fc.property(anySpmv('csr'), (drawn) => {
        const spmv = packed(drawn, { placement: 'cyclic' });
        const { order } = spmv.beats;
        const array = buildArray(spmv.config);
        const timing = array.time(spmv.beats, order);
        for (let pe = 0; pe < order.pes; pe++) {
          const { wentOnAt, cycles } = naiveRows(spmv.stored, order, pe, spmv.config as CsrConfig);
          expect(timing.issueCycles[pe]).toBe(cycles);
          for (let q = order.start[pe]; q < order.start[pe + 1]; q++)
            expect(timing.rowFinishedAtCycle[q]).toBe((wentOnAt.get(q) ?? 0) + array.fillCycles);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('have the values of rows with beats of their own, and lose as much to a wrap', () => {
    fc.assert(
      fc.property(anySpmv('csr', 'csr-window', 'replicated'), (drawn) => {
        const alone = runFast(unpacked(drawn));
        const stepped = runStepped(packed(drawn));
        expect(stepped.results).toEqual(alone.results);
        expect(stepped.lost).toEqual(alone.lost);
      }),
      { numRuns: 60 },
    );
  });

  it('take as many cycles as beats and rows allow, and with a port for every row no more than beats of their own', () => {
    fc.assert(
      fc.property(anySpmv('replicated'), (drawn) => {
        const natural = { ...drawn, config: drawnAccelerator({ ...drawn.config, rowOrder: 'natural' }) };
        const { beats, config } = packed(natural);
        const { rowsPerCycle } = config as unknown as { rowsPerCycle: number };
        const found = buildArray(config).time(beats, beats.order);
        const wide = packed(natural, { rowsPerCycle: 64 });
        const ported = buildArray(wide.config).time(wide.beats, wide.beats.order);
        const alone = unpacked(natural);
        const apart = buildArray(alone.config).time(alone.beats, alone.beats.order);
        for (let pe = 0; pe < config.pes; pe++) {
          const rows = beats.order.start[pe + 1] - beats.order.start[pe];
          const least = Math.max(found.beats[pe], Math.ceil(rows / rowsPerCycle));
          expect(found.issueCycles[pe]).toBeGreaterThanOrEqual(least);
          expect(found.issueCycles[pe]).toBeLessThanOrEqual(found.beats[pe] + rows);
          expect(ported.issueCycles[pe]).toBe(ported.beats[pe]);
          expect(ported.issueCycles[pe]).toBeLessThanOrEqual(apart.issueCycles[pe]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('with another result port no row leaves later', () => {
    fc.assert(
      fc.property(anySpmv('csr', 'csr-window', 'replicated'), (drawn) => {
        const natural = { ...drawn, config: drawnAccelerator({ ...drawn.config, rowOrder: 'natural' }) };
        const timeWith = (rowsPerCycle: number) => {
          const { beats, config } = packed(natural, { rowsPerCycle });
          return buildArray(config).time(beats, beats.order).rowFinishedAtCycle;
        };
        const [one, two] = [timeWith(1), timeWith(2)];
        two.forEach((cycle, q) => {
          expect(cycle).toBeLessThanOrEqual(one[q]);
        });
      }),
      { numRuns: 60 },
    );
  });
});
