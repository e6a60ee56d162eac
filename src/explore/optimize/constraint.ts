import { storedMetrics } from '../../run/metrics.ts';
import { checkNames, type Expression, parseExpression } from '../expression/expression.ts';
import { closureOf, type Lookup } from '../expression/expression-closures.ts';
import { Fault, isComparison, type Term } from '../expression/expression-term.ts';
import { leadingColumns } from '../space/fixed-columns.ts';

/** A condition that designs must meet, and how far a design is from it. */
export interface Constraint {
  readonly text: string;
  /** The names that it uses. */
  readonly names: readonly string[];
  /**
   * 0 for a design that meets it, else above 0 and at most 1. A comparison of numbers has the distance of
   * its sides over the larger of them (dsp <= 1000 with 1250: 0.2), `and` the mean of its parts, `or` the
   * smaller; anything else that is false, and what lacks data, is 1. Throws BadInput, with the column,
   * for operands of the wrong kind.
   */
  violation(lookup: Lookup): number;
}

/** Of a design that misses a condition by nothing, as 8 < 8 does. */
const LEAST = 1e-9;

/**
 * Reads a condition over metrics, axes, `accelerator`, `workload` and `seed`. Throws BadInput,
 * naming --where, for what is none.
 */
export function constraintOf(text: string, fields: readonly string[]): Constraint {
  const expression = parseExpression(text, '--where');
  const identities = leadingColumns.filter((name) => name !== 'index');
  checkNames(expression, [...identities, ...fields, ...storedMetrics.map(({ name }) => name)]);
  return constraint(expression);
}

function constraint({ text, names, term, isTrue }: Expression): Constraint {
  const distance = distanceOf(term);
  const violation = (lookup: Lookup): number =>
    isTrue(lookup) ? 0 : Math.min(1, Math.max(LEAST, distance(lookup)));
  return { text, names, violation };
}

type Distance = (lookup: Lookup) => number;

function distanceOf(term: Term): Distance {
  if (term.kind === 'group') return distanceOf(term.inner);
  if (term.kind !== 'binary') return isFalse(term);
  const { operator, left, right } = term;
  if (operator === 'and' || operator === '&&') return meanOf(conjuncts(term).map(distanceOf));
  if (operator === 'or' || operator === '||') {
    const [a, b] = [distanceOf(left), distanceOf(right)];
    return (lookup) => Math.min(a(lookup), b(lookup));
  }
  return isComparison(operator) && operator !== '!=' ? sidesApart(term, left, right) : isFalse(term);
}

/** `a and b and c` is three parts of equal weight, however it is read. */
function conjuncts(term: Term): Term[] {
  if (term.kind === 'group') return conjuncts(term.inner);
  const isAnd = term.kind === 'binary' && (term.operator === 'and' || term.operator === '&&');
  return isAnd ? [...conjuncts(term.left), ...conjuncts(term.right)] : [term];
}

function meanOf(distances: readonly Distance[]): Distance {
  return (lookup) => distances.reduce((sum, distance) => sum + distance(lookup), 0) / distances.length;
}

function isFalse(term: Term): Distance {
  const closure = guarded(term);
  return (lookup) => (closure(lookup) === true ? 0 : 1);
}

function sidesApart(term: Term, left: Term, right: Term): Distance {
  const [holds, a, b] = [isFalse(term), guarded(left), guarded(right)];
  return (lookup) => {
    if (holds(lookup) === 0) return 0;
    const [x, y] = [a(lookup), b(lookup)];
    if (typeof x !== 'number' || typeof y !== 'number') return 1;
    const scale = Math.max(Math.abs(x), Math.abs(y));
    return scale === 0 ? LEAST : Math.min(1, Math.max(LEAST, Math.abs(x - y) / scale));
  };
}

/**
 * A term's value; null where only the part before it kept it from being asked, as in
 * `bits != "auto" and bits < 8`.
 */
function guarded(term: Term): ReturnType<typeof closureOf> {
  const closure = closureOf(term);
  return (lookup) => {
    try {
      return closure(lookup);
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  };
}
