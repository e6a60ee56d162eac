import { describe, expect, it } from 'vitest';
import { query } from '../../../src/explore/query/query.ts';
import { type Asked, questionOf } from '../../../src/explore/query/question.ts';
import { weaklyDominates } from '../../../src/explore/search/pareto.ts';
import { resultsOf, small } from './tables.ts';

const ask = (asked: Asked & { readonly where?: string; readonly columns?: string }, results = small) =>
  query(results, {
    question: questionOf(asked),
    where: asked.where ?? null,
    columns: asked.columns ?? null,
  });

const indices = async (
  asked: Asked & { readonly where?: string; readonly columns?: string },
  results = small,
) => (await ask(asked, results)).rows.map(({ index }) => index);

/**
 * 300 designs whose costs are spread by multiplication in a finite field, some of them twice, some without.
 */
const many = resultsOf(
  ['pes'],
  Array.from({ length: 300 }, (_, i) => ({
    pes: i % 7,
    latency_us: (i * 37) % 101,
    dsp: (i * 53) % 97,
    utilisation: i % 11 === 0 ? null : ((i * 29) % 89) / 89,
    status: i % 13 === 0 ? 'failed' : 'ok',
  })),
);

describe('a question about points', () => {
  it('without constraints gives all of them, with all columns', async () => {
    const { rows, columns } = await ask({});
    expect(rows).toEqual(small.rows);
    expect(columns.map(({ name }) => name)).toEqual(small.columns.map(({ name }) => name));
  });

  it('gives those that meet a condition over axes, metrics and status', async () => {
    expect(await indices({ where: 'ewop.lanes == 4 and dsp < 10' })).toEqual([0, 2]);
    expect(await indices({ where: 'status != "ok"' })).toEqual([4]);
  });

  it.each([
    { where: 'latency_us > 15', points: [2, 3] },
    { where: 'not (latency_us > 15)', points: [0, 1] },
    { where: 'not (latency_us > 15 and pes == 4)', points: [0, 1, 2, 3] },
    { where: 'not (latency_us > 15 or pes == 1)', points: [] },
    { where: 'latency_us == null', points: [4] },
    { where: 'latency_us == null or latency_us < 12', points: [0, 4] },
  ])('without a value is neither in $where nor in its opposite, as in SQL', async ({ where, points }) => {
    expect(await indices({ where })).toEqual(points);
    const inSql = where.replaceAll('== null', 'is null').replaceAll('==', '=');
    const statement = `select index from points where ${inSql} order by index`;
    const { rows } = await query(small, { question: { kind: 'sql', statement }, where: null, columns: null });
    expect(rows.map(({ index }) => index)).toEqual(points);
  });

  it('gives the columns that are chosen, in their order', async () => {
    const { columns, readable } = await ask({ columns: 'dsp, index' });
    expect(columns.map(({ name }) => name)).toEqual(['dsp', 'index']);
    expect(readable).toEqual(['dsp', 'index']);
  });

  it('shows what tells points apart and what was asked about', async () => {
    const { readable } = await ask(
      { where: 'utilisation > 0', minimize: 'clock_mhz' },
      resultsOf(
        ['pes'],
        [
          { pes: 1, clock_mhz: 1, seed: '1' },
          { pes: 1, clock_mhz: 1, seed: '2' },
        ],
      ),
    );
    expect(readable.slice(0, 6)).toEqual(['index', 'seed', 'pes', 'status', 'clock_mhz', 'utilisation']);
  });

  it.each([
    { asked: { where: 'latenc_us < 3' }, says: 'unknown name `latenc_us`, did you mean `latency_us`?' },
    { asked: { where: 'dsp <' }, says: '--where: column' },
    { asked: { where: 'constructor == 1' }, says: '--where: column 1' },
    { asked: { where: 'status < 3' }, says: '--where: column' },
    { asked: { columns: 'pes,lat' }, says: '--columns: unknown column `lat`, did you mean `latency_us`?' },
    { asked: { columns: 'pes,pes' }, says: '--columns: expected each name once' },
    { asked: { columns: 'pes,' }, says: '--columns: expected names with commas between' },
    { asked: { minimize: 'status' }, says: '--minimize: `status` is text, expected numbers' },
    { asked: { minimize: 'output_error' }, says: 'needs `values: true`' },
    { asked: { pareto: 'latency_us,output_error' }, says: '--pareto: no point has an `output_error`' },
    { asked: { pareto: 'latency_us' }, says: '--pareto: expected at least two columns' },
    { asked: { pareto: 'dsp,max:dsp' }, says: '--pareto: expected each column once' },
    { asked: { sensitivity: 'latenc' }, says: '--sensitivity: unknown column `latenc`' },
    { asked: { marginal: 'dsp', by: 'pes,dsp,index' }, says: '--by: expected one or two columns, found 3' },
    { asked: { marginal: 'dsp', by: 'pse' }, says: '--by: unknown column `pse`, did you mean `pes`?' },
  ])('says what is wrong with $asked', async ({ asked, says }) => {
    await expect(ask(asked)).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringContaining(says),
    });
  });
});

