import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { bankAsked } from '../../../src/hw/array/vector-banks.ts';
import {
  accelerator,
  anySpmv,
  drawnAccelerator,
  implementations,
  runFast,
  type SpmvCase,
  spmvCase,
  storedMatrix,
} from './arrays.ts';

const withFields = ({ config, stored }: SpmvCase, fields: object): SpmvCase =>
  spmvCase(drawnAccelerator({ ...config, ...fields }), stored);

describe('the copies of a vector buffer', () => {
  it('are read by equal runs of lanes, the banks counted through all of them', () => {
    const reach = { lanes: 8, banks: 8, copies: 2 };
    const asked = [0, 3, 4, 7].map((lane) => bankAsked(reach, lane, 2 * 8 + 5));
    expect(asked).toEqual([5, 5, 13, 13]);
  });

  describe.each(implementations)('%s', (_name, run) => {
    // Columns c of 16 on 4 banks, cyclic: bank c mod 4. Lanes 0 and 1 read the first of two copies.
    it.each([
      { columns: [0, 4, 8, 12], vectorCopies: 1, slots: 4, reads: [4, 0, 0, 0] },
      { columns: [0, 4, 8, 12], vectorCopies: 2, slots: 2, reads: [2, 0, 0, 0, 2, 0, 0, 0] },
      { columns: [0, 4, 9, 13], vectorCopies: 2, slots: 2, reads: [2, 0, 0, 0, 0, 2, 0, 0] },
      { columns: [0, 5, 8, 13], vectorCopies: 2, slots: 1, reads: [1, 1, 0, 0, 1, 1, 0, 0] },
      { columns: [0, 4, 8], vectorCopies: 2, slots: 2, reads: [2, 0, 0, 0, 1, 0, 0, 0] },
    ])('$vectorCopies of them serve $columns in $slots cycles', ({ columns, vectorCopies, slots, reads }) => {
      for (const kind of ['csr', 'csr-window']) {
        const config = accelerator({ kind, pes: 1, banks: 4, vectorCopies });
        const { timing } = run(spmvCase(config, storedMatrix(16, [columns])));
        expect(Array.from(timing.issueCycles)).toEqual([slots]);
        expect(Array.from(timing.bankReads)).toEqual(reads);
      }
    });
  });

  it('one for every lane are the vector replicated: no lane waits, and every row leaves in the same cycle', () => {
    fc.assert(
      fc.property(anySpmv('csr', 'csr-window'), (drawn) => {
        const timing = { ...drawn.config.timing, crossbarRegister: 0 };
        const fields = { timing, rowOrder: 'natural', queueDepth: null };
        const copied = withFields(drawn, { ...fields, vectorCopies: drawn.config.banks });
        const replicated = runFast(
          withFields(drawn, { ...fields, kind: 'replicated', placement: undefined }),
        );
        const found = runFast(copied);
        expect(found.timing.rowFinishedAtCycle).toEqual(replicated.timing.rowFinishedAtCycle);
        expect(found.timing.busyCycles).toEqual(replicated.timing.busyCycles);
        expect(found.results).toEqual(replicated.results);
        expect(Math.max(0, ...found.timing.bankWaits)).toBe(0);
        const writes = buildArray(withFields(drawn, { kind: 'replicated' }).config).bufferCopies;
        expect(buildArray(copied.config).bufferCopies).toBe(writes);
      }),
      { numRuns: 60 },
    );
  });

  it('never make a row later, twice as many of them', () => {
    fc.assert(
      fc.property(anySpmv('csr', 'csr-window'), (drawn) => {
        const own = buildArray(drawn.config).vectorCopies;
        fc.pre(drawn.config.banks % (2 * own) === 0);
        const before = runFast(withFields(drawn, { rowOrder: 'natural' })).timing.rowFinishedAtCycle;
        const more = withFields(drawn, { rowOrder: 'natural', vectorCopies: 2 * own });
        runFast(more).timing.rowFinishedAtCycle.forEach((cycle, q) => {
          expect(cycle).toBeLessThanOrEqual(before[q]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are refused where they do not divide the lanes, naming the field', () => {
    expect(() => accelerator({ kind: 'csr', banks: 4, vectorCopies: 8 })).toThrow(
      'expected a divisor of the lanes of a PE (banks: 4), found 8',
    );
    const config = { ...accelerator({ kind: 'csr', banks: 8, vectorCopies: 8 }), banks: 4 };
    expect(() => buildArray(config)).toThrow('vectorCopies: expected a divisor of the 4 lanes of a PE');
  });
});

describe('a vector memory at twice the clock', () => {
  it.each(implementations)('serves what twice the ports serve, cycle by cycle: %s', (_name, run) => {
    fc.assert(
      fc.property(anySpmv('csr', 'csr-window', 'csr-shared'), (drawn) => {
        const pumped = withFields(drawn, { ports: 1, pump: 2 });
        const dual = withFields(drawn, { ports: 2, pump: 1 });
        expect(run(pumped)).toEqual(run(dual));
      }),
      { numRuns: 40 },
    );
  });

  // Columns c of 20 on 4 banks, cyclic.
  it.each([
    { ports: 1, pump: 1, slots: 4 },
    { ports: 1, pump: 2, slots: 2 },
    { ports: 2, pump: 2, slots: 1 },
  ])('has four requests for a bank served by $ports port(s), clocked $pump times, in $slots', (example) => {
    const { slots, ...fields } = example;
    for (const [, run] of implementations) {
      const config = accelerator({ kind: 'csr', pes: 1, banks: 4, ...fields });
      const { timing } = run(spmvCase(config, storedMatrix(20, [[0, 4, 8, 12]])));
      expect(Array.from(timing.issueCycles)).toEqual([slots]);
      // Words of the second half are there in the cycle in which those of the first are.
      expect(timing.cycles).toBe(slots + 9);
    }
  });
});
