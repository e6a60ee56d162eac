import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { type NpzEntry, writeNpz } from '../../src/tensors/npy/npz.ts';
import { readScipyCsr, type ScipyCsr } from '../../src/tensors/scipy-csr.ts';
import { expectedRecord, fixture, fixturesLike, npyFile } from './fixtures.ts';
import { craftZip } from './zip/crafted-zip.ts';

const readable = fixturesLike(/^csr-(?!duplicates|nan|int32).*\.npz$/);

function plain({ rows, cols, rowStart, columns, values, raw }: ScipyCsr) {
  return { rows, cols, rowStart: [...rowStart], columns: [...columns], values: [...values], raw };
}

const FORMAT = npyFile(`{'descr': '|S3', 'fortran_order': False, 'shape': (), }`, [99, 115, 114]);

interface Parts {
  readonly data?: NpzEntry['data'];
  readonly indices?: NpzEntry['data'];
  readonly indptr?: NpzEntry['data'];
  readonly shape?: NpzEntry['data'];
}

/** A csr file of 2 rows and 4 columns with three entries, some of its arrays replaced. */
function csrFile(parts: Parts = {}): Uint8Array {
  const arrays = {
    data: Float32Array.of(1, 2, 3),
    indices: Int32Array.of(0, 3, 1),
    indptr: Int32Array.of(0, 2, 3),
    shape: Int32Array.of(2, 4),
    ...parts,
  };
  const entries = Object.entries(arrays).map(([name, data]) => ({ name, shape: [data.length], data }));
  return withFormat(entries, FORMAT);
}

function withFormat(entries: readonly NpzEntry[], format: Uint8Array): Uint8Array {
  const files = entries.map((entry) => {
    const file = writeNpz([entry]);
    const start = 30 + entry.name.length + 4;
    const length = new DataView(file.buffer).getUint32(18, true);
    return { name: `${entry.name}.npy`, data: file.subarray(start, start + length) };
  });
  return craftZip([...files, { name: 'format.npy', data: format }]);
}

