import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { BadInput } from '../../errors/bad-input.ts';
import type { ValueKind } from '../space/field-kinds.ts';
import type { Value } from '../store/record.ts';
import type { Answer } from './answer.ts';
import { blankRows } from './blank-row.ts';
import type { Results } from './results.ts';
import { type TypedColumn, typedColumn } from './typed-column.ts';

type DuckDb = typeof import('@duckdb/node-api');

/** Loads DuckDB, which is an optional dependency of some 70 MB. */
export type LoadDuckDb = () => Promise<DuckDb>;

const loadInstalled: LoadDuckDb = () => import('@duckdb/node-api');

/**
 * What an SQL statement in the dialect of DuckDB gives for the table `points`: the rows and all columns of
 * `results`, typed as `typedColumn` says. Of several statements the last one's result. Runs in memory on one
 * thread, so that sums and orders repeat, and without access to files or the network. Whole numbers beyond
 * 2^53 and types that JSON lacks (dates, lists) become text. Throws BadInput with DuckDB's message for a
 * wrong statement, for one without a result, and when DuckDB is not installed.
 */
export async function askSql(results: Results, statement: string, load = loadInstalled): Promise<Answer> {
  const duckDb = await load().catch(refuseMissing);
  const instance = await duckDb.DuckDBInstance.create(':memory:', { threads: '1', temp_directory: '' });
  try {
    const connection = await instance.connect();
    await fill(duckDb, connection, results);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return answerOf(duckDb, await readLast(duckDb, connection, statement), results);
  } finally {
    instance.closeSync();
  }
}

function refuseMissing(error: unknown): never {
  const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
  throw new BadInput(
    `--sql: DuckDB cannot be loaded (${reason}); it is an optional part of bbsim: npm install @duckdb/node-api`,
  );
}

/** Rows that go to DuckDB at once: the size of its own vectors. */
const CHUNK_ROWS = 2048;

async function fill(duckDb: DuckDb, connection: DuckDBConnection, { columns, rows }: Results): Promise<void> {
  const typed = columns.map((column) => typedColumn(column, rows));
  const types = typed.map(({ kind }) => typeOf(duckDb, kind));
  const declared = typed.map(({ name }, i) => `${quoted(name)} ${types[i]}`);
  await connection.run(`CREATE TABLE points (${declared.join(', ')})`);
  const appender = await connection.createAppender('points');
  for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows.length - start);
    const chunk = duckDb.DuckDBDataChunk.create(types, count);
    typed.forEach((column, i) => {
      chunk.setColumnValues(i, column.values.slice(start, start + count));
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function typeOf({ BIGINT, DOUBLE, BOOLEAN, VARCHAR }: DuckDb, kind: TypedColumn['kind']): DuckDBType {
  return { integer: BIGINT, number: DOUBLE, boolean: BOOLEAN, text: VARCHAR }[kind];
}

type Reader = Awaited<ReturnType<DuckDBConnection['streamAndReadAll']>>;

async function readLast(
  { ResultReturnType }: DuckDb,
  connection: DuckDBConnection,
  statement: string,
): Promise<Reader> {
  // What DuckDB says of a text without a statement is about its own code.
  if (blankStatement.test(statement)) throw new BadInput(`--sql: ${expectedResult}`);
  const reader = await connection.streamAndReadAll(statement).catch(refuseStatement);
  if (reader.returnType !== ResultReturnType.QUERY_RESULT) throw new BadInput(`--sql: ${expectedResult}`);
  return reader;
}

/** Nothing but blanks, ends of statements and comments. */
const blankStatement = /^(?:[\s;]|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*$/;

const expectedResult = 'expected a statement with a result, as in SELECT pes, latency_us FROM points';

function refuseStatement(error: unknown): never {
  throw new BadInput(`--sql: ${(error as Error).message.replace('Failed to extract statements: ', '')}`);
}

function answerOf(duckDb: DuckDb, reader: Reader, { manifest, columns: known }: Results): Answer {
  const names = reader.deduplicatedColumnNames();
  const cells = reader.getColumns().map((values) => values.map((value) => cellOf(duckDb, value)));
  const blank = blankRows(names);
  const rows = Array.from({ length: reader.currentRowCount }, blank);
  names.forEach((name, c) => {
    for (let r = 0; r < rows.length; r++) rows[r][name] = cells[c][r];
  });
  const roleOf = (name: string) => known.find((column) => column.name === name)?.role ?? 'metric';
  const kindOf = kindsOfTypes(duckDb);
  const columns = names.map((name, c) => ({
    name,
    role: roleOf(name),
    kind: kindOf.get(reader.columnTypeId(c)) ?? 'text',
  }));
  return { title: `${manifest.name}: --sql`, columns, rows, readable: names, notes: [] };
}

/** What values of DuckDB's types are; those of others are text. Sums of whole numbers may be beyond 2^63. */
function kindsOfTypes({ DuckDBTypeId: id }: DuckDb): ReadonlyMap<number, ValueKind> {
  const kinds: readonly (readonly [ValueKind, readonly number[]])[] = [
    ['boolean', [id.BOOLEAN]],
    ['integer', [id.TINYINT, id.SMALLINT, id.INTEGER, id.BIGINT, id.UTINYINT, id.USMALLINT, id.UINTEGER]],
    ['number', [id.FLOAT, id.DOUBLE, id.DECIMAL, id.HUGEINT, id.UBIGINT, id.UHUGEINT]],
  ];
  return new Map(kinds.flatMap(([kind, types]) => types.map((type) => [type, kind])));
}

/** NaN and infinities, which tables and JSON cannot hold, become text as well. */
function cellOf({ DuckDBDecimalValue }: DuckDb, value: DuckDBValue): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return value instanceof DuckDBDecimalValue ? value.toDouble() : String(value);
}
