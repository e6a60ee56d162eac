import { integerRanges } from '../elements/encode.ts';
import { expandBfloat16, expandFloat16 } from '../elements/float16.ts';
import { bfloat16Pattern, float16Pattern } from '../elements/round-float16.ts';
import { JsonScanner } from '../json-scanner.ts';
import { printableName } from '../named-shape.ts';
import type { Tensor, TensorData, TensorType } from '../tensor-file.ts';
import { readNested } from './nested-numbers.ts';
import type { JsonEntry } from './state-dict.ts';

/**
 * The tensor of an entry: floats rounded to the nearest of its type. Throws BadInput, with line and column,
 * for what is no number, and for one that its type does not hold.
 */
export function readValues(bytes: Uint8Array, entry: JsonEntry, path: string): Tensor {
  const { name, shape, dtype, dataStart } = entry;
  const scanner = new JsonScanner(bytes, `${path}, tensor ${printableName(name)}`);
  scanner.goTo(dataStart);
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, dtype, data: filled(dtype, count, scanner) };
}

function filled(dtype: TensorType, count: number, scanner: JsonScanner): TensorData {
  if (dtype === 'float16') return expandFloat16(fill(new Uint16Array(count), scanner, float16Pattern));
  if (dtype === 'bfloat16') return expandBfloat16(fill(new Uint16Array(count), scanner, bfloat16Pattern));
  const [from, to] = integerRanges[dtype] ?? [-Infinity, Infinity];
  const isInteger = integerRanges[dtype] !== undefined;
  return fill(new arrays[dtype](count), scanner, (value, position) => {
    if (value >= from && value <= to && (!isInteger || Number.isInteger(value))) return value;
    throw scanner.bad(position, `found ${value}, expected ${from} to ${to} for ${dtype}`);
  });
}

/** The typed arrays that hold the types: 64-bit integers are in float64. */
const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: Float64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: Float64Array,
  bool: Uint8Array,
  bytes: Uint8Array,
} as const;

function fill<Words extends TensorData>(
  words: Words,
  scanner: JsonScanner,
  wordOf: (value: number, position: number) => number,
): Words {
  let at = 0;
  readNested(scanner, (value, position) => {
    words[at++] = wordOf(value, position);
  });
  return words;
}
