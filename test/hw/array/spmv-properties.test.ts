import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrate } from '../../../src/hw/array/arbitration.ts';
import { beatsOfRow } from '../../../src/hw/array/beat-matrix.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { dealRows } from '../../../src/hw/array/row-dealing.ts';
import { stallsOfSpmv, timePrivate } from '../../../src/hw/array/spmv-timing.ts';
import type { AcceleratorConfig } from '../../../src/hw/config/config.ts';
import { accelerator, anySpmv, balancedMatrix, type SpmvCase, spmvCase, storedMatrix } from './arrays.ts';

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0);
const timeOf = ({ beats }: SpmvCase, config: AcceleratorConfig) =>
  buildArray(config).time(beats, beats.order);
const withField = (config: AcceleratorConfig, field: object) => accelerator({ ...config, ...field });
const privateKinds = ['bbs', 'csr', 'dense'] as const;

describe('an SpMV', () => {
  it('with a vector buffer of its own is never slower with a second port, row by row', () => {
    fc.assert(
      fc.property(anySpmv('csr'), (spmv) => {
        const one = timeOf(spmv, withField(spmv.config, { ports: 1 }));
        const two = timeOf(spmv, withField(spmv.config, { ports: 2 }));
        for (const [q, cycle] of two.rowFinishedAtCycle.entries()) {
          expect(cycle).toBeLessThanOrEqual(one.rowFinishedAtCycle[q]);
        }
      }),
    );
  });

  it('in a shared buffer may have a row later, though all end earlier: who is early meets others at a bank', () => {
    // Three PEs; those before it ask bank 3 of PE 2's second row a cycle earlier, too.
    const stored = storedMatrix(25, [[3, 22], [15, 23], [], [17], [11, 12, 13, 22], [4, 9, 14]]);
    const timingWith = (ports: number) => {
      const fields = { kind: 'csr-shared', pes: 3, banks: 8, ports, placement: 'blocked' };
      const spmv = spmvCase(accelerator(fields), stored);
      return [spmv.beats.order, timeOf(spmv, spmv.config)] as const;
    };
    const [[{ rows }, one], [, two]] = [timingWith(1), timingWith(2)];
    expect([one.cycles, two.cycles]).toEqual([14, 13]);
    const last = rows.indexOf(5);
    expect([one.rowFinishedAtCycle[last], two.rowFinishedAtCycle[last]]).toEqual([12, 13]);
  });

  it.each(['natural', 'balanced'] as const)(
    'is never slower on twice the PEs, its rows in %s order',
    (rowOrder) => {
      fc.assert(
        fc.property(anySpmv(...privateKinds), ({ beats, config }) => {
          const cyclesOn = (pes: number) => {
            const dealing = { pes, rowOrder, ports: buildArray(config).ports, window: 1, rowsPerCycle: null };
            const order = dealRows(beats, dealing, [{ rowFrom: 0, rows: beats.rows }]);
            return timePrivate(
              order,
              arbitrate(beats, order, buildArray(config).ports),
              buildArray(config).fillCycles,
            ).cycles;
          };
          expect(cyclesOn(2 * config.pes)).toBeLessThanOrEqual(cyclesOn(config.pes));
        }),
      );
    },
  );

  it('takes at least the roofline: all entries over all multipliers, and the fill', () => {
    fc.assert(
      fc.property(anySpmv('bbs', 'csr', 'csr-shared', 'dense'), (spmv) => {
        const { beats, config } = spmv;
        const { cycles } = timeOf(spmv, config);
        const work = Math.ceil(beats.values.length / (config.pes * config.banks));
        expect(cycles).toBeGreaterThanOrEqual(beats.rows === 0 ? 0 : work + buildArray(config).fillCycles);
      }),
    );
  });

  it('takes ceil(rows / M) * k + FILL cycles when it is bank-balanced', () => {
    const sizes = fc.record({
      pes: fc.integer({ min: 1, max: 9 }),
      banks: fc.integer({ min: 2, max: 24 }),
      rows: fc.integer({ min: 1, max: 40 }),
      perBank: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(sizes, ({ rows, perBank, ...fields }) => {
        const config = accelerator({ kind: 'bbs', ...fields });
        const stored = balancedMatrix(rows, 5 * fields.banks, fields.banks, perBank);
        const { cycles } = timeOf(spmvCase(config, stored), config);
        expect(cycles).toBe(
          Math.ceil(rows / fields.pes) * perBank + 4 + 3 + Math.ceil(Math.log2(fields.banks)),
        );
      }),
    );
  });

  it('takes the same cycles whoever the arbiter of a private buffer serves first', () => {
    fc.assert(
      fc.property(anySpmv('csr'), (spmv) => {
        const fixed = timeOf(spmv, withField(spmv.config, { arbiter: 'fixed' }));
        expect(timeOf(spmv, withField(spmv.config, { arbiter: 'rotating' }))).toEqual(fixed);
      }),
    );
  });

  it('reads every entry once, and each PE is busy for its beats, its conflicts and the fill', () => {
    fc.assert(
      fc.property(anySpmv('bbs', 'csr', 'csr-shared', 'dense'), (spmv) => {
        const { beats, config } = spmv;
        const timing = timeOf(spmv, config);
        expect(sum(timing.bankReads)).toBe(beats.values.length);
        for (let pe = 0; pe < config.pes; pe++) {
          const rows = beats.order.rows.subarray(beats.order.start[pe], beats.order.start[pe + 1]);
          const alone = sum(Array.from(rows, (row) => beatsOfRow(beats, row)));
          const entries = sum(Array.from(rows, (row) => beats.entryStart[row + 1] - beats.entryStart[row]));
          expect(timing.beats[pe]).toBe(beats.isPacked ? Math.ceil(entries / config.banks) : alone);
          const issue = timing.beats[pe] + timing.conflictCycles[pe];
          expect(timing.issueCycles[pe]).toBe(issue);
          expect(timing.busyCycles[pe]).toBe(rows.length === 0 ? 0 : issue + buildArray(config).fillCycles);
        }
        expect(timing.cycles).toBe(Math.max(...timing.busyCycles));
        expect(timing.criticalPe).toBe(timing.cycles === 0 ? -1 : timing.busyCycles.indexOf(timing.cycles));
      }),
    );
  });

  it('has stall categories that sum to C + 2', () => {
    fc.assert(
      fc.property(anySpmv('bbs', 'csr', 'csr-shared', 'dense'), (spmv) => {
        const timing = timeOf(spmv, spmv.config);
        const stalls = stallsOfSpmv(timing);
        expect(sum(Object.values(stalls))).toBe(timing.cycles + 2);
        expect(Math.min(...Object.values(stalls))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the stalls of an SpMV', () => {
  // Row lengths in beats of 2 lanes; one PE has a row that conflicts.
  it.each([
    {
      what: 'even rows',
      rows: [
        [0, 1],
        [0, 1],
      ],
      stalls: { issue: 1, conflict: 0, imbalance: 0, fill: 8, control: 2 },
    },
    {
      what: 'a row more on PE 0, which no dealing avoids',
      rows: [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      stalls: { issue: 2, conflict: 0, imbalance: 0, fill: 8, control: 2 },
    },
    {
      what: 'a longer row on PE 0',
      rows: [
        [0, 1, 2, 3, 4, 5],
        [0, 1],
      ],
      stalls: { issue: 2, conflict: 0, imbalance: 1, fill: 8, control: 2 },
    },
    {
      what: 'a conflict on the PE that finishes last',
      rows: [
        [0, 1],
        [0, 2],
      ],
      stalls: { issue: 1, conflict: 1, imbalance: 0, fill: 8, control: 2 },
    },
    {
      what: 'a PE that finishes last by its conflicts though it has fewer beats than an average PE',
      rows: [
        [0, 1, 2, 3, 4, 5],
        [0, 2, 4, 6],
      ],
      stalls: { issue: 2, conflict: 2, imbalance: 0, fill: 8, control: 2 },
    },
    { what: 'no rows', rows: [], stalls: { issue: 0, conflict: 0, imbalance: 0, fill: 0, control: 2 } },
  ])('follow the PE that finishes last: $what', ({ rows, stalls }) => {
    const config = accelerator({ kind: 'csr', pes: 2, banks: 2 });
    const spmv = spmvCase(config, storedMatrix(8, rows));
    expect(stallsOfSpmv(timeOf(spmv, config))).toEqual(stalls);
  });
});
