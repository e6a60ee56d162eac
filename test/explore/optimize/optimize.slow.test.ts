import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { Remembered } from '../../../src/explore/engine/remembered.ts';
import { constraintOf } from '../../../src/explore/optimize/constraint.ts';
import { designSearch, type SearchRequest } from '../../../src/explore/optimize/design-search.ts';
import { evaluationOf } from '../../../src/explore/optimize/evaluation-of.ts';
import { type OptimizeOptions, optimize } from '../../../src/explore/optimize/optimize.ts';
import type { Row } from '../../../src/explore/query/results.ts';
import { paretoFront } from '../../../src/explore/search/pareto.ts';
import type { LoadedSweep } from '../../../src/explore/space/load-sweep.ts';
import { readManifest } from '../../../src/explore/store/manifest.ts';
import type { Value } from '../../../src/explore/store/record.ts';
import { storedMetrics as metrics } from '../../../src/run/metrics.ts';
import { casesOf } from '../../drawn.ts';
import { folder, rowsOf, run, specIn } from '../engine/specs.ts';
import { qualityOf, sampled, worstAndMean } from './optimize-quality.ts';

const into = folder();
let dirs = 0;
const newDir = () => join(into, `store-${dirs++}`);

const designs = `
accelerators: [bbs, csr]
workloads: [tiny]
axes:
  - { field: pes, powersOfTwo: { from: 1, to: 64 } }
  - { field: banks, powersOfTwo: { from: 2, to: 64 } }
  - { field: ewop.lanes, powersOfTwo: { from: 1, to: 16 } }
  - { field: clockMhz, values: [30, 60] }
`;
const whole = () => specIn(into, `name: whole\n${designs}`);
const some = (rest: string) => specIn(into, `name: some\naccelerators: [bbs]\nworkloads: [tiny]\n${rest}`);
const few = () => some('axes: [{ field: pes, values: [1, 2, 4, 8] }, { field: banks, values: [2, 4, 8] }]');

const request: SearchRequest = {
  minimize: 'latency_us,dsp',
  maximize: null,
  where: null,
  budget: 40,
  populationSize: null,
  seed: '1',
};

const search = (
  loaded: LoadedSweep,
  dir: string,
  asked: Partial<SearchRequest> = {},
  options: Partial<OptimizeOptions> = {},
) =>
  optimize(
    loaded,
    dir,
    { ...request, ...asked },
    { jobs: 1, retriesFailed: false, isStopped: () => false, onProgress: () => {}, ...options },
  );

const indices = (rows: readonly Row[]) => rows.map(({ index }) => index);

/** The rows that no other feasible one dominates. */
function trueFront(rows: readonly Row[], names: readonly string[]): Row[] {
  const ok = rows.filter(({ status }) => status === 'ok');
  return paretoFront(ok.map((row) => names.map((name) => row[name] as number))).map((i) => ok[i]);
}

const objectives = ['latency_us', 'dsp'];

/** A store with all 840 designs. */
let all: string;
let rows: readonly Row[];

beforeAll(async () => {
  all = newDir();
  await run(whole(), all);
  rows = await rowsOf(all);
});

/** A store of its own that knows all designs. */
function knowing(): string {
  const dir = newDir();
  cpSync(all, dir, { recursive: true });
  return dir;
}

