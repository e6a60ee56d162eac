import { BadInput } from '../../errors/bad-input.ts';
import { checkNames, type Expression, parseExpression } from '../expression/expression.ts';
import type { SweepBasis } from './basis.ts';
import { constraintNames, readConstraint } from './constraints.ts';
import { knownNames } from './space.ts';
import type { SweepSpec } from './spec.ts';

/** The place of a field of a specification as messages name it: file:line:column and the field. */
export type Where = (path: readonly PropertyKey[]) => string;

/** Reads the filters of a specification. Throws BadInput with their place. */
export function filtersOf({ filters }: SweepSpec, basis: SweepBasis, at: Where): readonly Expression[] {
  if (filters.length === 0) return [];
  const known = knownNames(basis);
  return filters.map((text, index) => {
    const filter = parseExpression(text, at(['filters', index]));
    refuseFigures(filter, known);
    checkNames(filter, known);
    return filter;
  });
}

/** What only a placed design has cannot be filtered by; there are constraints for it. */
function refuseFigures({ names, where }: Expression, known: readonly string[]): void {
  const figure = names.find((name) => constraintNames.includes(name) && !known.includes(name));
  if (figure !== undefined)
    throw new BadInput(
      `${where}: filters are about fields, and \`${figure}\` is none; conditions on ${constraintNames.join(', ')} go under constraints`,
    );
}

/** Throws BadInput, with its place, for a constraint that is none. */
export function checkConstraints({ constraints }: SweepSpec, at: Where): void {
  for (const [index, text] of constraints.entries()) readConstraint(text, at(['constraints', index]));
}
