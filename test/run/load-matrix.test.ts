import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { loadSpmvOperands } from '../../src/run/load-matrix.ts';
import { type WritableData, writeNpy } from '../../src/tensors/npy/npy-write.ts';
import { fixture } from '../tensors/fixtures.ts';

const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };

const npy = (path: string, shape: number[], data: WritableData) => ({ path, bytes: writeNpy(shape, data) });
const floats = (path: string, shape: number[], ...values: number[]) =>
  npy(path, shape, Float64Array.from(values));
const x = (...values: number[]) => floats('x.npy', [values.length], ...values);
const scipy = (name: string) => ({ path: name, bytes: fixture(name) });

describe('a dense .npy matrix', () => {
  it('stores what is not zero, as codes of the format', () => {
    const { matrix, x: vector } = loadSpmvOperands(
      floats('a.npy', [2, 3], 0, 0.5, 0, -1, 0, 2),
      x(1, 2, -0.25),
      format,
    );
    expect(matrix).toMatchObject({ tensor: 'a.npy', rows: 2, cols: 3 });
    expect([...matrix.rowStart]).toEqual([0, 1, 3]);
    expect([...matrix.columns]).toEqual([1, 0, 2]);
    expect([...matrix.codes]).toEqual([2048, -4096, 8192]);
    expect([...vector]).toEqual([4096, 8192, -1024]);
  });

  it('is taken as it is when it holds int16 raw codes, and so is the vector', () => {
    const { matrix, x: vector } = loadSpmvOperands(
      npy('a.npy', [1, 3], Int16Array.from([0, -32768, 7])),
      npy('x.npy', [3], Int16Array.from([1, 2, 32767])),
      format,
    );
    expect([...matrix.codes]).toEqual([-32768, 7]);
    expect([...vector]).toEqual([1, 2, 32767]);
  });

  it('keeps a weight that rounds to the code zero: stored is a matter of position', () => {
    const { matrix } = loadSpmvOperands(floats('a.npy', [1, 2], 0.00001, 0), x(1, 1), format);
    expect([...matrix.columns]).toEqual([0]);
    expect([...matrix.codes]).toEqual([0]);
  });

  it('is cut to the range of W bits, and the cuts of matrix and vector counted apart', () => {
    const { saturations } = loadSpmvOperands(floats('a.npy', [1, 2], 9, -9), x(8, 7), format);
    expect(saturations).toMatchObject({ weight: 2, input: 1 });
  });
});

describe('a SciPy .npz matrix', () => {
  it('stores every entry, explicit zeros too', () => {
    const { matrix } = loadSpmvOperands(scipy('csr-explicit-zeros.npz'), x(0, 0, 0, 0), format);
    expect([...matrix.codes]).toContain(0);
    expect(matrix.rowStart[matrix.rows]).toBe(matrix.codes.length);
  });

  it('is refused when an entry is given twice', () => {
    expect(() => loadSpmvOperands(scipy('csr-duplicates.npz'), x(0, 0, 0, 0, 0, 0), format)).toThrow(
      BadInput,
    );
  });
});

describe('operands that are refused', () => {
  const square = floats('a.npy', [2, 2], 1, 2, 3, 4);
  it.each([
    {
      what: 'a cube',
      a: floats('a.npy', [1, 1, 1], 1),
      v: x(1),
      message: 'a.npy: shape [1, 1, 1], expected a matrix [rows, columns]',
    },
    {
      what: 'a vector of another length',
      a: square,
      v: x(1, 2, 3),
      message: 'x.npy: shape [3], expected [2]: a.npy has 2 columns',
    },
    {
      what: 'a matrix for a vector',
      a: square,
      v: floats('x.npy', [1, 2], 1, 2),
      message: 'x.npy: shape [1, 2], expected [2]: a.npy has 2 columns',
    },
    {
      what: 'NaN in the matrix',
      a: floats('a.npy', [2, 2], 1, 2, Number.NaN, 4),
      v: x(1, 2),
      message: 'a.npy: row 1, column 0 is NaN, expected a finite number',
    },
    {
      what: 'an infinity in the vector',
      a: square,
      v: x(1, Number.POSITIVE_INFINITY),
      message: 'x.npy: element 1 is Infinity, expected a finite number',
    },
    {
      what: '32-bit integers',
      a: npy('a.npy', [1, 2], Int32Array.from([1, 2])),
      v: x(1, 2),
      message: 'a.npy: type int32, expected int16 raw codes or floats',
    },
  ])('$what', ({ a, v, message }) => {
    expect(() => loadSpmvOperands(a, v, format)).toThrow(new BadInput(message));
  });

  it('raw codes that do not fit in W bits', () => {
    const narrow = { bits: 8, fractionBits: 4, accumulatorBits: 24 };
    const codes = npy('x.npy', [2], Int16Array.from([127, -129]));
    expect(() => loadSpmvOperands(square, codes, narrow)).toThrow(
      new BadInput('x.npy: element 1 is the raw code -129, expected -128 to 127 (8 bits)'),
    );
    const matrix = npy('a.npy', [1, 2], Int16Array.from([0, 128]));
    expect(() => loadSpmvOperands(matrix, x(1, 2), narrow)).toThrow(
      /a\.npy: row 0, column 1 is the raw code 128/,
    );
  });

  it('text', () => {
    const text = { path: 'a.txt', bytes: new TextEncoder().encode('1 2\n3 4\n') };
    expect(() => loadSpmvOperands(text, x(1, 2), format)).toThrow(BadInput);
  });
});
