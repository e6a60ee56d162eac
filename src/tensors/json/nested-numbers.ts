import { BadInput } from '../../errors/bad-input.ts';
import type { JsonScanner } from '../json-scanner.ts';

/** Most axes of a tensor. */
export const MOST_NESTED = 32;

/**
 * Reads over numbers in nested arrays, and returns their shape; a lone number has no axes. `place` opens
 * the messages. Throws BadInput, naming the array, where arrays of one level have other lengths, or numbers
 * where others have arrays, and with line and column for what is no number.
 */
export function skipNested(scanner: JsonScanner, place: string): readonly number[] {
  /** Known of a level as soon as its first array ends: inner ones before outer ones. */
  const shape: (number | undefined)[] = [];
  const path: number[] = [];
  /** Axes of the first number; until it is met every array goes one level deeper. */
  let axes: number | null = null;
  const walk = (): void => {
    if (scanner.peek() !== '[') {
      axes ??= path.length;
      if (path.length !== axes) throw ragged(place, path, 'a number', 'an array');
      scanner.skipNumber();
      return;
    }
    if (path.length === (axes ?? MOST_NESTED))
      throw ragged(place, path, 'an array', axes === null ? `at most ${MOST_NESTED} levels` : 'a number');
    const level = path.length;
    let length = 0;
    path.push(0);
    scanner.items((index) => {
      path[level] = index;
      length = index + 1;
      walk();
    });
    path.pop();
    shape[level] ??= length;
    if (shape[level] !== length)
      throw ragged(place, path, `${length} items`, `${shape[level]} as in the others`);
  };
  walk();
  return shape.map((size) => size ?? 0);
}

/** Reads numbers in nested arrays, in order; `true` and `false` are 1 and 0. */
export function readNested(scanner: JsonScanner, onNumber: (value: number, position: number) => void): void {
  const walk = (): void => {
    const { position } = scanner;
    if (scanner.peek() === '[') scanner.items(walk);
    else onNumber(scanner.numberOrBoolean(), position);
  };
  walk();
}

function ragged(place: string, path: readonly number[], found: string, expected: string): BadInput {
  const item = path.length === 0 ? '' : `item [${path.join('][')}]: `;
  return new BadInput(`${place}: ${item}${found}, expected ${expected}`);
}