describe('a search of 840 simulated designs', () => {
  it('is among designs of which some do not fit their device', () => {
    expect(rows.length).toBe(840);
    expect(rows.filter(({ status }) => status === 'infeasible').length).toBe(20);
    expect(qualityOf(rows, objectives).size).toBe(17);
  });

  // What these five seeds measured, and as many designs at random. With a twentieth, the random first
  // generation is most of the search.
  const budgets = [
    { share: 0.2, points: 0.529, volume: 0.977, worst: 0.957, atRandom: { points: 0.235, volume: 0.954 } },
    { share: 0.05, points: 0.082, volume: 0.866, worst: 0.82, atRandom: { points: 0.047, volume: 0.864 } },
    { share: 0.1, points: 0.176, volume: 0.939, worst: 0.91, atRandom: { points: 0.118, volume: 0.909 } },
    { share: 0.4, points: 0.847, volume: 0.995, worst: 0.99, atRandom: { points: 0.471, volume: 0.984 } },
  ];
  it.each(budgets.slice(0, casesOf(1, 4)))(
    'finds $points of the front and $volume of its hypervolume with $share evaluated',
    async (known) => {
      const quality = qualityOf(rows, objectives);
      const budget = known.share * rows.length;
      const seeds = ['1', '2', '3', '4', '5'];
      const found = [];
      for (const seed of seeds) {
        const { front, fresh, reused } = await search(whole(), knowing(), { budget, seed });
        expect([fresh, reused]).toEqual([0, budget]);
        found.push(quality.of(front));
      }
      const { worst, mean } = worstAndMean(found);
      const sample = worstAndMean(seeds.map((seed) => quality.of(sampled(rows, budget, seed)))).mean;
      expect(mean.points).toBeGreaterThan(known.points - 0.08);
      expect(mean.volume).toBeGreaterThan(known.volume - 0.02);
      expect(worst.volume).toBeGreaterThan(known.worst - 0.03);
      expect(sample.points).toBeCloseTo(known.atRandom.points, 3);
      expect(sample.volume).toBeCloseTo(known.atRandom.volume, 3);
      if (known.share < 0.2) return;
      // Of what designs at random miss, the search misses little more than half, and less of more.
      expect(1 - mean.points).toBeLessThan(0.65 * (1 - sample.points));
      expect(1 - mean.volume).toBeLessThan(0.55 * (1 - sample.volume));
    },
  );

  it('finds the true front when the budget is enough for all, also under a condition', async () => {
    const dir = knowing();
    const { front, ending, isTrueFront, evaluated } = await search(whole(), dir, { budget: 840 });
    expect({ ending, isTrueFront, evaluated }).toEqual({
      ending: 'enumerated',
      isTrueFront: true,
      evaluated: 840,
    });
    expect(new Set(indices(front))).toEqual(new Set(indices(trueFront(rows, objectives))));
    const latencies = front.map((row) => row.latency_us as number);
    expect(latencies).toEqual([...latencies].sort((a, b) => a - b));

    const where = 'bram_blocks <= 20 and accelerator == "csr" or dsp < 8';
    const constrained = await search(whole(), dir, { budget: 840, where });
    const allowed = rows.filter(
      (row) => ((row.bram_blocks as number) <= 20 && row.accelerator === 'csr') || (row.dsp as number) < 8,
    );
    expect(new Set(indices(constrained.front))).toEqual(new Set(indices(trueFront(allowed, objectives))));
    const { counts } = constrained;
    expect(counts.misfits).toBe(20);
    expect(counts.feasible).toBe(allowed.filter(({ status }) => status === 'ok').length);
    expect(counts.feasible + counts.violating + counts.misfits).toBe(840);
  });

  it('maximises', async () => {
    const asked = { minimize: 'dsp', maximize: 'gops_effective', budget: 840 };
    const { front } = await search(whole(), knowing(), asked);
    const turned = rows.map((row) => ({
      ...row,
      slowness: row.status === 'ok' ? -Number(row.gops_effective) : null,
    }));
    expect(new Set(indices(front))).toEqual(new Set(indices(trueFront(turned, ['dsp', 'slowness']))));
  });

  it('that is simulated gives what a sweep gives, generation after generation, in a store that can be asked', async () => {
    const dir = newDir();
    const found = await search(whole(), dir, { budget: 60, populationSize: 10 });
    expect(found).toMatchObject({
      fresh: 60,
      before: 0,
      reused: 0,
      generations: 6,
      ending: 'budget',
      isTrueFront: false,
    });
    const stored = await rowsOf(dir);
    expect(stored.length).toBe(60);
    // The number of a design is that of the point in a sweep of the whole grid.
    for (const row of stored) expect(row).toEqual(rows[row.index as number]);
    expect(indices(found.front)).toEqual(expect.arrayContaining(indices(trueFront(stored, objectives))));
    expect(await readManifest(dir)).toMatchObject({ kind: 'optimize', sweep: found.search, points: 60 });
    expect(found.front[0]).toEqual(rows[found.front[0].index as number]);
  });
});

describe('memory images of one run', () => {
  it('are not taken for those of the next', async () => {
    const one = (banks: number) => some(`axes: [{ field: banks, values: [${banks}] }]`);
    const both = newDir();
    await run(some('axes: [{ field: banks, values: [4, 16] }]'), both);
    for (const [i, banks] of [4, 16].entries()) {
      const { front } = await search(one(banks), newDir());
      expect({ ...front[0], index: i }).toEqual((await rowsOf(both))[i]);
    }
  });
});

describe('a search that was stopped', () => {
  it('goes on where it was, to the same end', async () => {
    const [dir, other] = [newDir(), newDir()];
    const asked = { budget: 60, populationSize: 10 };
    let done = 0;
    const stopping = {
      isStopped: () => done >= 25,
      onProgress: (progress: { readonly done: number }) => {
        done = progress.done;
      },
    };
    const stopped = await search(whole(), dir, asked, stopping);
    expect(stopped.ending).toBe('interrupted');
    expect(stopped.evaluated).toBeGreaterThanOrEqual(25);
    expect(stopped.evaluated).toBeLessThan(60);
    const { before, fresh, ...rest } = await search(whole(), dir, asked);
    expect([before, before + fresh]).toEqual([stopped.evaluated, 60]);
    const { before: none, fresh: sixty, ...expected } = await search(whole(), other, asked);
    expect([none, sixty]).toEqual([0, 60]);
    expect(rest).toEqual(expected);
    expect(await rowsOf(dir)).toEqual(await rowsOf(other));
    expect(await search(whole(), dir, asked)).toMatchObject({ before: 60, fresh: 0, front: rest.front });
  });
});

