import { checkNames, parseExpression } from '../expression/expression.ts';
import type { ResultColumn, Row } from './results.ts';

/** The rows that meet a condition, and the columns that it is about. */
export interface Constrained {
  readonly rows: readonly Row[];
  readonly names: readonly string[];
}

/**
 * The rows for which `condition` holds, in their order; names are columns. Throws BadInput for what is no
 * such condition, naming --where.
 */
export function rowsWhere(
  rows: readonly Row[],
  condition: string,
  columns: readonly ResultColumn[],
): Constrained {
  const expression = parseExpression(condition, '--where');
  checkNames(
    expression,
    columns.map(({ name }) => name),
  );
  return {
    rows: rows.filter((row) => expression.isTrue((name) => row[name])),
    names: expression.names,
  };
}
