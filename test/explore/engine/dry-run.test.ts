import { describe, expect, it } from 'vitest';
import { distinctAmong } from '../../../src/explore/engine/distinct.ts';
import { type DryRunProgress, dryRun } from '../../../src/explore/engine/dry-run.ts';
import { lookedAtPoints } from '../../../src/explore/space/drawn-points.ts';
import { dryRunTable } from '../../../src/report/sweep/table.ts';
import { manyPointsText } from '../space/sweep-texts.ts';
import { folder, run, specIn } from './specs.ts';

const dir = folder();
const seen: DryRunProgress[] = [];
const options = {
  jobs: 1,
  limit: 100_000,
  clockMs: () => 0,
  onProgress: (progress: DryRunProgress) => void seen.push(progress),
};

/** Ten million combinations, of which the filter leaves three of four. */
const many = specIn(dir, `${manyPointsText}filters: ['pes * banks < 16']\n`);

describe('a dry run', () => {
  it('counts what a run with constraints finds', async () => {
    const text = `
name: few
accelerators: [bbs]
workloads: [tiny]
axes: [{field: pes, values: [2, 4, 8, 4096]}, {field: clockMhz, values: [100, 200]}]
constraints: ['clock_mhz < 200', 'dsp < 1000']`;
    const found = await dryRun(specIn(dir, text), options);
    const { counts, constrained } = await run(specIn(dir, text), folder());
    expect(found).toMatchObject({ points: 8, planned: 8, examined: 8, isCounted: true, constrained });
    expect(found).toMatchObject({ feasible: counts.ok, misfits: counts.infeasible - constrained });
    const { rows } = dryRunTable({ name: 'few', hash: '' }, found);
    expect(rows.map(({ what, value }) => `${what} ${value}`)).toEqual([
      'all 8',
      'feasible 3',
      'infeasible: unbuildable, do not fit, or miss timing 2',
      'infeasible: miss a constraint 3',
    ]);
    expect(seen.map(({ phase }) => phase)).toEqual(['planning', 'planning', 'fitting', 'timing', 'timing']);
  });

  it('of ten million points looks at a sample, the same one each time, and says so', () => {
    const { space, sampling } = many;
    const points = lookedAtPoints(space, sampling);
    expect(points).toMatchObject({ isAll: false, isCounted: false, count: 2000 });
    expect(points.all / 9_960_040).toBeCloseTo(0.75, 1);
    const again = lookedAtPoints(space, sampling);
    for (let at = 0; at < 2000; at++) {
      const { index, values } = points.at(at);
      expect(index).toBe(at);
      expect(Number(values[2]) * Number(values[3])).toBeLessThan(16);
      expect(again.at(at)).toEqual(points.at(at));
    }
  });

  it('of a random sample of more points than there are counts those that there are', () => {
    const spec = `
name: r
accelerators: [bbs, csr]
workloads: [tiny]
axes: [{field: pes, values: [2, 4, 8]}, {field: clockMhz, values: [100, 200]}]
sampling: {method: random, points: 1000000}`;
    const { space, sampling } = specIn(dir, spec);
    expect(lookedAtPoints(space, sampling)).toMatchObject({
      all: 12,
      count: 12,
      isAll: true,
      isCounted: true,
    });
  });

  it('says of a sample that it is one, and what a run would need', () => {
    const found = {
      points: 7_500_000,
      isCounted: false,
      planned: 2000,
      invalid: 0,
      models: 1,
      prepared: 2,
      encoded: 2,
      examined: 400,
      feasible: 5_000_000,
      misfits: 2_500_000,
      constrained: 0,
      estimatedMs: 3e8,
      jobs: 2,
      limit: 100_000,
    };
    const { rows, notes } = dryRunTable({ name: 'many', hash: '' }, found);
    expect(rows.map(({ what }) => what)).toEqual([
      'all, about',
      'feasible, about',
      'infeasible: unbuildable, do not fit, or miss timing, about',
    ]);
    expect(notes).toEqual([
      'Estimates from a sample: 400 of 2,000 drawn points were fitted to their device.',
      'About 1 model, 2 prunings and 2 memory images serve all points.',
      'More than 100,000 points: to run them needs --limit 7500000.',
      'About 3 days with 2 workers, from a sample.',
    ]);
  });
});

describe('distinct things among many draws', () => {
  it.each([
    { all: 1000, drawn: 1000, seen: 137, things: 137 },
    { all: 10_000_000, drawn: 2000, seen: 4, things: 4 },
    { all: 10_000_000, drawn: 2000, seen: 200, things: 200 },
    { all: 10_000_000, drawn: 2000, seen: 1264, things: 2000 },
    { all: 10_000_000, drawn: 2000, seen: 1804, things: 9500 },
    { all: 10_000_000, drawn: 2000, seen: 2000, things: 10_000_000 },
    { all: 3000, drawn: 2000, seen: 1999, things: 3000 },
  ])('are $things where $drawn of $all draws show $seen', ({ all, drawn, seen: shown, things }) => {
    const found = distinctAmong(all, drawn, shown);
    expect(Math.abs(found / things - 1)).toBeLessThan(0.02);
  });
});
