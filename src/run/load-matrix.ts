import type { StoredMatrix } from '../bbs/matrix.ts';
import { nonZeroMask, storedFromCsr, storeEntries } from '../bbs/store.ts';
import { BadInput } from '../errors/bad-input.ts';
import { type NumberFormat, noSaturations, type Saturations, saturate, toCode } from '../num/fixed.ts';
import { refuseForeignArrays } from '../tensors/foreign-arrays.ts';
import { type NpyArray, readNpy } from '../tensors/npy/npy.ts';
import { readScipyCsr } from '../tensors/scipy-csr.ts';
import type { FileBytes } from './load-model.ts';

/** A matrix and a vector as the hardware holds them, and what was cut on the way. */
export interface SpmvOperands {
  readonly matrix: StoredMatrix;
  readonly x: Int16Array;
  readonly saturations: Saturations;
}

/** Zip files, and so .npz, begin with these bytes. */
const ZIP_MAGIC = [0x50, 0x4b];

/** Sums of this many products of 16 bits are exact in double precision. */
const MOST_COLUMNS = 2 ** 22;

/**
 * Reads the operands of an SpMV: a SciPy CSR .npz (explicit zeros are stored) or a dense .npy
 * (zeros are not), and a vector .npy; int16 raw codes or floats. Throws BadInput, naming file,
 * row and column, on anything else.
 */
export function loadSpmvOperands(
  matrixFile: FileBytes,
  vectorFile: FileBytes,
  format: NumberFormat,
): SpmvOperands {
  const saturations = noSaturations();
  const matrix = readMatrix(matrixFile, format, saturations);
  if (matrix.cols > MOST_COLUMNS) {
    throw new BadInput(`${matrixFile.path}: ${matrix.cols} columns, expected at most ${MOST_COLUMNS}`);
  }
  const x = readVector(vectorFile, matrix.cols, matrixFile.path, format, saturations);
  return { matrix, x, saturations };
}

function readMatrix(
  { path, bytes }: FileBytes,
  format: NumberFormat,
  saturations: Saturations,
): StoredMatrix {
  refuseForeignArrays(bytes, path, 'a .npz of SciPy or a .npy file');
  if (ZIP_MAGIC.every((byte, i) => bytes[i] === byte)) {
    return storedFromCsr(path, readScipyCsr(bytes, path), format, saturations);
  }
  const array = readNpy(bytes, path);
  if (array.shape.length !== 2) {
    throw new BadInput(`${path}: shape [${array.shape.join(', ')}], expected a matrix [rows, columns]`);
  }
  const [rows, cols] = array.shape;
  const { values, raw } = codesOrReals(array, path);
  refuseNonFinite(values, cols, path);
  const dense = { tensor: path, rows, cols, values, raw, mask: null };
  return storeEntries(dense, nonZeroMask(dense), format, saturations);
}

function readVector(
  { path, bytes }: FileBytes,
  cols: number,
  matrixPath: string,
  format: NumberFormat,
  saturations: Saturations,
): Int16Array {
  refuseForeignArrays(bytes, path, 'a .npy file');
  const array = readNpy(bytes, path);
  if (array.shape.length !== 1 || array.shape[0] !== cols) {
    throw new BadInput(
      `${path}: shape [${array.shape.join(', ')}], expected [${cols}]: ${matrixPath} has ${cols} columns`,
    );
  }
  const { values, raw } = codesOrReals(array, path);
  refuseNonFinite(values, 0, path);
  if (raw) refuseWideCodes(values, format.bits, path);
  return Int16Array.from(values, (value) =>
    raw ? value : saturate(toCode(value, format.fractionBits), format.bits, saturations, 'input'),
  );
}

function codesOrReals(
  { dtype, data }: NpyArray,
  path: string,
): { values: Float32Array | Float64Array | Int16Array; raw: boolean } {
  if (dtype === 'int16') return { values: data as Int16Array, raw: true };
  if (dtype.startsWith('float')) return { values: data as Float32Array | Float64Array, raw: false };
  throw new BadInput(`${path}: type ${dtype}, expected int16 raw codes or floats`);
}

function refuseNonFinite(values: ArrayLike<number>, cols: number, path: string): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    const place = cols > 0 ? `row ${Math.floor(i / cols)}, column ${i % cols}` : `element ${i}`;
    throw new BadInput(`${path}: ${place} is ${values[i]}, expected a finite number`);
  }
}

function refuseWideCodes(values: ArrayLike<number>, bits: number, path: string): void {
  const limit = 2 ** (bits - 1);
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= -limit && values[i] < limit) continue;
    throw new BadInput(
      `${path}: element ${i} is the raw code ${values[i]}, expected ${-limit} to ${limit - 1} (${bits} bits)`,
    );
  }
}
