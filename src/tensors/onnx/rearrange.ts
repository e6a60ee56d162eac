import type { TensorData } from '../tensor-file.ts';

/** Where a rearranged tensor takes its elements: `from`, plus each index times the stride of its axis. */
export interface Strided {
  readonly shape: readonly number[];
  readonly from: number;
  readonly strides: readonly number[];
}

/** The strides of a tensor in C order. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** The number of elements of a tensor. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The elements that a strided view takes, in C order, in an array of the same kind. */
export function takeStrided(values: TensorData, { shape, from, strides }: Strided): TensorData {
  const taken = arrayLike(values, sizeOf(shape));
  const last = shape.length - 1;
  const length = last < 0 ? 1 : shape[last];
  const step = last < 0 ? 0 : strides[last];
  const index = new Array<number>(Math.max(last, 0)).fill(0);
  for (let to = 0, base = from; to < taken.length; to += length) {
    for (let i = 0; i < length; i++) taken[to + i] = values[base + i * step];
    for (let axis = last - 1; axis >= 0; axis--) {
      base += strides[axis];
      if (++index[axis] < shape[axis]) break;
      base -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return taken;
}

/** The elements of tensors one behind the other along an axis; `shapes` agree on all others. */
export function concatenate(
  parts: readonly TensorData[],
  shapes: readonly (readonly number[])[],
  axis: number,
): TensorData {
  const blocks = shapes.map((shape) => sizeOf(shape.slice(axis)));
  const rounds = sizeOf(shapes[0].slice(0, axis));
  const joined = arrayLike(parts[0], rounds * blocks.reduce((sum, block) => sum + block, 0));
  let to = 0;
  for (let round = 0; round < rounds; round++)
    parts.forEach((part, i) => {
      joined.set(part.subarray(round * blocks[i], (round + 1) * blocks[i]), to);
      to += blocks[i];
    });
  return joined;
}

function arrayLike(values: TensorData, length: number): TensorData {
  return new (values.constructor as new (length: number) => TensorData)(length);
}
