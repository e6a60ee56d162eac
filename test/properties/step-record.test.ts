import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceleratorKinds } from '../../src/hw/array/kinds/index.ts';
import { bankWaitsOf } from '../../src/run/array-account.ts';
import { RunStepSchema } from '../../src/run/step-schema.ts';
import { MOST_LANE_CYCLES, MOST_SLICES, stepRecord } from '../../src/study/explain/step-record.ts';
import { casesOf } from '../drawn.ts';
import { anyCase, resultOfCase, runCase } from './cases.ts';

const runs = { seed: 20_261_202, numRuns: casesOf(20, 1000) };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

describe('what a run records of its first step', () => {
  it('keeps to its schema, has the cycles of the result and closes with its map of conflicts', () => {
    fc.assert(
      fc.property(anyCase({ kinds: acceleratorKinds }), (one) => {
        const run = runCase(one);
        const result = resultOfCase(run);
        const step = RunStepSchema.parse(JSON.parse(JSON.stringify(stepRecord(run, result, null))));
        const waits = bankWaitsOf(run.design, run.timelines);
        expect(step.timeline.cycles).toBe(result.cycles.total);
        expect(step.configHash).toBe(result.configHash);
        expect([step.peStates, step.leftOut, step.conflicts === null]).toEqual([true, null, waits === null]);
        if (waits !== null) expect(sum(step.conflicts?.waits.flat() ?? [])).toBe(sum(waits.flat()));
      }),
      runs,
    );
  });

  it('says what is left out where a step has too many slices, or takes too long to clock', () => {
    let left = 0;
    fc.assert(
      fc.property(anyCase({ kinds: ['csr', 'csr-window', 'csr-shared'] }), (one) => {
        const run = runCase(one);
        const result = resultOfCase(run);
        const few = stepRecord(run, result, null, { slices: 1, laneCycles: MOST_LANE_CYCLES });
        const short = stepRecord(run, result, null, { slices: MOST_SLICES, laneCycles: 1 });
        expect(few.peStates).toBe(false);
        expect(few.leftOut).toMatch(/^What each PE does in each cycle: \d+ slices, more than 1\.$/);
        expect(few.conflicts).not.toBe(null);
        expect([short.peStates, short.conflicts]).toEqual([false, null]);
        expect(short.leftOut).toContain('more than 1 lane-cycles');
        const busy = few.timeline.categories.indexOf('busy');
        const cycles = few.timeline.slices.cycles.filter((_, i) => few.timeline.slices.category[i] === busy);
        expect(sum(cycles)).toBe(sum(result.pes.busyCycles));
        left++;
      }),
      runs,
    );
    expect(left).toBeGreaterThan(0);
  });
});

describe('the schema of step.json', () => {
  it('refuses columns of different lengths, and places that there are not', () => {
    const [one] = fc.sample(anyCase({ kinds: ['csr'] }), { seed: 1, numRuns: 1 });
    const run = runCase(one);
    const step = stepRecord(run, resultOfCase(run), null);
    const { timeline } = step;
    const withSlices = (slices: Partial<typeof timeline.slices>) =>
      RunStepSchema.safeParse({
        ...step,
        timeline: { ...timeline, slices: { ...timeline.slices, ...slices } },
      }).error?.issues.map(({ path }) => path.join('.'));
    expect(withSlices({})).toBe(undefined);
    expect(withSlices({ from: timeline.slices.from.slice(1) })).toEqual(['timeline.slices.from']);
    expect(withSlices({ name: timeline.slices.name.map(() => timeline.names.length) })).toEqual([
      'timeline.slices.name',
    ]);
  });
});
