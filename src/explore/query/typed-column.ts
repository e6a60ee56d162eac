import { show } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { metrics } from '../../run/metrics.ts';
import { kindOfField, type ValueKind } from '../space/field-kinds.ts';
import type { Value } from '../store/record.ts';
import type { AnswerColumn } from './answer.ts';
import type { Row } from './results.ts';

/** A column of rows, its values all of one kind or null: whole numbers, numbers, true and false, or text. */
export type TypedColumn = { readonly name: string } & (
  | { readonly kind: 'integer'; readonly values: readonly (bigint | null)[] }
  | { readonly kind: 'number'; readonly values: readonly (number | null)[] }
  | { readonly kind: 'boolean'; readonly values: readonly (boolean | null)[] }
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
);

/** A column of points that is no metric and on no axis, and yet no text. */
const INDEX = 'index';

/**
 * What a column holds, whatever its rows: what an answer says of it, else axes as their fields, metrics
 * numbers unless they are words, and all that names a point text but its number.
 */
export function kindOfColumn({ name, role, kind }: AnswerColumn): ValueKind {
  if (kind !== undefined) return kind;
  if (role === 'axis') return kindOfField(name);
  if (role === 'identity') return name === INDEX ? 'integer' : 'text';
  return metrics.find((metric) => metric.name === name)?.better === null ? 'text' : 'number';
}

/**
 * A column as databases want it: of the kind of `kindOfColumn` in all answers, empty ones and ones without
 * any value among them, so that their files can be read together. Throws BadInput for a value that is not of
 * that kind: only a store has one that another version or hand wrote.
 */
export function typedColumn(column: AnswerColumn, rows: readonly Row[]): TypedColumn {
  const kind = kindOfColumn(column);
  const convert = conversions[kind];
  const values = rows.map((row) => {
    const value = row[column.name];
    const converted = value === null ? null : convert(value);
    if (converted === undefined)
      throw new BadInput(`column ${column.name}: expected ${expectations[kind]}, found ${show(value)}`);
    return converted;
  });
  return { name: column.name, kind, values } as TypedColumn;
}

const expectations: Readonly<Record<ValueKind, string>> = {
  integer: 'whole numbers',
  number: 'numbers',
  boolean: 'true or false',
  text: 'texts',
};

/** A value of a kind; undefined for what is none. */
const conversions: Readonly<Record<ValueKind, (value: Value) => unknown>> = {
  integer: (value) => (isWhole(value) ? BigInt(value) : undefined),
  // Infinities of SQL are text in an answer.
  number: (value) => (typeof value === 'number' || isNumeral(value) ? Number(value) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : switches.get(value)),
  text: String,
};

const switches: ReadonlyMap<Value, boolean> = new Map([
  ['on', true],
  ['off', false],
]);

/** Whole numbers beyond 2^53 are text in an answer. */
function isWhole(value: Value): value is number | string {
  return typeof value === 'string' ? /^-?\d+$/.test(value) : Number.isSafeInteger(value);
}

const isNumeral = (value: Value): boolean =>
  typeof value === 'string' && /^(-?\d+(\.\d+)?|-?Infinity|NaN)$/.test(value);
