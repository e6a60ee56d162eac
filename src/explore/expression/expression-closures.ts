import { show } from '../../config/wording.ts';
import type { Value } from '../store/record.ts';
import {
  arithmeticOperators,
  comparisonOperators,
  finiteOrNull,
  functions,
  kindOf,
} from './expression-operations.ts';
import { Fault, isComparison, type Term } from './expression-term.ts';

/** What names stand for at a point. */
export type Lookup = (name: string) => Value;

/** A term as a function of what names stand for. Throws Fault for operands of the wrong kind. */
export type Closure = (lookup: Lookup) => Value;

function wrongKind(term: Term, operator: string, expected: string, found: Value): Fault {
  const what = term.kind === 'name' ? `${term.path} = ${show(found)}` : show(found);
  return new Fault(term.column, `${operator} expects ${expected}, found ${what}`);
}

/** The number of `term`, or null without data. */
function numberOf(value: Value, term: Term, operator: string): number | null {
  if (typeof value === 'number' || value === null) return value;
  throw wrongKind(term, operator, 'numbers', value);
}

/** Whether `term` is true; null, unknown, without data. */
function truthOf(value: Value, term: Term, operator: string): boolean | null {
  if (typeof value === 'boolean' || value === null) return value;
  throw wrongKind(term, operator, 'true or false', value);
}

type Binary = Extract<Term, { readonly kind: 'binary' }>;

function arithmeticClosure({ operator, left, right }: Binary): Closure {
  const [a, b] = [closureOf(left), closureOf(right)];
  const of = arithmeticOperators[operator];
  return (lookup) => {
    const [x, y] = [a(lookup), b(lookup)];
    if (typeof x === 'number' && typeof y === 'number') return finiteOrNull(of(x, y));
    numberOf(x, left, operator);
    numberOf(y, right, operator);
    return null;
  };
}

const isNull = (term: Term): boolean => {
  if (term.kind === 'group') return isNull(term.inner);
  return term.kind === 'value' && term.value === null;
};

/** `x == null` and `x != null` ask whether there is data. */
function presenceClosure({ operator, left, right }: Binary): Closure {
  const asked = closureOf(isNull(right) ? left : right);
  return operator === '==' ? (lookup) => asked(lookup) === null : (lookup) => asked(lookup) !== null;
}

/** A field of numbers that is `auto` at a point has no number there: it equals none, and is in no order. */
const isAutoBesideNumber = (x: Value, y: Value): boolean =>
  (x === 'auto' && typeof y === 'number') || (typeof x === 'number' && y === 'auto');

function comparisonClosure(term: Binary): Closure {
  const { operator, left, right } = term;
  const isEquality = operator === '==' || operator === '!=';
  if (isEquality && (isNull(left) || isNull(right))) return presenceClosure(term);
  const [a, b] = [closureOf(left), closureOf(right)];
  const of = comparisonOperators[operator];
  return (lookup) => {
    const [x, y] = [a(lookup), b(lookup)];
    if (typeof x === 'number' && typeof y === 'number') return of(x, y);
    if (x === null || y === null) return null;
    if (typeof x !== typeof y) {
      if (isAutoBesideNumber(x, y)) return isEquality ? operator === '!=' : null;
      throw wrongKind(right, operator, `two of a kind, ${kindOf(x)} here`, y);
    }
    if (typeof x === 'boolean' && !isEquality) throw wrongKind(left, operator, 'numbers or texts', x);
    return of(x, y);
  };
}

/**
 * Kleene's logic: `false and x` is false and `true or x` is true whatever x is, which is then
 * not asked; with an unknown side anything else is unknown.
 */
function logicalClosure({ operator, left, right }: Binary): Closure {
  const [a, b] = [closureOf(left), closureOf(right)];
  const decisive = operator === 'or' || operator === '||';
  return (lookup) => {
    const x = truthOf(a(lookup), left, operator);
    if (x === decisive) return decisive;
    const y = truthOf(b(lookup), right, operator);
    return y === decisive ? decisive : x === null || y === null ? null : !decisive;
  };
}

function negationClosure({ operator, operand }: Extract<Term, { readonly kind: 'unary' }>): Closure {
  const of = closureOf(operand);
  return (lookup) => {
    const x = truthOf(of(lookup), operand, operator);
    return x === null ? null : !x;
  };
}

function binaryClosure(term: Binary): Closure {
  if (Object.hasOwn(arithmeticOperators, term.operator)) return arithmeticClosure(term);
  return isComparison(term.operator) ? comparisonClosure(term) : logicalClosure(term);
}

function unaryClosure(term: Extract<Term, { readonly kind: 'unary' }>): Closure {
  const { operator, operand } = term;
  if (operator === 'not' || operator === '!') return negationClosure(term);
  const of = closureOf(operand);
  const sign = operator === '-' ? -1 : 1;
  return (lookup) => {
    const value = numberOf(of(lookup), operand, operator);
    return value === null ? null : finiteOrNull(sign * value);
  };
}

function callClosure({ name, inputs }: Extract<Term, { readonly kind: 'call' }>): Closure {
  const closures = inputs.map(closureOf);
  const of = functions.get(name)?.of ?? (() => Number.NaN);
  return (lookup) => {
    const numbers = closures.map((closure, i) => numberOf(closure(lookup), inputs[i], name));
    const there = numbers.filter((number) => number !== null);
    return there.length < numbers.length ? null : finiteOrNull(of(...there));
  };
}

function choiceClosure({ test, yes, no }: Extract<Term, { readonly kind: 'choice' }>): Closure {
  const [condition, then, otherwise] = [closureOf(test), closureOf(yes), closureOf(no)];
  return (lookup) => (truthOf(condition(lookup), test, '?') ? then(lookup) : otherwise(lookup));
}

/**
 * A term made into a function, once for all points. Null is SQL's: arithmetic and comparisons without data
 * give null, which as a truth is unknown; `not` of unknown is unknown, and `a ? b : c` takes c. Only a
 * comparison with a written `null` (`x == null`, `x != null`) asks whether there is data.
 */
export function closureOf(term: Term): Closure {
  switch (term.kind) {
    case 'value':
      return () => term.value;
    case 'name':
      return (lookup) => lookup(term.path);
    case 'group':
      return closureOf(term.inner);
    case 'call':
      return callClosure(term);
    case 'unary':
      return unaryClosure(term);
    case 'binary':
      return binaryClosure(term);
    case 'choice':
      return choiceClosure(term);
  }
}