describe('reading sparse matrices of SciPy', () => {
  it('has fixtures of every readable kind', () => expect(readable.length).toBe(11));

  it.each(readable)('%s holds what SciPy says, columns ascending in every row', (name) => {
    expect(plain(readScipyCsr(fixture(name), name))).toEqual(expectedRecord(name));
  });

  it('keeps the precision of the file', () => {
    expect(readScipyCsr(fixture('csr-float64.npz'), 'a').values).toBeInstanceOf(Float64Array);
    expect(readScipyCsr(fixture('csr-float32.npz'), 'a').values).toBeInstanceOf(Float32Array);
    expect(readScipyCsr(fixture('csr-float16.npz'), 'a').values).toBeInstanceOf(Float32Array);
    expect(readScipyCsr(fixture('csr-int16.npz'), 'a').values).toBeInstanceOf(Int16Array);
  });

  it('keeps explicit zeros as stored entries', () => {
    const { values, columns } = readScipyCsr(fixture('csr-explicit-zeros.npz'), 'a');
    expect([[...columns], [...values]]).toEqual([
      [0, 2, 3],
      [0, 1, 0],
    ]);
  });

  it('sorts any order of the entries of a row, values moving along', () => {
    const row = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const indices = Int32Array.from(rows.flat());
        let entry = 0;
        const indptr = Int32Array.from([0, ...rows.map(({ length }) => (entry += length))]);
        const file = csrFile({
          indices,
          indptr,
          data: indices.slice(),
          shape: Int32Array.of(rows.length, 201),
        });
        expect(() => readScipyCsr(file, 'm.npz')).toThrow('m.npz, array data: type int32');
        const data = Float64Array.from(indices, (column) => column + 0.5);
        const csr = readScipyCsr(
          csrFile({ indices, indptr, data, shape: Int32Array.of(rows.length, 201) }),
          'm.npz',
        );
        const sorted = rows.flatMap((columns) => columns.toSorted((a, b) => a - b));
        expect([...csr.columns]).toEqual(sorted);
        expect([...csr.values]).toEqual(sorted.map((column) => column + 0.5));
        expect([...csr.rowStart]).toEqual([...indptr]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('refusing sparse matrices', () => {
  it.each([
    ['csr-duplicates.npz', /row 1, column 2 is stored twice/],
    ['csr-nan.npz', /row 1, column 5 is NaN, expected a finite number/],
    ['csr-int32.npz', /array data: type int32, expected int16 raw codes or floats/],
    ['csc.npz', /sparse format "csc", expected csr/],
    ['coo.npz', /sparse format "coo", expected csr/],
    ['bsr.npz', /sparse format "bsr", expected csr/],
    ['dia.npz', /sparse format "dia", expected csr/],
    ['lstm.npz', /has no array format, expected a file of scipy\.sparse\.save_npz/],
  ])('refuses %s', (name, message) => {
    expect(() => readScipyCsr(fixture(name), name)).toThrow(BadInput);
    expect(() => readScipyCsr(fixture(name), name)).toThrow(message);
  });

  it.each<[string, Parts, RegExp]>([
    ['infinity', { data: Float32Array.of(1, -Infinity, 3) }, /row 0, column 3 is -Infinity/],
    ['a negative column', { indices: Int32Array.of(0, 3, -1) }, /indices: row 1 has an entry in column -1/],
    [
      'a column beyond the shape',
      { indices: Int32Array.of(0, 4, 1) },
      /row 0 has an entry in column 4, expected a column below 4/,
    ],
    ['too few indices', { indices: Int32Array.of(0, 1) }, /indices: shape \[2\], expected 3 integers/],
    [
      'indices that are floats',
      { indices: Float32Array.of(0, 3, 1) },
      /indices: float32 \[3\], expected 3 integers/,
    ],
    ['a row that ends before it starts', { indptr: Int32Array.of(0, 4, 3) }, /row 1 runs from entry 4 to 3/],
    ['a negative row start', { indptr: Int32Array.of(-1, 2, 3) }, /row 0 starts at entry -1, expected 0/],
    [
      'an indptr that is too long',
      { indptr: Int32Array.of(0, 2, 3, 3) },
      /indptr: shape \[4\], expected 3 integers for 2 rows/,
    ],
    [
      'an indptr that stops early',
      { indptr: Int32Array.of(0, 1, 2) },
      /last row ends at entry 2, expected 3/,
    ],
    ['an indptr that runs over', { indptr: Int32Array.of(0, 1, 4) }, /last row ends at entry 4, expected 3/],
    ['three axes', { shape: Int32Array.of(2, 4, 1) }, /array shape: int32 \[3\], expected two integers/],
    [
      'a shape of floats',
      { shape: Float32Array.of(2, 4) },
      /array shape: float32 \[2\], expected two integers/,
    ],
    ['negative columns', { shape: Int32Array.of(2, -4) }, /2 x -4, expected 0 to 4194304/],
    [
      '67 million rows, however few bytes they take',
      { shape: Int32Array.of(2 ** 26, 8) },
      /67108864 x 8, expected 0 to 4194304/,
    ],
    ['a billion columns', { shape: Int32Array.of(2, 1e9) }, /2 x 1000000000, expected 0 to 4194304/],
    ['bytes', { data: Uint8Array.of(1, 2, 3) }, /type uint8, expected int16 raw codes or floats/],
  ])('refuses %s', (_, parts, message) => {
    const read = () => readScipyCsr(csrFile(parts), 'm.npz');
    expect(read).toThrow(BadInput);
    expect(read).toThrow(message);
    expect(read).toThrow(/^m\.npz[:,]/);
  });

  it('names a format of any length or kind without trusting it', () => {
    const strange = npyFile(`{'descr': '|S3', 'fortran_order': False, 'shape': (), }`, [27, 91, 50]);
    expect(() =>
      readScipyCsr(withFormat([{ name: 'shape', shape: [0], data: new Int32Array(0) }], strange), 'a'),
    ).toThrow('sparse format "\\u001b[2", expected csr');
  });

  it('reads a matrix without rows', () => {
    const none = { data: new Float32Array(0), indices: new Int32Array(0) };
    const csr = readScipyCsr(csrFile({ ...none, indptr: Int32Array.of(0), shape: Int32Array.of(0, 4) }), 'a');
    expect([csr.rows, csr.cols, csr.values.length]).toEqual([0, 4, 0]);
  });
});
