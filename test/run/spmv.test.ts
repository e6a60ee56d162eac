import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { Mismatch } from '../../src/errors/mismatch.ts';
import { checkStepped } from '../../src/run/check-clocked.ts';
import { runSpmv, type SpmvRun } from '../../src/run/spmv.ts';
import { balancedMatrix, randomCodes, randomMatrix, storedMatrix } from '../hw/array/arrays.ts';
import { platformOf, smallDevice } from '../study/compare/designs.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const ones = (length: number) => new Int16Array(length).fill(1);

describe('one SpMV', () => {
  it.each([
    { pes: 1, banks: 4, rows: 8, cols: 16, k: 2, cycles: 25, first: 11 },
    { pes: 1, banks: 4, rows: 1, cols: 16, k: 1, cycles: 10, first: 10 },
    { pes: 2, banks: 8, rows: 33, cols: 64, k: 1, cycles: 27, first: 11 },
    { pes: 2, banks: 8, rows: 33, cols: 64, k: 4, cycles: 78, first: 14 },
  ])('of docs/timing.md section 3: $rows rows, k = $k, $pes x $banks: $cycles cycles', (example) => {
    const { pes, banks, rows, cols, k } = example;
    const platform = platformOf({ kind: 'bbs', pes, banks });
    const { result } = runSpmv(platform, balancedMatrix(rows, cols, banks, k), ones(cols), true);
    expect(result.cycles).toBe(example.cycles);
    expect(result.rowFinishedAtCycle[0]).toBe(example.first);
    expect(result.conflictCycles).toEqual(new Array(pes).fill(0));
  });

  it('has exactly the fields of its contract, of their lengths', () => {
    const platform = platformOf({ kind: 'csr', pes: 3, banks: 4 });
    const { result } = runSpmv(platform, storedMatrix(8, [[0, 4], [], [1]]), ones(8), true);
    expect(Object.keys(result)).toEqual([
      'cycles',
      'issueCycles',
      'conflictCycles',
      'busyCycles',
      'bankReads',
      'rowFinishedAtCycle',
      'result',
    ]);
    expect(result.bankReads.map((banks) => banks.length)).toEqual([4, 4, 4]);
    expect([result.rowFinishedAtCycle.length, result.result.length]).toEqual([3, 3]);
    // Columns 0 and 4 are both in bank 0 of a cyclic placement.
    expect(result).toMatchObject({
      issueCycles: [2, 1, 1],
      conflictCycles: [1, 0, 0],
      busyCycles: [11, 10, 10],
    });
    expect(result.result[1]).toBe(0);
  });

  it('is the same on the clocked array, register by register, on chip or streamed', () => {
    const cases = fc.record({
      kind: fc.constantFrom('bbs', 'csr', 'csr-shared', 'dense'),
      pes: fc.integer({ min: 1, max: 4 }),
      banks: fc.integer({ min: 2, max: 5 }),
      weights: fc.constantFrom('resident', 'streamed'),
      rows: fc.integer({ min: 1, max: 12 }),
      cols: fc.integer({ min: 1, max: 16 }),
      seed: fc.nat({ max: 1e6 }),
    });
    fc.assert(
      fc.property(cases, ({ rows, cols, seed, ...fields }) => {
        const weightMemory = { beatsPerPe: fields.weights === 'streamed' ? 24 : null };
        const platform = platformOf({ ...fields, weightMemory });
        const placement = fields.kind.startsWith('csr') ? 'cyclic' : 'even';
        const style = fields.kind === 'bbs' ? 'balanced' : 'random';
        const stored = randomMatrix({ style, rows, cols, banks: fields.banks, placement, seed });
        const x = randomCodes(cols, seed);
        const run = runSpmv(platform, stored, x, false);
        expect(() => checkStepped(platform, run, x)).not.toThrow();
        expect(run.result.cycles).toBe(Math.max(...run.result.rowFinishedAtCycle));
        expect(sum(run.result.bankReads.flat())).toBe(run.encoded.beats.values.length);
        run.result.busyCycles.forEach((busy, pe) => {
          expect(run.result.issueCycles[pe]).toBeGreaterThanOrEqual(run.result.conflictCycles[pe]);
          expect(busy === 0).toBe(run.result.issueCycles[pe] === 0);
        });
      }),
      { seed: 31, numRuns: 60 },
    );
  });

  it('is checked against the clocked array: another value, or another cycle, is a mismatch that names the place', () => {
    const platform = platformOf({ kind: 'csr', pes: 2, banks: 2 });
    const x = ones(4);
    const run = runSpmv(platform, storedMatrix(4, [[0, 1], [2], [0, 2]]), x, true);
    const values = [...run.result.result];
    values[2]++;
    const wrong: SpmvRun = { ...run, result: { ...run.result, result: values } };
    expect(() => checkStepped(platform, wrong, x)).toThrow(Mismatch);
    expect(() => checkStepped(platform, wrong, x)).toThrow(/row 2: the clocked array has/);
  });

  it('takes longer with streamed weights, which are fetched before the first tile', () => {
    const stored = balancedMatrix(12, 16, 4, 2);
    const cycles = (fields: object) =>
      runSpmv(platformOf({ kind: 'bbs', pes: 2, banks: 4, ...fields }), stored, ones(16), true).result.cycles;
    const streamed = { weights: 'streamed', weightMemory: { beatsPerPe: 8 } };
    // Three tiles of 2 rows x 2 PEs x 2 beats x 4 lanes x 18 bits = 72 bytes, in bursts 128: 20 + 2
    // cycles; 4 issues + 9 fill + 2.
    expect(cycles(streamed)).toBe(3 * 22 + 4 + 9);
    expect(cycles({})).toBe(12 + 9);
  });

  it('wraps its sums to the accumulator, like the reference', () => {
    const platform = platformOf({ kind: 'csr', pes: 1, banks: 2, number: { accumulatorBits: 8 } });
    const stored = storedMatrix(2, [[0, 1]]);
    const { result } = runSpmv(platform, stored, Int16Array.from([3, 5]), true);
    const exact = stored.codes[0] * 3 + stored.codes[1] * 5;
    expect(result.result[0]).toBe(((((exact + 128) % 256) + 256) % 256) - 128);
  });

  it('of an empty matrix takes no cycles', () => {
    const platform = platformOf({ kind: 'csr', pes: 2, banks: 2 });
    expect(runSpmv(platform, storedMatrix(3, []), ones(3), true).result).toEqual({
      cycles: 0,
      issueCycles: [0, 0],
      conflictCycles: [0, 0],
      busyCycles: [0, 0],
      bankReads: [
        [0, 0],
        [0, 0],
      ],
      rowFinishedAtCycle: [],
      result: [],
    });
  });

  it('is refused on a device that it does not fit, and when bank-balanced cannot hold the matrix', () => {
    const small = platformOf({ kind: 'csr', pes: 2, banks: 2 }, smallDevice({ logic: 100 }));
    expect(() => runSpmv(small, storedMatrix(2, [[0]]), ones(2), true)).toThrow(
      /csr: does not fit small: needs/,
    );
    expect(runSpmv(small, storedMatrix(2, [[0]]), ones(2), false).result.cycles).toBeGreaterThan(0);
    const bbs = platformOf({ kind: 'bbs', pes: 2, banks: 2 });
    expect(() =>
      runSpmv(
        bbs,
        storedMatrix(4, [
          [0, 2],
          [0, 1],
        ]),
        ones(4),
        true,
      ),
    ).toThrow(BadInput);
  });
});
