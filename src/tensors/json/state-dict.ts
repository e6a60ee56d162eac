import { BadInput } from '../../errors/bad-input.ts';
import { elementBytes } from '../elements/elements.ts';
import { JsonScanner } from '../json-scanner.ts';
import { printableName } from '../named-shape.ts';
import type { TensorType } from '../tensor-file.ts';
import { jsonKind } from './json-kind.ts';
import { MOST_NESTED, skipNested } from './nested-numbers.ts';

/** A tensor of a JSON file, as far as it is known before its numbers are read. */
export interface JsonEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: TensorType;
  /** Whether the file has an object with shape and data, and not nested arrays alone. */
  readonly isObject: boolean;
  /** Where its value begins and ends in the file, and where its numbers begin. */
  readonly start: number;
  readonly end: number;
  readonly dataStart: number;
}

/** A JSON file of tensors: its tensors in order, and where the last member ends. */
export interface JsonStateDict {
  readonly entries: readonly JsonEntry[];
  readonly end: number;
}

/**
 * Numbers take eight bytes where their text takes two at least: beyond this the tensors would take more
 * memory than three times the file and some.
 */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Reads a JSON object `{name: nested arrays of numbers}` or `{name: {shape, data, dtype}}` as far as names
 * and shapes. Throws BadInput for other JSON, saying what it is, for ragged arrays, and with line and column
 * for what is no JSON (NaN and Infinity among it).
 */
export function readStateDict(bytes: Uint8Array, path: string): JsonStateDict {
  if (bytes.length > MOST_BYTES)
    throw new BadInput(
      `${path}: JSON of ${bytes.length} bytes, expected at most ${MOST_BYTES}: save so many numbers as .npz`,
    );
  const scanner = new JsonScanner(bytes, path);
  if (scanner.peek() === '[') throw new BadInput(`${path}: is a JSON array, expected ${expected}`);
  const entries: JsonEntry[] = [];
  let end = scanner.position + 1;
  scanner.members((name) => {
    const entry = readEntry(scanner, name, path);
    if (entry === null) throw otherJson(bytes, name, path);
    entries.push(entry);
    end = entry.end;
  });
  scanner.end();
  return { entries, end };
}

const expected = 'an object with tensors: {name: nested arrays of numbers}, or {name: {shape, data, dtype}}';

/** Null: the value is no tensor. */
function readEntry(scanner: JsonScanner, name: string, path: string): JsonEntry | null {
  const start = scanner.position;
  const first = scanner.peek();
  const place = `${path}, tensor ${printableName(name)}`;
  if (first === '{') return readObject(scanner, name, place);
  const isTensor = first === '[' ? !/["{n]/.test(scanner.peekInArrays()) : /[-\d]/.test(first);
  if (!isTensor) return null;
  const shape = skipNested(scanner, place);
  const dtype = 'float64';
  return { name, shape, dtype, isObject: false, start, end: scanner.consumed, dataStart: start };
}

interface Fields {
  shape?: readonly number[];
  dtype?: TensorType;
  data?: { readonly start: number; readonly shape: readonly number[] };
}

/** An object with shape and data; null: it is another one. */
function readObject(scanner: JsonScanner, name: string, place: string): JsonEntry | null {
  const start = scanner.position;
  const fields: Fields = {};
  scanner.members((field) => {
    if (field === 'shape' && scanner.peek() === '[') fields.shape = readShape(scanner);
    else if (field === 'dtype' && scanner.peek() === '"') fields.dtype = readType(scanner, place);
    else if (field === 'data' && /[[\d-]/.test(scanner.peek()))
      fields.data = { start: scanner.position, shape: skipNested(scanner, place) };
    else scanner.skip();
  });
  const { shape, data, dtype = 'float64' } = fields;
  if (shape === undefined || data === undefined) return null;
  refuseOtherCount(shape, data.shape, place);
  return { name, shape, dtype, isObject: true, start, end: scanner.consumed, dataStart: data.start };
}

function readShape(scanner: JsonScanner): readonly number[] {
  const shape: number[] = [];
  scanner.items((axis) => {
    if (axis === MOST_NESTED) throw scanner.unexpected(`at most ${MOST_NESTED} axes`);
    shape.push(scanner.count());
  });
  return shape;
}

/** By NumPy's name of the type, with or without PyTorch's `torch.` in front. */
function readType(scanner: JsonScanner, place: string): TensorType {
  const name = scanner.text().replace(/^torch\./, '');
  const dtype = types.find((each) => each === name);
  if (dtype !== undefined) return dtype;
  throw new BadInput(`${place}: dtype ${printableName(name)}, expected one of ${types.join(', ')}`);
}

const types = (Object.keys(elementBytes) as TensorType[]).filter((type) => type !== 'bytes');

/** The data are flat, or nested as the shape says. */
function refuseOtherCount(shape: readonly number[], found: readonly number[], place: string): void {
  const count = shape.reduce((product, size) => product * size, 1);
  const isNested = found.join() === shape.join();
  if (isNested || (found.length === 1 && found[0] === count)) return;
  throw new BadInput(
    `${place}: data of shape [${found.join(', ')}], expected ${count} numbers, or [${shape.join(', ')}]`,
  );
}

/** What to throw for JSON that has a member which is no tensor. */
function otherJson(bytes: Uint8Array, member: string, path: string): BadInput {
  const names: string[] = [];
  const scanner = new JsonScanner(bytes, path);
  scanner.members((name) => {
    names.push(name);
    scanner.skip();
  });
  return new BadInput(
    `${path}: is ${jsonKind(names)}, and ${printableName(member)} in it is no tensor; expected ${expected}`,
  );
}
