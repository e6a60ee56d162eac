import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { resultsSince } from '../../src/config/version.ts';
import { columnsOf } from '../../src/explore/query/results.ts';
import { writeManifest } from '../../src/explore/store/manifest.ts';
import { encodeRecord } from '../../src/explore/store/record-line.ts';
import { small } from '../explore/query/tables.ts';
import { writeShards } from '../explore/store/records.ts';
import { folder, session } from './session.ts';

const here = folder();
const dir = join(here, 'results');
const axes = ['pes', 'ewop.lanes'];
const sweep = '0123456789ab';

const lines = small.rows.map((row, index) => {
  const {
    status,
    reason,
    accelerator,
    workload,
    seed,
    pes,
    'ewop.lanes': lanes,
    latency_us,
    dsp,
    utilisation,
  } = row;
  const identity = {
    key: index.toString(16).padStart(32, '0'),
    sweep,
    index,
    status,
    reason,
    accelerator,
    workload,
    seed,
  };
  const metrics = { latency_us, dsp, utilisation, occupancy: null, cycles_total: row.cycles_total };
  return encodeRecord({ ...identity, axes: { pes, 'ewop.lanes': lanes }, metrics } as never);
});

const description = {
  version: '0.0.0',
  resultsSince,
  sweep,
  name: 'small',
  kind: 'sweep',
  spec: {},
  points: 5,
  axes,
} as const;

beforeAll(async () => {
  await writeManifest(dir, description);
  writeShards(dir, { 'a.ndjson': lines.join('') });
});

describe('bbsim query', () => {
  it('prints a table of all points with the main columns', async () => {
    const { code, out, err } = await session('query', dir);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(
      /^small: 5 of 5 points\n\nindex +pes +ewop\.lanes +status +latency_us +energy_uj +fmax_mhz +latency_at_fmax_us +dsp/,
    );
    for (const text of out.split('\n')) expect([...text].length).toBeLessThanOrEqual(120);
  });

  it('prints JSON with one object for each point, its keys the columns in order', async () => {
    const { out } = await session('query', dir, '--format', 'json');
    const points = JSON.parse(out);
    expect(points).toHaveLength(5);
    for (const [index, point] of points.entries()) {
      expect(Object.keys(point)).toEqual(columnsOf(axes).map(({ name }) => name));
      expect(point).toMatchObject({
        index,
        pes: small.rows[index].pes,
        latency_us: small.rows[index].latency_us,
      });
    }
  });

  it('prints CSV whose cells are those of the JSON', async () => {
    const csv = (await session('query', dir, '--format', 'csv', '--where', 'pes < 4')).out;
    const points = JSON.parse((await session('query', dir, '--format', 'json', '--where', 'pes < 4')).out);
    const [head, ...rows] = csv
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(','));
    const cells = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
    const texts = points.map((point: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(point).map(([name, value]) => [name, value === null ? '' : String(value)]),
      ),
    );
    expect(cells).toEqual(texts);
  });

  it('finds the fastest design under a constraint, and the Pareto front', async () => {
    const json = ['--format', 'json', '--columns', 'index,latency_us'];
    const best = await session('query', dir, '--where', 'dsp <= 4', '--minimize', 'latency_us', ...json);
    expect(JSON.parse(best.out)).toEqual([{ index: 2, latency_us: 21 }]);
    const front = await session('query', dir, '--pareto', 'latency_us,dsp', ...json);
    expect(JSON.parse(front.out)).toEqual([
      { index: 0, latency_us: 11 },
      { index: 2, latency_us: 21 },
    ]);
  });

  it('prints sensitivities, marginals and SQL in every format', async () => {
    for (const words of [
      ['--sensitivity', 'latency_us'],
      ['--marginal', 'latency_us', '--by', 'pes,ewop.lanes'],
      ['--sql', 'select pes, count(*) as n from points group by pes order by pes'],
    ])
      for (const format of ['table', 'json', 'csv', 'markdown']) {
        const { code, out } = await session('query', dir, ...words, '--format', format);
        expect(code).toBe(0);
        expect(out).toContain('pes');
      }
  });

  it('prints an empty answer and a note when no point meets the constraints', async () => {
    const none = ['--where', 'dsp < 0', '--format', 'json'];
    for (const words of [
      [],
      ['--minimize', 'latency_us'],
      ['--pareto', 'latency_us,dsp'],
      ['--sensitivity', 'dsp'],
    ]) {
      const { code, out, err } = await session('query', dir, ...words, ...none);
      expect(code).toBe(0);
      expect(out).toBe('[]\n');
      expect(err).toBe('the answer has no rows under --where dsp < 0\n');
    }
  });

  it('writes all columns to CSV and Parquet, and leaves nothing else behind', async () => {
    const out = join(here, 'out');
    for (const name of ['points.csv', 'points.parquet', 'POINTS.CSV']) {
      const { code, out: printed } = await session('query', dir, '--export', join(out, name));
      expect(code).toBe(name === 'POINTS.CSV' ? 2 : 0);
      expect(printed).toBe('');
    }
    expect(readdirSync(out).sort()).toEqual(['points.csv', 'points.parquet']);
    expect(readFileSync(join(out, 'points.csv'), 'utf8')).toBe(
      (await session('query', dir, '--format', 'csv')).out,
    );
    const bytes = new Uint8Array(readFileSync(join(out, 'points.parquet')));
    const points = await parquetReadObjects({ file: bytes.buffer });
    expect(points.map(({ latency_us }) => latency_us)).toEqual([11, 12, 21, 22, null]);
  });

  it('notes what is damaged and what is missing, and answers all the same', async () => {
    const torn = join(here, 'torn');
    await writeManifest(torn, description);
    writeShards(torn, { 'a.ndjson': `${lines[0]}${lines[1].slice(0, 80)}` });
    const { code, out, err } = await session('query', torn, '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveLength(1);
    expect(err).toContain('1 unfinished and 0 damaged lines were left out');
    expect(err).toContain('1 of 5 points are there');
  });

  it.each([
    [['--where', 'latenc_us < 3'], 'did you mean `latency_us`?'],
    [['--sql', 'selec'], 'Parser Error'],
    [['--sql', 'select 1', '--pareto', 'latency_us,dsp'], '--pareto and --sql are two questions'],
    [['--export', 'points.xlsx'], 'ends with .csv or .parquet, found points.xlsx'],
    [['--export', 'constructor'], 'ends with .csv or .parquet'],
    [['--pareto', 'latency_us,output_error'], 'values: true'],
    [['--top', '0', '--minimize', 'dsp'], 'expected an integer from 1'],
  ])('ends with exit code 2 for %j', async (words, says) => {
    const { code, out, err } = await session('query', dir, ...words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(says);
  });

  it('says that there is no sweep in a directory without one', async () => {
    const { code, err } = await session('query', here);
    expect(code).toBe(2);
    expect(err).toContain('no sweep in');
  });

  it('has help with examples whose questions can be asked', async () => {
    const { out } = await session('query', '--help');
    const examples = [...out.matchAll(/^ {2}bbsim query out (.*)$/gm)].map(([, words]) => words);
    expect(examples.length).toBeGreaterThan(4);
    for (const example of examples) {
      const words = [...example.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word);
      const there = words.map((word) =>
        /^(points.parquet|heat.png)$/.test(word) ? join(here, word) : word.replace(',energy_uj', ''),
      );
      const renamed = there.map((word) => word.replace('banks', 'ewop.lanes'));
      const { code, err } = await session('query', dir, ...renamed);
      expect(code, `${example}: ${err}`).toBe(0);
    }
  });
});
