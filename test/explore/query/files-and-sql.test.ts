import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { parquetBytes } from '../../../src/explore/query/parquet.ts';
import { query } from '../../../src/explore/query/query.ts';
import type { Row } from '../../../src/explore/query/results.ts';
import { askSql } from '../../../src/explore/query/sql.ts';
import { typedColumn } from '../../../src/explore/query/typed-column.ts';
import { resultsOf, small } from './tables.ts';

const mixed = resultsOf(
  ['size', 'mode', 'on', 'share'],
  [
    { size: 16, mode: 'größe, "x"\n', on: true, share: 0.1, dsp: 2 ** 53 - 1 },
    { size: 'auto', mode: '', on: false, share: 1, dsp: 0 },
    { size: null, mode: null, on: null, share: null, dsp: null },
  ],
);

describe('a typed column', () => {
  it.each([
    ['size', 'text', ['16', 'auto', null]],
    ['on', 'boolean', [true, false, null]],
    ['share', 'number', [0.1, 1, null]],
    ['dsp', 'integer', [2 ** 53 - 1, 0, null]],
    ['latency_us', 'number', [null, null, null]],
    ['reason', 'text', [null, null, null]],
  ])('of %s is of kind %s', (name, kind, values) => {
    const column = mixed.columns.find((one) => one.name === name)!;
    expect(typedColumn(column, mixed.rows)).toEqual({ name, kind, values });
  });
});

describe('a Parquet file', () => {
  it.each([
    { what: 'four points', results: small },
    { what: 'every kind of value', results: mixed },
    { what: 'no point', results: resultsOf(['pes'], []) },
  ])('of $what, read back, has the same rows', async ({ results }) => {
    const { buffer } = parquetBytes(results);
    const read = await parquetReadObjects({ file: buffer as ArrayBuffer });
    const plain = read.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
      ),
    );
    expect(plain).toEqual(
      results.rows.map((row) => ({ ...row, ...(row.size === 16 ? { size: '16' } : {}) })),
    );
  });
});

describe('SQL', () => {
  it('gives what the same question in TypeScript gives', async () => {
    const { rows } = await askSql(
      small,
      'SELECT * FROM points WHERE latency_us < 22 AND dsp <= 8 ORDER BY index',
    );
    const question = { kind: 'rows' } as const;
    const same = await query(small, { question, where: 'latency_us < 22 and dsp <= 8', columns: null });
    expect(rows).toEqual(same.rows);
    const best = await askSql(
      small,
      'SELECT pes, avg(latency_us) AS mean FROM points GROUP BY pes ORDER BY pes',
    );
    expect(best.rows).toEqual([
      { pes: 1, mean: 11.5 },
      { pes: 2, mean: 21.5 },
      { pes: 4, mean: null },
    ]);
  });

  it('has typed columns, with dots in their names where fields have', async () => {
    const { rows } = await askSql(
      small,
      'SELECT typeof(pes) p, typeof(utilisation) u, typeof("ewop.lanes") e, typeof(status) s FROM points LIMIT 1',
    );
    expect(rows).toEqual([{ p: 'BIGINT', u: 'DOUBLE', e: 'BIGINT', s: 'VARCHAR' }]);
  });

  it('is about the points that meet --where', async () => {
    const question = { kind: 'sql', statement: 'SELECT count(*) AS n FROM points' } as const;
    expect((await query(small, { question, where: 'pes == 2', columns: null })).rows).toEqual([{ n: 2 }]);
  });

  it('gives numbers where they are exact, and text for what JSON has no form of', async () => {
    const { rows } = await askSql(
      small,
      "SELECT 9007199254740993 AS large, 3::HUGEINT AS few, 1.25::DECIMAL(5,2) AS price, DATE '2020-01-31' AS day, [1, 2] AS list, 'nan'::DOUBLE AS nothing, NULL AS none, TRUE AS yes, 1 AS a, 2 AS a, 5 AS __proto__",
    );
    const [{ a, 'a:1': _second, ...row }] = rows;
    expect(a).toBe(1);
    expect(Object.entries(row).slice(0, 8)).toEqual([
      ['large', '9007199254740993'],
      ['few', 3],
      ['price', 1.25],
      ['day', '2020-01-31'],
      ['list', '[1, 2]'],
      ['nothing', 'NaN'],
      ['none', null],
      ['yes', true],
    ]);
    expect(Object.entries(row)).toContainEqual(['__proto__', 5]);
  });

  it('works without points', async () => {
    expect((await askSql(resultsOf(['pes'], []), 'FROM points')).rows).toEqual([]);
  });

  it.each([
    ['selec 1', 'Parser Error: syntax error at or near "selec"'],
    ['select latenc from points', 'Binder Error'],
    ['', 'expected a statement with a result'],
    ['-- nothing', 'expected a statement with a result'],
    ['drop table points', 'expected a statement with a result'],
    ["copy points to 'stolen.csv'", 'Permission Error'],
    ["select * from read_text('package.json')", 'Permission Error'],
    ["attach 'stolen.db'", 'Permission Error'],
    ['install httpfs', 'Permission Error'],
    ['set enable_external_access = true', 'the configuration has been locked'],
    ['select 1; selec', 'Parser Error'],
  ])('refuses %s with the message of DuckDB', async (statement, says) => {
    await expect(askSql(small, statement)).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringContaining(`--sql: `),
    });
    await expect(askSql(small, statement)).rejects.toThrow(says);
  });

  it('says how to install DuckDB where it is missing', async () => {
    const missing = () => Promise.reject(new Error("Cannot find package '@duckdb/node-api' imported from x"));
    await expect(askSql(small, 'select 1', missing)).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringMatching(
        /DuckDB cannot be loaded \(Cannot find package.*npm install @duckdb\/node-api/,
      ),
    });
  });

  it('of hostile names and texts keeps them as they are', async () => {
    const hostile = resultsOf(
      ['a"; drop table points; --'],
      [{ 'a"; drop table points; --': "'); drop table points" }],
    );
    const { rows } = await askSql(hostile, 'FROM points');
    expect(rows).toEqual(hostile.rows as Row[]);
  });
});
