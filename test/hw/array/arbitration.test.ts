import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrate } from '../../../src/hw/array/arbitration.ts';
import { beatsOfRow } from '../../../src/hw/array/beat-matrix.ts';
import type { CsrConfig } from '../../../src/hw/array/kinds/csr.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { naturalOrder, type RowOrder } from '../../../src/hw/array/row-order.ts';
import { anySpmv, beatMatrix, unpacked } from './arrays.ts';
import { naiveTiming } from './shared-memory/naive-memory.ts';

const sum = (counts: Uint32Array): number => counts.reduce((total, n) => total + n, 0);

describe('the banks of a private vector buffer', () => {
  it.each([
    { addresses: [0, 1, 2, 3], ports: 1, slots: 1, waits: [0, 0, 0, 0] },
    { addresses: [4, 1, 0, 5], ports: 1, slots: 2, waits: [1, 1, 0, 0] },
    { addresses: [0, 4, 8, 12], ports: 1, slots: 4, waits: [3, 0, 0, 0] },
    { addresses: [0, 4, 8, 12], ports: 2, slots: 2, waits: [1, 0, 0, 0] },
    { addresses: [3, 7, 11], ports: 2, slots: 2, waits: [0, 0, 0, 1] },
    { addresses: [2, 2], ports: 1, slots: 2, waits: [0, 0, 1, 0] },
    { addresses: [], ports: 1, slots: 1, waits: [0, 0, 0, 0] },
  ])(
    'serve the addresses $addresses with $ports ports in $slots cycles',
    ({ addresses, ports, slots, waits }) => {
      const matrix = beatMatrix(4, [addresses]);
      const found = arbitrate(matrix, matrix.order, ports);
      expect(Array.from(found.slots)).toEqual([slots]);
      expect(Array.from(found.beats)).toEqual([1]);
      expect(Array.from(found.bankWaits)).toEqual(waits);
      expect(Array.from(found.bankReads)).toEqual(
        [0, 1, 2, 3].map((b) => addresses.filter((a) => a % 4 === b).length),
      );
    },
  );

  it('count the beats of a row one by one: a bank that two beats want makes neither wait', () => {
    const matrix = beatMatrix(2, [[0, 1, 0, 1, 0]]);
    const found = arbitrate(matrix, matrix.order, 1);
    expect([found.beats[0], found.slots[0]]).toEqual([3, 3]);
    expect(Array.from(found.bankWaits)).toEqual([0, 0]);
  });

  it('are not asked for the rows of other tiles', () => {
    const matrix = beatMatrix(2, [[0, 0], [0], [1, 1]]);
    const { slots, bankReads } = arbitrate(
      matrix,
      { pes: 1, start: Uint32Array.of(0, 1), rows: Uint32Array.of(2) },
      1,
    );
    expect(Array.from(slots)).toEqual([2]);
    expect(Array.from(bankReads)).toEqual([0, 2]);
  });

  it('never conflict on bank-balanced and dense beats, and every read is an entry: found in the addresses', () => {
    fc.assert(
      fc.property(anySpmv('bbs', 'dense'), fc.constantFrom(1, 2), ({ beats, config }, ports) => {
        const { slots, beats: beatsOfPe, bankReads } = arbitrate(beats, beats.order, ports);
        expect(slots).toEqual(beats.order.rows.map((row) => beatsOfRow(beats, row)));
        expect(sum(beatsOfPe)).toBe(sum(slots));
        expect(sum(bankReads)).toBe(beats.values.length);
        expect(beats.values.length % config.banks).toBe(0);
      }),
    );
  });

  it('serve each PE as the naive loop over cycles does that PE alone, with either arbiter', () => {
    fc.assert(
      fc.property(anySpmv('csr').map(unpacked), ({ config, stored, beats }) => {
        const timing = buildArray(config).time(beats, beats.order);
        for (let pe = 0; pe < config.pes; pe++) {
          const naive = naiveTiming(stored, beats.order, config as CsrConfig, [pe]);
          const perPe = timing.bankReads.length / config.pes;
          const banks = [pe * perPe, (pe + 1) * perPe] as const;
          const rows = [beats.order.start[pe], beats.order.start[pe + 1]] as const;
          expect(timing.issueCycles[pe]).toBe(naive.issueCycles[pe]);
          expect(timing.conflictCycles[pe]).toBe(naive.conflictCycles[pe]);
          expect(timing.busyCycles[pe]).toBe(naive.cycles);
          expect(Array.from(timing.bankReads.subarray(...banks))).toEqual(naive.bankReads.slice(...banks));
          expect(Array.from(timing.bankWaits.subarray(...banks))).toEqual(naive.bankWaits.slice(...banks));
          const finished = timing.rowFinishedAtCycle.subarray(...rows);
          expect(Array.from(finished)).toEqual(naive.rowFinishedAtCycle.slice(...rows));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('serve rows dealt in any way the same: the cycles of a row do not depend on its PE', () => {
    fc.assert(
      fc.property(anySpmv('csr'), fc.integer({ min: 1, max: 9 }), ({ beats, config }, pes) => {
        const slotsByRow = (order: RowOrder) => {
          const byRow = new Uint32Array(beats.rows);
          for (const [q, slots] of arbitrate(beats, order, buildArray(config).ports).slots.entries())
            byRow[order.rows[q]] = slots;
          return byRow;
        };
        expect(slotsByRow(naturalOrder(beats.rows, pes))).toEqual(slotsByRow(beats.order));
      }),
    );
  });
});
