import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import type { Answer } from './answer.ts';
import { type TypedColumn, typedColumn } from './typed-column.ts';

/**
 * An answer as a Parquet file: a column for each of its columns, typed as `typedColumn` says, so that the
 * schema does not depend on the rows; no value is null. Throws BadInput as `typedColumn`.
 */
export function parquetBytes({ columns, rows }: Pick<Answer, 'columns' | 'rows'>): Uint8Array {
  const columnData = columns.map((column) => sourceOf(typedColumn(column, rows)));
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'bbsim' }));
}

const types = { integer: 'INT64', number: 'DOUBLE', boolean: 'BOOLEAN', text: 'STRING' } as const;

function sourceOf({ name, kind, values }: TypedColumn): ColumnSource {
  return { name, data: [...values], type: types[kind], nullable: true };
}
