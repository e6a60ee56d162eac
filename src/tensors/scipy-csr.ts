import { BadInput } from '../errors/bad-input.ts';
import type { NpyArray } from './npy/npy.ts';
import { type NpzFile, type NpzLimits, openNpz } from './npy/npz.ts';

/**
 * A sparse matrix of SciPy in compressed sparse row form: row r is entries rowStart[r] .. rowStart[r + 1] -
 * 1, in ascending column order, no column twice. An explicit zero is a stored entry.
 */
export interface ScipyCsr {
  readonly rows: number;
  readonly cols: number;
  /** rows + 1 offsets into `columns` and `values`. */
  readonly rowStart: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float64Array | Float32Array | Int16Array;
  /** Whether `values` are int16 fixed-point codes; otherwise they are floats. */
  readonly raw: boolean;
}

/**
 * The most rows or columns that are read: an accelerator holds a vector of this length on chip, and reports
 * list every row.
 */
const MAX_SIZE = 2 ** 22;

type Values = ScipyCsr['values'];

/**
 * Reads a matrix written by `scipy.sparse.save_npz` in format csr. Values are int16 (raw fixed-point codes)
 * or float16, float32, float64. Entries out of order are sorted within their row. Throws BadInput, naming row
 * and column, on duplicates, NaN and infinity, and on indices that do not fit the shape; and on every other
 * format.
 */
export function readScipyCsr(bytes: Uint8Array, fileName: string, limits: NpzLimits = {}): ScipyCsr {
  const npz = openNpz(bytes, fileName, limits);
  checkFormat(npz, fileName);
  const [rows, cols] = readShape(npz.read('shape'), fileName);
  refuseByHeaders(npz, rows, fileName);
  const { values, raw } = readValues(npz.read('data'), fileName);
  const rowStart = readRowStart(npz.read('indptr'), rows, values.length, fileName);
  const columns = readColumns(npz.read('indices'), values.length, rowStart, cols, fileName);
  for (let row = 0; row < rows; row++) {
    sortRow(columns, values, rowStart[row], rowStart[row + 1]);
    checkRow(columns, values, row, rowStart, fileName);
  }
  return { rows, cols, rowStart, columns, values, raw };
}

function refuseMissing(npz: NpzFile, names: readonly string[], fileName: string): void {
  const missing = names.find((name) => !npz.has(name));
  if (missing === undefined) return;
  throw new BadInput(
    `${fileName}: has no array ${missing}, expected a file of scipy.sparse.save_npz in format csr`,
  );
}

/** The word of the format, and the arrays that it must have. */
function checkFormat(npz: NpzFile, fileName: string): void {
  refuseMissing(npz, ['format', 'shape'], fileName);
  const format = npz.readText('format');
  if (format !== 'csr') {
    throw new BadInput(
      `${fileName}: sparse format ${JSON.stringify(format)}, expected csr (convert it with .tocsr() first)`,
    );
  }
  refuseMissing(npz, ['data', 'indices', 'indptr'], fileName);
}

/** Lengths that do not fit together are refused before the arrays are inflated. */
function refuseByHeaders(npz: NpzFile, rows: number, fileName: string): void {
  const lengthOf = (name: string) => {
    const [length, ...more] = npz.shape(name) ?? [];
    return more.length > 0 ? undefined : length;
  };
  const expect = (name: string, expected: number | undefined, words: string) => {
    const found = lengthOf(name);
    if (found === undefined || expected === undefined || found === expected) return;
    throw new BadInput(`${fileName}, array ${name}: shape [${found}], expected ${expected} integers${words}`);
  };
  expect('indptr', rows + 1, ` for ${rows} rows`);
  expect('indices', lengthOf('data'), ', as many as data');
}

function readShape({ shape, dtype, data }: NpyArray, fileName: string): readonly [number, number] {
  const place = `${fileName}, array shape`;
  if (!isInteger(dtype) || shape.length !== 1 || shape[0] !== 2) {
    throw new BadInput(`${place}: ${dtype} [${shape.join(', ')}], expected two integers`);
  }
  if (data[0] < 0 || data[1] < 0 || data[0] > MAX_SIZE || data[1] > MAX_SIZE) {
    throw new BadInput(`${place}: ${data[0]} x ${data[1]}, expected 0 to ${MAX_SIZE} rows and columns`);
  }
  return [data[0], data[1]];
}

