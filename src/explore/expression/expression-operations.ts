import type { Value } from '../store/record.ts';

/** What kind of value `value` is, for messages. */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'string' ? 'text' : 'true or false';
}

/** Operators on two numbers. */
export const arithmeticOperators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

type Compared = number | string | boolean;

/** Comparisons of two values of one kind; texts by their UTF-16 codes. */
export const comparisonOperators: Readonly<Record<string, (a: Compared, b: Compared) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** A function of numbers, and how many it takes; null: one or more. */
interface NumberFunction {
  readonly inputs: number | null;
  readonly of: (...inputs: number[]) => number;
}

/** The functions of the language. Halves are rounded up: round(2.5) is 3. */
export const functions: ReadonlyMap<string, NumberFunction> = new Map([
  ['min', { inputs: null, of: Math.min }],
  ['max', { inputs: null, of: Math.max }],
  ['abs', { inputs: 1, of: Math.abs }],
  ['floor', { inputs: 1, of: Math.floor }],
  ['ceil', { inputs: 1, of: Math.ceil }],
  ['round', { inputs: 1, of: Math.round }],
  ['log2', { inputs: 1, of: Math.log2 }],
  ['sqrt', { inputs: 1, of: Math.sqrt }],
]);

/** A number of a result; null, no data, for what is none (0 / 0) or has no bound (1 / 0). Never -0. */
export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value + 0 : null);
