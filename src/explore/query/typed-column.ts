import type { Value } from '../store/record.ts';
import type { AnswerColumn } from './answer.ts';
import type { Row } from './results.ts';

/** A column of rows, its values all of one kind or null: whole numbers, numbers, true and false, or text. */
export type TypedColumn = { readonly name: string } & (
  | { readonly kind: 'integer' | 'number'; readonly values: readonly (number | null)[] }
  | { readonly kind: 'boolean'; readonly values: readonly (boolean | null)[] }
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
);

/**
 * A column as databases want it. Values of several kinds (16 and "auto" on an axis) are all written as text;
 * without any value, metrics are numbers and other columns text.
 */
export function typedColumn({ name, role }: AnswerColumn, rows: readonly Row[]): TypedColumn {
  const values = rows.map((row) => row[name]);
  const kinds = new Set<string>();
  for (const value of values) if (value !== null) kinds.add(typeof value);
  if (kinds.size > 1) return { name, kind: 'text', values: values.map(textOf) };
  const [kind = role === 'metric' ? 'number' : 'string'] = kinds;
  if (kind === 'string') return { name, kind: 'text', values: values as (string | null)[] };
  if (kind === 'boolean') return { name, kind, values: values as (boolean | null)[] };
  const isWhole = kinds.size > 0 && values.every((value) => value === null || Number.isSafeInteger(value));
  return { name, kind: isWhole ? 'integer' : 'number', values: values as (number | null)[] };
}

const textOf = (value: Value): string | null => (value === null ? null : String(value));
