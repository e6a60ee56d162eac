import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DeltaQueueOptions,
  type ScannedStep,
  timeColumnQueues,
} from '../../../src/published/delta/queues.ts';
import { edgeDrnnTiming } from '../../../src/published/edge-drnn/layer-step.ts';
import { casesOf } from '../../drawn.ts';
import { clockColumns } from './clocked-columns.ts';

/** Nothing between a comparison and the multipliers. */
const bare: DeltaQueueOptions = {
  arrays: 1,
  scanLanes: 1,
  comparatorCycles: 0,
  idleScanCycles: 0,
  queueDepth: null,
  queueCycles: 1,
  memoryLatency: 0,
  outstandingColumns: null,
  unsentLastCycles: 0,
};
const edgeDrnn: DeltaQueueOptions = { ...edgeDrnnTiming, arrays: 1, scanLanes: 1 };

const step = (inputs: number, hidden: number, columns: readonly number[], words: number): ScannedStep => ({
  inputs,
  hidden,
  columns,
  hasBias: false,
  wordsOf: () => words,
});

const cyclesOf = (scanned: ScannedStep, options: Partial<DeltaQueueOptions>) =>
  timeColumnQueues(scanned, { ...bare, ...options }).timing.cycles;

describe('a delta unit and its queues', () => {
  it('multiplies a column in the cycle after its comparison, and each register before it adds one', () => {
    const first = step(4, 4, [0], 3);
    expect(cyclesOf(first, {})).toBe(8);
    expect(cyclesOf(step(4, 4, [7], 3), {})).toBe(8 + 3);
    expect(cyclesOf(step(4, 4, [7], 3), { comparatorCycles: 2 })).toBe(8 + 2 + 3);
    expect(cyclesOf(step(4, 4, [7], 3), { queueCycles: 2 })).toBe(8 + 1 + 3);
    expect(cyclesOf(step(4, 4, [7], 3), { memoryLatency: 5 })).toBe(8 + 5 + 3);
  });

  it('compares inputs and states as one vector, or rests between them and begins a new group', () => {
    const last = step(5, 6, [10], 1);
    expect(cyclesOf(last, { scanLanes: 4 })).toBe(2 + 1 + 1);
    // Groups 0 and 1 of the inputs, a cycle of rest, groups 3 and 4 of the states.
    expect(cyclesOf(last, { scanLanes: 4, idleScanCycles: 1 })).toBe(4 + 1 + 1);
  });

  it('an element that is last and not sent holds the multipliers, and takes no word', () => {
    const none = step(2, 3, [], 9);
    expect(cyclesOf(none, {})).toBe(5);
    const { timing, queues } = timeColumnQueues(none, { ...bare, unsentLastCycles: 4 });
    // The last input holds them from 2 to 5, so the last state, compared in 4, from 6 to 9.
    expect(timing.cycles).toBe(2 + 4 + 4);
    expect([...timing.busyCycles]).toEqual([0]);
    expect(queues[0]).toMatchObject({ firstWord: null, lastWord: null, commandCycles: [] });
  });

  it('a full queue stops the scan until the cycle after one of its entries has left', () => {
    // Array 0 has columns 0, 2 and 4 of ten cycles each: 0 stands at its output from 1 to 10, then 2.
    // Array 1, which has nothing before, shows when element 5 was compared: in the cycle before.
    const comparedAt = (queueDepth: number | null) => {
      const { queues } = timeColumnQueues(step(6, 1, [0, 2, 4, 5], 10), { ...bare, arrays: 2, queueDepth });
      return Number(queues[1].firstWord) - 1;
    };
    expect(comparedAt(null)).toBe(5);
    // Columns 2 and 4 fill two places from the end of cycle 4 on, until 2 leaves at the end of cycle 10.
    expect(comparedAt(2)).toBe(11);
    expect(comparedAt(3)).toBe(5);
  });

  it('commands no column while as many are outstanding as may be', () => {
    const scanned = step(8, 1, [0, 1, 2], 4);
    const commands = (outstandingColumns: number | null) =>
      timeColumnQueues(scanned, { ...bare, memoryLatency: 6, outstandingColumns }).queues[0].commandCycles;
    expect(commands(null)).toEqual([1, 2, 3]);
    // Words of column 0 in 7 to 10, of column 1 in 11 to 14.
    expect(commands(2)).toEqual([1, 2, 11]);
    // One after the other: words in 7 to 10, in 17 to 20.
    expect(commands(1)).toEqual([1, 11, 21]);
  });

  it('refuses queues that cannot take the elements of one comparison', () => {
    const shallow = { ...bare, scanLanes: 16, arrays: 4, queueDepth: 3 };
    expect(() => timeColumnQueues(step(16, 16, [], 1), shallow)).toThrow(
      'queues of 3 entries cannot take the 4 of one comparison',
    );
    expect(timeColumnQueues(step(16, 16, [], 1), { ...shallow, queueDepth: 4 }).timing.cycles).toBe(2);
  });
});