describe('the best point', () => {
  it('is the one with the lowest or the highest value that was simulated', async () => {
    expect(await indices({ minimize: 'latency_us' })).toEqual([0]);
    expect(await indices({ maximize: 'dsp' })).toEqual([1]);
    expect(await indices({ minimize: 'latency_us', where: 'dsp <= 4' })).toEqual([2]);
  });

  it('is each of those that are equally good, in the order of their numbers', async () => {
    expect(await indices({ minimize: 'dsp' })).toEqual([2, 3]);
    expect(await indices({ minimize: 'dsp', top: 1 })).toEqual([2]);
    expect(await indices({ maximize: 'utilisation', top: 3 })).toEqual([3, 0, 2]);
  });

  it('is none where no simulated point meets the constraints', async () => {
    expect(await indices({ minimize: 'latency_us', where: 'pes == 4' })).toEqual([]);
    expect(await indices({ pareto: 'latency_us,dsp', where: 'pes == 4' })).toEqual([]);
  });
});

describe('the Pareto front', () => {
  it('is worked by hand', async () => {
    expect(await indices({ pareto: 'latency_us,dsp' })).toEqual([0, 2]);
    expect(await indices({ pareto: 'dsp,latency_us' })).toEqual([2, 0]);
    expect(await indices({ pareto: 'latency_us,max:utilisation' })).toEqual([0, 3]);
    expect(await indices({ pareto: 'max:utilisation,dsp' })).toEqual([3]);
  });

  it('of 300 points is what comparing each with each finds, in the order of the first metric', async () => {
    const taking = many.rows.filter(
      (row) => row.status === 'ok' && row.utilisation !== null && (row.pes as number) < 5,
    );
    const costs = taking.map((row) => [row.latency_us, row.dsp, -(row.utilisation as number)] as number[]);
    const isBeaten = (i: number) =>
      costs.some((cost) => weaklyDominates(cost, costs[i]) && !weaklyDominates(costs[i], cost));
    const front = taking.filter((_, i) => !isBeaten(i));
    front.sort(
      (a, b) =>
        (a.latency_us as number) - (b.latency_us as number) || (a.index as number) - (b.index as number),
    );
    expect(front.length).toBeGreaterThan(5);
    const asked = { pareto: 'latency_us,dsp,max:utilisation', where: 'pes < 5' };
    expect((await ask(asked, many)).rows).toEqual(front);
  });

  it('has points that differ only in a field without effect once when asked, and says how many there are', async () => {
    const point = { accelerator: 'csr', status: 'ok', latency_us: 5, dsp: 9, energy_uj: 1 };
    const rows = [
      { ...point, arbiter: 'fixed', config_hash: 'a' },
      { ...point, arbiter: 'rotating', config_hash: 'b' },
      { ...point, arbiter: 'fixed', config_hash: 'c', energy_uj: 2 },
      { ...point, arbiter: 'fixed', config_hash: 'd', accelerator: 'bbs' },
    ];
    const equal = resultsOf(['arbiter'], rows);
    const all = await ask({ pareto: 'latency_us,dsp' }, equal);
    expect(all.rows.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(all.notes.join()).toContain('1 point equals another in every metric');
    const once = await ask({ pareto: 'latency_us,dsp', distinct: true }, equal);
    expect(once.rows.map(({ index }) => index)).toEqual([0, 2, 3]);
  });

  it('says how many points take no part for want of a value', async () => {
    const { notes } = await ask({ pareto: 'latency_us,utilisation' }, many);
    expect(notes.join()).toContain('simulated points have no latency_us or no utilisation');
  });
});

describe('options that do not go together', () => {
  it.each([
    { asked: { sql: 'select 1', pareto: 'a,b' }, says: ['--sql', '--pareto'] },
    { asked: { minimize: 'a', maximize: 'a' }, says: ['--minimize', '--maximize'] },
    { asked: { marginal: 'dsp' }, says: ['--marginal', '--by'] },
  ])('are named: $says', ({ asked, says }) => {
    for (const option of says) expect(() => questionOf(asked)).toThrow(option);
  });
});