describe('a search of designs', () => {
  it('that few filters let pass ends when they are all known', async () => {
    const loaded = specIn(into, `name: narrow\n${designs}filters: [pes * banks == 16, ewop.lanes == 4]`);
    const { ending, evaluated, isTrueFront, combinations } = await search(loaded, newDir(), { budget: 100 });
    // Four products of 16 are on the axes, for two accelerators and two clocks.
    expect({ ending, evaluated, isTrueFront, combinations }).toEqual({
      ending: 'exhausted',
      evaluated: 16,
      isTrueFront: true,
      combinations: 840,
    });
  });

  it('of which some cannot be built counts them with those that do not fit, and knows the front', async () => {
    const text =
      'axes: [{field: ewop.style, values: [instruction, chained]}, {field: ewop.chaining, values: [true, false]}]';
    const dir = newDir();
    const first = await search(some(text), dir, { budget: 10 });
    expect(first.counts).toMatchObject({ feasible: 3, violating: 0, misfits: 1, failed: 0 });
    expect(first.isTrueFront).toBe(true);
    const again = await search(some(text), dir, { budget: 10 }, { retriesFailed: true });
    expect(again).toMatchObject({ before: 4, fresh: 0, counts: first.counts });
  });

  it('of which none is feasible has an empty front', async () => {
    const found = await search(few(), newDir(), { where: 'latency_us < 0', budget: 5 });
    expect(found).toMatchObject({ front: [], counts: { feasible: 0, violating: 5 }, ending: 'budget' });
  });

  it('shares a store with others: what they know is not simulated again, and the newest is what it is about', async () => {
    const dir = newDir();
    const first = await search(few(), dir, { budget: 12 });
    const second = await search(few(), dir, { minimize: 'energy_uj', budget: 12 });
    expect(second).toMatchObject({ fresh: 0, before: 0, reused: 12 });
    expect(second.search).not.toBe(first.search);
    expect((await readManifest(dir)).sweep).toBe(second.search);
    expect((await run(few(), dir)).reused).toBe(12);
    expect((await readManifest(dir)).kind).toBe('sweep');
  });

  it('is another search for another request, and the same one for the same', () => {
    const hashOf = (asked: Partial<SearchRequest>) =>
      designSearch(few(), { ...request, ...asked }).space.hash;
    const hashes = [
      {},
      { budget: 41 },
      { seed: '2' },
      { populationSize: 8 },
      { where: 'dsp < 100' },
      { minimize: 'latency_us' },
      { minimize: 'dsp', maximize: 'latency_us' },
    ].map(hashOf);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashOf({})).toBe(hashes[0]);
  });
});

describe('what cannot be searched is refused:', () => {
  const axes = 'axes: [{ field: pes, values: [1, 2] }]';
  const refusal = async (loaded: LoadedSweep, asked: Partial<SearchRequest> = {}) => {
    const error = await search(loaded, newDir(), asked).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadInput);
    return (error as BadInput).message;
  };

  it.each([
    {
      asked: { minimize: 'latency_u' },
      message: '--minimize: unknown metric `latency_u`, did you mean `latency_us`?',
    },
    { asked: { maximize: 'pes' }, message: '--maximize: unknown metric `pes`' },
    { asked: { minimize: 'dsp,dsp' }, message: '--minimize: expected each name once, found dsp again' },
    { asked: { maximize: 'dsp' }, message: 'expected each metric once, found dsp' },
    { asked: { minimize: null }, message: 'expected --minimize or --maximize' },
    { asked: { minimize: 'residency' }, message: '`residency` is text' },
    { asked: { minimize: 'output_error' }, message: 'is of timing only' },
    { asked: { budget: 1 }, message: '--budget: expected at least 2' },
    { asked: { populationSize: 1 }, message: '--population: expected 2' },
    { asked: { populationSize: 41 }, message: 'to the budget of 40, found 41' },
    { asked: { where: 'latency_u < 3' }, message: '--where: column 1 of "latency_u < 3": unknown name' },
    { asked: { where: 'dsp <' }, message: '--where: column' },
    { asked: { where: 'dsp' }, message: 'expected a condition' },
  ])('$message', async ({ asked, message }) => {
    expect(await refusal(some(axes), asked)).toContain(message);
  });

  it.each([
    { rest: '', message: 'no axes' },
    { rest: `${axes}\nseeds: [1, 2]`, message: '2 seeds; expected one' },
    { rest: `${axes}\nsampling: { method: random, points: 3 }`, message: 'sampling random' },
    { rest: `${axes}\nfilters: [pes > 2]`, message: 'no point passes the filters' },
    {
      rest: 'axes: [{ field: clockMhz, range: { from: 100, to: 200 } }]\nsampling: { method: random, points: 3 }',
      message: 'sampling random',
    },
    {
      rest: 'axes: [{ field: clockMhz, range: { from: 100, to: 200 } }]',
      message: 'axis clockMhz: a range without step or count has no levels',
    },
  ])('$message', async ({ rest, message }) => {
    expect(await refusal(some(rest))).toContain(message);
  });

  it('several workloads', async () => {
    const loaded = specIn(into, `name: two\naccelerators: [bbs]\nworkloads: [tiny, timit]\n${axes}`);
    expect(await refusal(loaded)).toContain('2 workloads; expected one');
  });
});

