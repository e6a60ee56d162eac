import { clip, didYouMean } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { ResultColumn, Results, Row } from './results.ts';

/**
 * The words of a list with commas: `a, b` is a and b. Throws BadInput, naming `where`, for
 * one that is empty or there twice.
 */
export function namesOf(text: string, where: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new BadInput(`${where}: expected names with commas between, found "${clip(text)}"`);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw new BadInput(`${where}: expected each name once, found ${clip(twice)} again`);
  return names;
}

/** The column of a name. Throws BadInput, naming `where`, with the column that was probably meant. */
export function findColumn(columns: readonly ResultColumn[], name: string, where: string): ResultColumn {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name);
  const meant = didYouMean(name, names) || `; there are ${names.join(', ')}`;
  throw new BadInput(`${where}: unknown column \`${clip(name)}\`${meant}`);
}

/**
 * The column of a name that some simulated point has a number in. Throws BadInput,
 * naming `where`, for any other.
 */
export function findNumbers({ columns, rows }: Results, name: string, where: string): ResultColumn {
  const column = findColumn(columns, name, where);
  const values = rows.filter(isOk).map((row) => row[name]);
  if (values.length === 0 || values.some((value) => typeof value === 'number')) return column;
  const other = values.find((value) => value !== null);
  throw new BadInput(
    `${where}: ${other === undefined ? reasonOfNone(name) : `\`${name}\` is ${kinds[typeof other]}, expected numbers`}`,
  );
}

const kinds: Readonly<Record<string, string>> = { string: 'text', boolean: 'true or false' };

const reasonOfNone = (name: string): string =>
  name === 'output_error'
    ? 'no point has an `output_error`: this sweep was of timing only, and needs `values: true` in its file'
    : `no point has a value of \`${name}\``;

/** Whether a point was simulated. */
export const isOk = ({ status }: Row): boolean => status === 'ok';

/** The simulated points that have a number in every one of `names`. */
export function withNumbers(rows: readonly Row[], names: readonly string[]): Row[] {
  return rows.filter((row) => isOk(row) && names.every((name) => typeof row[name] === 'number'));
}

/** The number of a row in a column; only for rows of `withNumbers`. */
export const numberIn = (row: Row, name: string): number => row[name] as number;

/**
 * What tells points apart: the axes, and accelerator, workload and seed when
 * they differ anywhere in the sweep.
 */
export function factorsOf({ columns, rows }: Results): string[] {
  const differs = (name: string): boolean => rows.some((row) => row[name] !== rows[0][name]);
  const identities = ['accelerator', 'workload', 'seed'].filter(differs);
  return [...identities, ...columns.filter(({ role }) => role === 'axis').map(({ name }) => name)];
}
