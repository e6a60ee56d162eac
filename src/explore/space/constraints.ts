import { show } from '../../config/wording.ts';
import { checkNames, type Expression, parseExpression } from '../expression/expression.ts';
import type { Value } from '../store/record.ts';
import { constraintReason } from '../store/record.ts';

/** What a constraint may name, known of a design that is not simulated, and the metric that it is. */
const figures: ReadonlyMap<string, string> = new Map([
  ['dsp', 'dsp'],
  ['ram', 'bram_blocks'],
  ['logic', 'logic_cells'],
  ['flip_flops', 'flip_flops'],
  ['storage_bits', 'storage_bits'],
  ['clock_mhz', 'clock_mhz'],
  ['fmax_mhz', 'fmax_mhz'],
]);

/** What the designs of a sweep must meet to be simulated. */
export type DesignConstraints = readonly Expression[];

/** The names that constraints are about. */
export const constraintNames: readonly string[] = [...figures.keys()];

/**
 * Reads a constraint of a sweep: a condition over `constraintNames`. Throws BadInput, with `where` (file and
 * field) and the column, for anything else.
 */
export function readConstraint(text: string, where: string): Expression {
  const constraint = parseExpression(text, where);
  checkNames(constraint, constraintNames);
  // Whether it is a condition over numbers is seen from its value at any.
  constraint.isTrue(() => 1);
  return constraint;
}

/** Reads constraints that were read before. */
export const constraintsOf = (texts: readonly string[]): DesignConstraints =>
  texts.map((text) => readConstraint(text, 'constraints'));

/**
 * Why a design with these metrics does not meet one of the constraints, with the figures that the constraint
 * names; null: it meets all. A figure that is not known meets none.
 */
export function missedConstraint(
  constraints: DesignConstraints,
  metrics: Readonly<Record<string, Value>>,
): string | null {
  const lookup = (name: string): Value => metrics[figures.get(name) as string] ?? null;
  const missed = constraints.find((constraint) => !constraint.isTrue(lookup));
  if (missed === undefined) return null;
  return constraintReason(
    missed.text,
    missed.names.map((name) => `${name} is ${show(lookup(name))}`),
  );
}