describe('the objectives that are text', () => {
  it('are all of them', () => {
    const texts = metrics.map(({ name }) => name).filter((name) => typeof rows[0][name] === 'string');
    expect(texts).toEqual(['residency', 'config_hash']);
  });
});

describe('a violation', () => {
  const values: Readonly<Record<string, Value>> = {
    dsp: 1250,
    latency_us: 2,
    residency: 'resident',
    pes: 0,
    banks: null,
  };
  const of = (text: string) => constraintOf(text, ['pes', 'banks']).violation((name) => values[name] ?? null);

  it.each([
    { text: 'dsp <= 1250', violation: 0 },
    { text: 'dsp <= 1000', violation: 0.2 },
    { text: '(1000 >= dsp)', violation: 0.2 },
    { text: 'dsp == 2500', violation: 0.5 },
    { text: 'dsp < 1250', violation: 1e-9 },
    { text: 'pes < 0', violation: 1e-9 },
    { text: 'dsp <= 1000 and latency_us <= 1', violation: 0.35 },
    { text: 'dsp <= 1000 and latency_us <= 2 && (latency_us <= 3 and latency_us <= 1)', violation: 0.175 },
    { text: 'dsp <= 1000 or latency_us <= 1', violation: 0.2 },
    { text: 'dsp > -1250 and pes > 5', violation: 0.5 },
    { text: 'residency == "streamed"', violation: 1 },
    { text: 'not dsp > 1000', violation: 1 },
    { text: 'dsp != 1250', violation: 1 },
    { text: 'banks > 3', violation: 1 },
    { text: 'residency == "streamed" and residency < 3', violation: 1 },
  ])('of $text is $violation', ({ text, violation }) => {
    expect(of(text)).toBeCloseTo(violation, 12);
  });

  it('says what is wrong with operands', () => {
    expect(() => of('residency < 3')).toThrow(BadInput);
  });

  it('is larger for what does not fit than for what fits, the larger the less it fits, and the largest for what failed', async () => {
    const constraint = constraintOf('latency_us < 0', []);
    const [fitting] = rows.filter(({ status }) => status === 'ok');
    const misfit = (percent: number) => ({
      status: 'infeasible' as const,
      metrics: { dsp_percent: 40, bram_percent: percent },
    });
    const violationOf = (record: object) => {
      const full = {
        key: '',
        sweep: '',
        index: 0,
        reason: null,
        accelerator: '',
        workload: '',
        seed: '',
        axes: {},
      };
      const objective = { name: 'latency_us', isMaximised: false };
      const set = { objectives: [objective], constraint };
      return evaluationOf({ ...full, metrics: {}, status: 'ok', ...record }, set).violation;
    };
    expect(violationOf({ metrics: { latency_us: fitting.latency_us } })).toBe(1);
    expect(violationOf(misfit(150))).toBe(1.5);
    expect(violationOf(misfit(90))).toBeGreaterThan(1);
    for (const status of ['failed', 'infeasible'] as const)
      expect(violationOf({ status })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('what is remembered', () => {
  const array = async () => ({ parts: [new Float32Array(25)] });

  it('is made once, and dropped for room, what was not asked for the longest time first', async () => {
    const made: string[] = [];
    const remembered = new Remembered(250);
    const get = (key: string) =>
      remembered.get(key, () => {
        made.push(key);
        return array();
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b', 'c']) await get(key);
    expect(made).toEqual(['a', 'b', 'c', 'b', 'c']);
    expect(await get('a')).toBe(await get('a'));
  });

  it('is made again after a failure', async () => {
    const remembered = new Remembered(250);
    await expect(remembered.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await remembered.get('a', async () => 1)).toBe(1);
  });
});