function readValues({ shape, dtype, data }: NpyArray, fileName: string): { values: Values; raw: boolean } {
  const place = `${fileName}, array data`;
  const raw = data instanceof Int16Array;
  if (!raw && !(data instanceof Float32Array) && !(data instanceof Float64Array && dtype === 'float64')) {
    throw new BadInput(`${place}: type ${dtype}, expected int16 raw codes or floats`);
  }
  if (shape.length !== 1) throw new BadInput(`${place}: ${shape.length} axes, expected 1`);
  return { values: data, raw };
}

function readRowStart(
  { shape, dtype, data }: NpyArray,
  rows: number,
  entries: number,
  fileName: string,
): Uint32Array {
  const place = `${fileName}, array indptr`;
  if (!isInteger(dtype) || shape.length !== 1 || data.length !== rows + 1) {
    throw new BadInput(
      `${place}: ${dtype} [${shape.join(', ')}], expected ${rows + 1} integers for ${rows} rows`,
    );
  }
  if (data[0] !== 0) throw new BadInput(`${place}: row 0 starts at entry ${data[0]}, expected 0`);
  for (let row = 0; row < rows; row++) {
    if (data[row + 1] < data[row]) {
      throw new BadInput(
        `${place}: row ${row} runs from entry ${data[row]} to ${data[row + 1]}, expected an end not before its start`,
      );
    }
  }
  if (data[rows] !== entries) {
    throw new BadInput(
      `${place}: the last row ends at entry ${data[rows]}, expected ${entries}, the length of data`,
    );
  }
  return new Uint32Array(data);
}

function readColumns(
  { shape, dtype, data }: NpyArray,
  entries: number,
  rowStart: Uint32Array,
  cols: number,
  fileName: string,
): Uint32Array {
  const place = `${fileName}, array indices`;
  if (!isInteger(dtype) || shape.length !== 1 || data.length !== entries) {
    throw new BadInput(
      `${place}: ${dtype} [${shape.join(', ')}], expected ${entries} integers, as many as data`,
    );
  }
  for (let row = 0, entry = 0; entry < entries; entry++) {
    while (entry >= rowStart[row + 1]) row++;
    if (data[entry] < 0 || data[entry] >= cols) {
      throw new BadInput(
        `${place}: row ${row} has an entry in column ${data[entry]}, expected a column below ${cols}`,
      );
    }
  }
  return new Uint32Array(data);
}

function isInteger(dtype: NpyArray['dtype']): boolean {
  return dtype.startsWith('int') || dtype.startsWith('uint');
}

/** Brings entries `start` to `end` - 1 into ascending column order; values move along. */
function sortRow(columns: Uint32Array, values: Values, start: number, end: number): void {
  let at = start + 1;
  while (at < end && columns[at - 1] <= columns[at]) at++;
  if (at >= end) return;
  const order = Uint32Array.from({ length: end - start }, (_, i) => start + i).sort(
    (a, b) => columns[a] - columns[b] || a - b,
  );
  columns.set(
    order.map((entry) => columns[entry]),
    start,
  );
  const moved = values.slice(start, end);
  order.forEach((entry, i) => {
    moved[i] = values[entry];
  });
  values.set(moved, start);
}

function checkRow(
  columns: Uint32Array,
  values: Values,
  row: number,
  rowStart: Uint32Array,
  fileName: string,
): void {
  for (let entry = rowStart[row]; entry < rowStart[row + 1]; entry++) {
    if (entry > rowStart[row] && columns[entry] === columns[entry - 1]) {
      throw new BadInput(
        `${fileName}: row ${row}, column ${columns[entry]} is stored twice (sum_duplicates() joins them)`,
      );
    }
    if (!Number.isFinite(values[entry])) {
      throw new BadInput(
        `${fileName}: row ${row}, column ${columns[entry]} is ${values[entry]}, expected a finite number`,
      );
    }
  }
}
