import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeDecoupled } from '../../../src/hw/array/decoupled-lanes.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { weightDepths } from '../../../src/hw/array/lane-depths.ts';
import { traceSpmv } from '../../../src/hw/trace/spmv-trace.ts';
import { stored } from '../../bbs/stored.ts';
import { accelerator, anySpmv, beatMatrix, drawnAccelerator, runFast, type SpmvCase } from './arrays.ts';

/** When every row has left S1, PE by PE. */
function leftAt({ timing }: ReturnType<typeof runFast>): number[] {
  return Array.from(timing.rowFinishedAtCycle, (cycle) => cycle - timing.fillCycles);
}

const withFields = (spmv: SpmvCase, fields: object): SpmvCase => {
  const config = drawnAccelerator({ ...spmv.config, ...fields });
  return { ...spmv, config, beats: buildArray(config).encode(spmv.stored).beats };
};

describe('worked examples of lanes that run apart', () => {
  // Two banks. Rows 0 and 2 have three words in bank 0 and one in bank 1, rows 1 and 3 the other way round.
  const heavy = [0, 2, 4, 1];
  const light = [0, 1, 3, 5];
  const matrix = beatMatrix(2, [heavy, light, heavy, light]);

  it.each([
    // In step: every row takes its fullest lane.
    { rowsApart: 1, slots: [3, 3, 3, 3] },
    // Lane 1 is through with row 0 in cycle 1 and takes row 1 in cycles 2 to 4; row 2 opens after cycle 3.
    { rowsApart: 2, slots: [3, 1, 3, 1] },
    { rowsApart: 4, slots: [3, 1, 3, 1] },
  ])('of $rowsApart rows: $slots', ({ rowsApart, slots }) => {
    const found = timeDecoupled(matrix, matrix.order, rowsApart);
    expect([...found.slots]).toEqual(slots);
    // Sixteen words on two lanes.
    expect([...found.beats]).toEqual([8]);
    expect([...found.bankReads]).toEqual([8, 8]);
    expect([...found.bankWaits]).toEqual([0, 0]);
  });

  it('let one row leave in a cycle, and a lane that has no word of a row go on', () => {
    const sparse = beatMatrix(2, [[0, 2, 4], [1], [1], [], [1]]);
    const found = timeDecoupled(sparse, sparse.order, 4);
    // Lane 1 takes rows 1 and 2 in cycles 1 and 2, and row 4 in cycle 4, since row 0 leaves in cycle 3.
    expect([...found.slots]).toEqual([3, 1, 1, 1, 1]);
  });

  it('show the row that leaves next in a waveform, and cycles of issue as those in which the PE gains', () => {
    const array = buildArray(accelerator({ kind: 'banked-decoupled', pes: 1, banks: 2, rowsApart: 2 }));
    const { frames } = traceSpmv(matrix, matrix.order, array);
    const seen = [...frames.entries()].map(
      ([
        cycle,
        {
          contents: [{ q, isFirst, pending, granted, stall }],
        },
      ]) => {
        return [cycle, q, isFirst, pending, granted, stall];
      },
    );
    expect(seen.slice(0, 5)).toEqual([
      [2, 0, true, 3n, 3n, true],
      [3, 0, true, 1n, 1n, true],
      [4, 0, true, 1n, 1n, false],
      [5, 1, true, 3n, 3n, false],
      [6, 2, true, 3n, 3n, true],
    ]);
    expect(seen.filter(([, , isFirst]) => isFirst)).toHaveLength(8);
  });
});

describe('lanes that run apart', () => {
  it('by one row are in step: banked, cycle by cycle and row by row', () => {
    fc.assert(
      fc.property(anySpmv('banked'), fc.constantFrom('skipped', 'cycle'), (spmv, emptyRow) => {
        const banked = runFast(spmv);
        const apart = runFast(withFields(spmv, { kind: 'banked-decoupled', rowsApart: 1, emptyRow }));
        expect(leftAt(apart)).toEqual(leftAt(banked));
        expect(apart.results).toEqual(banked.results);
        expect(apart.timing.busyCycles).toEqual(banked.timing.busyCycles);
      }),
    );
  });

  it('are never slower, row by row, with another row, nor where empty rows are skipped', () => {
    fc.assert(
      fc.property(anySpmv('banked-decoupled'), (drawn) => {
        const spmv = withFields(drawn, { rowOrder: 'natural', emptyRow: 'cycle' });
        const { rowsApart } = buildArray(spmv.config);
        const before = leftAt(runFast(spmv));
        for (const more of [{ rowsApart: rowsApart + 1 }, { emptyRow: 'skipped' }]) {
          leftAt(runFast(withFields(spmv, more))).forEach((left, q) => {
            expect(left).toBeLessThanOrEqual(before[q]);
          });
        }
      }),
    );
  });

  it('take at least their rows and their fullest lane, and without a limit less than both together', () => {
    fc.assert(
      fc.property(anySpmv('banked-decoupled'), (spmv) => {
        const { order } = spmv.beats;
        const { timing } = runFast(spmv);
        const wide = timeDecoupled(spmv.beats, order, 64);
        for (let pe = 0; pe < order.pes; pe++) {
          const rows = order.rows.subarray(order.start[pe], order.start[pe + 1]);
          const fullest = weightDepths(spmv.beats, rows).between(0, rows.length);
          expect(timing.issueCycles[pe]).toBeGreaterThanOrEqual(Math.max(rows.length, fullest));
          // Rows leave one a cycle behind the last lane.
          const both = fullest + rows.length;
          expect(wide.issueCycles[pe]).toBeLessThanOrEqual(fullest > 0 ? both - 1 : both);
          expect(timing.conflictCycles[pe]).toBe(timing.issueCycles[pe] - timing.beats[pe]);
        }
      }),
    );
  });
});

describe('what lanes with memories of their own store', () => {
  const _ = null;
  // Columns 0 and 1 are bank 0, and so on: two words and one, none, one in each.
  const matrix = stored([
    [1, 2, 3, _, _, _, _, _],
    [_, _, _, _, _, _, _, _],
    [1, _, 2, _, 3, _, 4, _],
  ]);
  const encoded = (emptyRow: string) =>
    buildArray(accelerator({ kind: 'banked-decoupled', pes: 1, banks: 4, emptyRow })).encode(matrix);

  it('is a zero for a lane without an entry in a row, and a bit of every word that ends a row', () => {
    const { beats, storage } = encoded('cycle');
    expect(beats.padding).toBe(2 + 4);
    expect(storage).toEqual({ valueBits: 13 * 16, indexBits: 13, pointerBits: 13, totalBits: 13 * 18 });
    expect(weightDepths(beats, Uint32Array.of(0, 1, 2)).between(0, 3)).toBe(4);
  });

  it('or where rows are skipped a bit for every lane and row, and no zeros', () => {
    const { beats, storage } = encoded('skipped');
    expect(beats.padding).toBe(0);
    expect(storage).toEqual({
      valueBits: 7 * 16,
      indexBits: 7,
      pointerBits: 7 + 3 * 4,
      totalBits: 7 * 18 + 12,
    });
    expect(weightDepths(beats, Uint32Array.of(0, 1, 2)).between(0, 3)).toBe(3);
    expect(weightDepths(beats, Uint32Array.of(0, 1, 2)).between(1, 3)).toBe(1);
  });
});
