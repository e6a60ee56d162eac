import { readFileSync } from 'node:fs';

const FOLDER = new URL('../fixtures/numpy/', import.meta.url);

/** The bytes of a file made by scripts/fixtures_numpy.py. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

/** What NumPy says of an array: numbers as they are, infinities and NaN as text. */
interface Described {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | 'inf' | '-inf' | 'nan')[];
}

const lines = new TextDecoder().decode(fixture('expected.jsonl')).trim().split('\n');
const expected = new Map<string, unknown>(lines.map((line) => JSON.parse(line)));

/** Names of all fixtures that hold something readable and match `pattern`. */
export function fixturesLike(pattern: RegExp): readonly string[] {
  return [...expected.keys()].filter((name) => pattern.test(name) && expected.get(name) !== null);
}

/** The array that NumPy wrote to a .npy fixture. */
export function expectedArray(name: string): ReturnType<typeof plainArray> {
  return plainArray(expected.get(name) as Described);
}

/** The arrays that NumPy wrote to a .npz fixture, by name. */
export function expectedArrays(name: string): ReadonlyMap<string, ReturnType<typeof plainArray>> {
  const arrays = Object.entries(expected.get(name) as Record<string, Described>);
  return new Map(arrays.map(([key, array]) => [key, plainArray(array)]));
}

/** Any other description in expected.jsonl. */
export function expectedRecord(name: string): Record<string, unknown> {
  return expected.get(name) as Record<string, unknown>;
}

function plainArray({ dtype, shape, values }: Described) {
  const special = { inf: Infinity, '-inf': -Infinity, nan: Number.NaN };
  return {
    dtype,
    shape,
    values: values.map((value) => (typeof value === 'number' ? value : special[value])),
  };
}

/** An array of ours in the same form. */
export function plainOf(array: { shape: readonly number[]; dtype: string; data: ArrayLike<number> }) {
  return { dtype: array.dtype, shape: array.shape, values: Array.from(array.data) };
}

/** A .npy file with any header and any data. */
export function npyFile(dictionary: string, data: ArrayLike<number> = [], version = 1): Uint8Array {
  const text = new TextEncoder().encode(dictionary);
  const length =
    version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode('NUMPY'),
    version,
    0,
    ...length,
    ...text,
    ...Array.from(data),
  ]);
}

/** A copy of `bytes` with the little-endian 32-bit number at `at` replaced. */
export function patched(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(at, value, true);
  return copy;
}
