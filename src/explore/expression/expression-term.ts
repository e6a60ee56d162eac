import type { Value } from '../store/record.ts';

/**
 * A fault of an expression at a place in its text; becomes BadInput where the file and
 * field of the expression are known.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** Of the place at fault, counted from 1. */
  readonly column: number;

  constructor(column: number, message: string) {
    super(message);
    this.column = column;
  }
}

/** A part of an expression; `column`, counted from 1, is where its text begins. */
export type Term =
  | { readonly kind: 'value'; readonly column: number; readonly value: Value }
  | { readonly kind: 'name'; readonly column: number; readonly path: string }
  | { readonly kind: 'group'; readonly column: number; readonly inner: Term }
  | {
      readonly kind: 'call';
      readonly column: number;
      readonly name: string;
      readonly inputs: readonly Term[];
    }
  | { readonly kind: 'unary'; readonly column: number; readonly operator: string; readonly operand: Term }
  | {
      readonly kind: 'binary';
      readonly column: number;
      readonly operator: string;
      readonly left: Term;
      readonly right: Term;
    }
  | {
      readonly kind: 'choice';
      readonly column: number;
      readonly test: Term;
      readonly yes: Term;
      readonly no: Term;
    };

/** The binary operators with their precedence; the higher binds first. */
export const binaryOperators: Readonly<Record<string, number>> = {
  or: 1,
  '||': 1,
  and: 2,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
  '**': 7,
};

const comparisons = ['==', '!=', '<', '<=', '>', '>='];

/** Whether an operator compares. */
export const isComparison = (operator: string): boolean => comparisons.includes(operator);

const isLogical = (operator: string): boolean => binaryOperators[operator] <= 2;

const isCompared = (term: Term): boolean => term.kind === 'binary' && isComparison(term.operator);

/**
 * `left operator right`, after what people mean: `not` covers the whole comparison to its right,
 * `not pes == 4` is `not (pes == 4)`. Throws Fault where they would mean different things:
 * `1 < pes < 4`, and `-pes ** 2`.
 */
export function binaryTerm(operator: string, left: Term, right: Term): Term {
  if (left.kind === 'unary' && left.operator === 'not' && !isLogical(operator))
    return { ...left, operand: binaryTerm(operator, left.operand, right) };
  if (isComparison(operator) && (isCompared(left) || isCompared(right)))
    throw new Fault(
      left.column,
      'expected one comparison at a time, as in a < b and b < c, found two in a row',
    );
  if (operator === '**' && left.kind === 'unary')
    throw new Fault(
      left.column,
      `expected parentheses, as in ${left.operator}(a ** b), since ** follows a sign`,
    );
  return { kind: 'binary', column: left.column, operator, left, right };
}

/** The names in a term, in the order of the text, with their columns. */
export function namesIn(term: Term): readonly { readonly path: string; readonly column: number }[] {
  switch (term.kind) {
    case 'value':
      return [];
    case 'name':
      return [term];
    case 'group':
      return namesIn(term.inner);
    case 'call':
      return term.inputs.flatMap(namesIn);
    case 'unary':
      return namesIn(term.operand);
    case 'binary':
      return [...namesIn(term.left), ...namesIn(term.right)];
    case 'choice':
      return [term.test, term.yes, term.no].flatMap(namesIn);
  }
}