const options = fc
  .record({
    arrays: fc.integer({ min: 1, max: 4 }),
    scanLanes: fc.integer({ min: 1, max: 6 }),
    comparatorCycles: fc.integer({ min: 0, max: 3 }),
    idleScanCycles: fc.integer({ min: 0, max: 4 }),
    queueDepth: fc.option(fc.integer({ min: 0, max: 5 })),
    queueCycles: fc.integer({ min: 1, max: 3 }),
    memoryLatency: fc.integer({ min: 0, max: 12 }),
    outstandingColumns: fc.option(fc.integer({ min: 1, max: 4 })),
    unsentLastCycles: fc.integer({ min: 0, max: 3 }),
  })
  .map((drawn) => ({
    ...drawn,
    queueDepth:
      drawn.queueDepth === null ? null : drawn.queueDepth + Math.ceil(drawn.scanLanes / drawn.arrays),
  }));

const steps = fc
  .record({
    inputs: fc.integer({ min: 1, max: 20 }),
    hidden: fc.integer({ min: 1, max: 40 }),
    share: fc.integer({ min: 0, max: 100 }),
    draws: fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 60, maxLength: 60 }),
    words: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 61, maxLength: 61 }),
    hasBias: fc.boolean(),
  })
  .map(({ inputs, hidden, share, draws, words, hasBias }) => ({
    inputs,
    hidden,
    hasBias,
    columns: Array.from({ length: inputs + hidden }, (_, n) => n).filter((n) => draws[n] < share),
    wordsOf: (column: number) => words[column + 1],
  }));

describe('the times of the queues', () => {
  it('are those of registers that are clocked, for every array, command and word', () => {
    fc.assert(
      fc.property(steps, options, (scanned, drawn) => {
        const { timing, queues } = timeColumnQueues(scanned, drawn);
        const clocked = clockColumns(scanned, drawn);
        expect(timing.cycles).toBe(clocked.cycles);
        expect([...timing.busyCycles]).toEqual(clocked.busyCycles);
        queues.forEach(({ commandCycles, firstWord, lastWord }, n) => {
          const other = clocked.arrays[n];
          expect({ commandCycles, firstWord, lastWord }).toEqual({
            commandCycles: other.commandCycles,
            firstWord: other.firstWord,
            lastWord: other.lastWord,
          });
        });
        const depth = drawn.queueDepth ?? Number.POSITIVE_INFINITY;
        expect(clocked.mostEntries).toBeLessThanOrEqual(depth);
        // So full entries are all that has to stop the scan.
        expect(clocked.mostIndices).toBeLessThanOrEqual(clocked.mostEntries);
      }),
      { numRuns: casesOf(150, 3000) },
    );
  });

  it('are those of EdgeDRNN, one element and one array, with queues that fill', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 6 }), (scanned, queueDepth) => {
        const other = { ...edgeDrnn, queueDepth };
        expect(timeColumnQueues(scanned, other).timing.cycles).toBe(clockColumns(scanned, other).cycles);
      }),
      { numRuns: casesOf(50, 1000) },
    );
  });

  it('never fall when something is added to the design', () => {
    const more: [string, (one: DeltaQueueOptions) => DeltaQueueOptions][] = [
      ['a comparator register', (one) => ({ ...one, comparatorCycles: one.comparatorCycles + 1 })],
      ['an output register', (one) => ({ ...one, queueCycles: one.queueCycles + 1 })],
      ['a bound of the queue', (one) => ({ ...one, queueDepth: Math.ceil(one.scanLanes / one.arrays) })],
      ['a slower memory', (one) => ({ ...one, memoryLatency: one.memoryLatency + 1 })],
      ['a bound of the commands', (one) => ({ ...one, outstandingColumns: 1 })],
    ];
    fc.assert(
      fc.property(steps, options, fc.constantFrom(...more), (scanned, drawn, [, change]) => {
        const { cycles } = timeColumnQueues(scanned, drawn).timing;
        expect(timeColumnQueues(scanned, change(drawn)).timing.cycles).toBeGreaterThanOrEqual(cycles);
      }),
      { numRuns: casesOf(100, 1000) },
    );
  });
});
