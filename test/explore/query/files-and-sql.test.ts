import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/explore/query/answer.ts';
import { parquetBytes } from '../../../src/explore/query/parquet.ts';
import { query } from '../../../src/explore/query/query.ts';
import type { Question } from '../../../src/explore/query/question.ts';
import type { Row } from '../../../src/explore/query/results.ts';
import { askSql } from '../../../src/explore/query/sql.ts';
import { typedColumn } from '../../../src/explore/query/typed-column.ts';
import { resultsOf, small } from './tables.ts';

const axes = ['pes', 'kind', 'ewop.chaining', 'workload.sparsity', 'workload.layers.0.hidden', 'bygone'];
const mixed = resultsOf(axes, [
  {
    pes: 16,
    kind: 'größe, "x"\n',
    'ewop.chaining': true,
    'workload.sparsity': 0.1,
    bygone: 16,
    dsp: 2 ** 53 - 1,
  },
  { pes: 1, kind: '', 'ewop.chaining': 'off', 'workload.sparsity': 1, bygone: 'auto', dsp: 0 },
  {},
]);

/** Columns and their types as another reader sees them. */
async function schemaOf(answer: Pick<Answer, 'columns' | 'rows'>) {
  const { buffer } = parquetBytes(answer);
  const [_root, ...columns] = parquetMetadata(buffer as ArrayBuffer).schema;
  return columns.map(({ name, type, repetition_type }) => `${name} ${type} ${repetition_type}`);
}

describe('a typed column', () => {
  it.each([
    ['index', 'integer', [0n, 1n, 2n]],
    ['pes', 'integer', [16n, 1n, null]],
    ['kind', 'text', ['größe, "x"\n', '', null]],
    ['ewop.chaining', 'boolean', [true, false, null]],
    ['workload.sparsity', 'number', [0.1, 1, null]],
    ['workload.layers.0.hidden', 'integer', [null, null, null]],
    ['bygone', 'text', ['16', 'auto', null]],
    ['dsp', 'number', [2 ** 53 - 1, 0, null]],
    ['latency_us', 'number', [null, null, null]],
    ['residency', 'text', [null, null, null]],
    ['reason', 'text', [null, null, null]],
  ])('of %s is of kind %s', (name, kind, values) => {
    const column = mixed.columns.find((one) => one.name === name)!;
    expect(typedColumn(column, mixed.rows)).toEqual({ name, kind, values });
  });

  it('refuses a value that its field does not have', () => {
    const { columns, rows } = resultsOf(['pes'], [{ pes: 'many' }]);
    expect(() => parquetBytes({ columns, rows })).toThrow('column pes: expected whole numbers, found "many"');
  });
});

describe('the columns of a Parquet file', () => {
  const ask = (question: Question, where: string | null) => query(small, { question, where, columns: null });

  it.each<Question>([
    { kind: 'rows' },
    { kind: 'best', metric: 'latency_us', isMaximised: false, top: null },
    { kind: 'pareto', objectives: 'latency_us,dsp' },
    { kind: 'marginal', metric: 'latency_us', by: 'pes,ewop.lanes' },
    { kind: 'sensitivity', metric: 'latency_us' },
    { kind: 'sql', statement: 'from points' },
    {
      kind: 'sql',
      statement: 'select pes, avg(latency_us) a, sum(pes) s, bool_or(dsp > 9) b from points group by pes',
    },
  ])(
    'of a question $kind are of one type for all points, for one, for none and for infeasible ones',
    async (question) => {
      const whole = await schemaOf(await ask(question, null));
      expect(whole.length).toBeGreaterThan(3);
      for (const where of ['index == 0', 'index > 99', 'status == "infeasible"', 'dsp < 9'])
        expect(await schemaOf(await ask(question, where)), where).toEqual(whole);
    },
  );

  it('hold sums and counts of SQL', async () => {
    const statement =
      "select 9007199254740993 as large, sum(pes) as s, count(*) as n, 'inf'::DOUBLE as i, null as z from points";
    const { buffer } = parquetBytes(await ask({ kind: 'sql', statement }, null));
    const [row] = await parquetReadObjects({ file: buffer as ArrayBuffer });
    const expected = { large: 9007199254740993n, s: 10, n: 5n, i: Number.POSITIVE_INFINITY, z: null };
    expect(row).toEqual(expected);
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
      results.rows.map((row) => ({
        ...row,
        ...(row.bygone === 16 ? { bygone: '16' } : {}),
        ...(row['ewop.chaining'] === 'off' ? { 'ewop.chaining': false } : {}),
      })),
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
