import { describe, expect, it } from 'vitest';
import { decodeElements, elementBytes } from '../../../src/tensors/elements/elements.ts';
import { encodeElements } from '../../../src/tensors/elements/encode.ts';
import type { TensorType } from '../../../src/tensors/tensor-file.ts';
import { refusal } from '../../config/refusal.ts';

const most = Number.MAX_SAFE_INTEGER;

/** Values that use the whole range of a type. */
const values: readonly (readonly [TensorType, readonly number[]])[] = [
  ['float16', [0, -0, 1.5, -65504, 2 ** -24, Infinity]],
  ['bfloat16', [0, -0, 1.5, -(2 ** 127), 2 ** -133, Infinity]],
  ['float32', [0, -0, Math.fround(0.1), -(2 ** 127), 2 ** -149, Infinity]],
  ['float64', [0, -0, 0.1, -Number.MAX_VALUE, Number.MIN_VALUE, Infinity]],
  ['int8', [0, -128, 127]],
  ['int16', [0, -(2 ** 15), 2 ** 15 - 1]],
  ['int32', [0, -(2 ** 31), 2 ** 31 - 1]],
  ['int64', [0, -1, -most, most, 2 ** 32, -(2 ** 32)]],
  ['uint8', [0, 255]],
  ['uint16', [0, 2 ** 16 - 1]],
  ['uint32', [0, 2 ** 32 - 1]],
  ['uint64', [0, most, 2 ** 32]],
  ['bool', [0, 1, 1]],
];

describe.each(values)('elements of type %s', (dtype, numbers) => {
  const data = Float64Array.from(numbers);

  it.each([true, false])('come back from their bytes, little endian %s', (littleEndian) => {
    const bytes = encodeElements(dtype, data, 'x', { littleEndian });
    expect(bytes.length).toBe(numbers.length * elementBytes[dtype]);
    // Behind one byte, where no wide element may begin in memory.
    const shifted = Uint8Array.from([7, ...bytes]).subarray(1);
    const read = decodeElements(dtype, shifted, { littleEndian, place: 'x' });
    expect(Array.from(read)).toEqual(numbers);
  });

  it('have the other order of bytes where asked for', () => {
    const [little, big] = [true, false].map((littleEndian) =>
      encodeElements(dtype, data, 'x', { littleEndian }),
    );
    for (let at = 0; at < little.length; at += elementBytes[dtype]) {
      const [one, other] = [little, big].map((bytes) =>
        Array.from(bytes.subarray(at, at + elementBytes[dtype])),
      );
      expect(one).toEqual(other.reverse());
    }
  });
});

it('int16 codes lie low byte first', () => {
  expect(Array.from(encodeElements('int16', Int16Array.of(0x1234, -1), 'x'))).toEqual([0x34, 0x12, 255, 255]);
});

it.each([
  ['int8', 128, '-128 to 127'],
  ['int16', 0.5, '-32768 to 32767'],
  ['uint64', -1, '0 to 9007199254740991'],
  ['int32', Number.NaN, '-2147483648 to 2147483647'],
  ['bool', 2, '0 to 1'],
] as const)('%s does not hold %d', (dtype, value, range) => {
  expect(refusal(() => encodeElements(dtype, Float64Array.of(0, value), 'w, tensor a'))).toBe(
    `w, tensor a: element 1 is ${value}, expected ${range} for ${dtype}`,
  );
});

it('64-bit integers that float64 does not hold are refused as they are', () => {
  const wide = (value: bigint) => new Uint8Array(BigInt64Array.of(0n, value).buffer);
  expect(refusal(() => decodeElements('int64', wide(-(2n ** 53n)), { littleEndian: true, place: 'w' }))).toBe(
    'w: element 1 is -9007199254740992, expected an integer within +-(2^53 - 1)',
  );
  expect(refusal(() => decodeElements('uint64', wide(-1n), { littleEndian: true, place: 'w' }))).toContain(
    'is 18446744073709551615,',
  );
});

it('booleans are 0 or 1', () => {
  expect(
    refusal(() => decodeElements('bool', Uint8Array.of(1, 0, 3), { littleEndian: true, place: 'w' })),
  ).toBe('w: boolean element 2 is byte 3, expected 0 or 1');
});
