import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../../tensors/named-shape.ts';
import { isSmallFloat, type SmallFloat } from '../../tensors/small-float.ts';
import type { Tensor, TensorFile } from '../../tensors/tensor-file.ts';
import { int8Weights, type NamedArray, refuseAsymmetric, refuseZeroPoint } from './int8-tensor.ts';

/** Named tensors of a file of any format. */
export type StateDict = Omit<TensorFile, 'format'>;

/** One weight or bias of an LSTM as it lies in the file. */
export interface LstmTensor {
  /** Full name in the file. */
  readonly name: string;
  /** Rows and columns, or the length of a bias. */
  readonly shape: readonly number[];
  /** Row-major; 0 in masked-out positions. */
  readonly values: Float32Array | Float64Array | Int16Array;
  /** Whether `values` are int16 fixed-point codes; otherwise they are floats. */
  readonly raw: boolean;
  /** 1 where an entry is stored, 0 where it was pruned; null without a mask. */
  readonly mask: Uint8Array | null;
  /** Of int8 codes: `values` are codes times the scale of their row. Absent: the file has no such codes. */
  readonly scales?: Float64Array;
  /** The floats of 16 bits that the file has. Absent: it has other numbers. */
  readonly smallFloat?: SmallFloat;
  /** Where each value lies in the file. Absent: at its own place in the tensor `name`. */
  readonly origin?: () => TensorOrigin;
}

/** Where the values of a tensor lie in a file whose format orders them otherwise, value by value. */
export interface TensorOrigin {
  /** Names of the tensors in the file. */
  readonly tensors: readonly string[];
  /** For each value the tensor, by its place in `tensors`; null: all are in the first. */
  readonly tensorOf: Uint16Array | null;
  /** For each value its element in that tensor, in C order. */
  readonly elements: Uint32Array;
}

/** The arrays of a file that hold a tensor and, if it has them, its mask and its scale. */
export interface TensorArrays {
  readonly name: string;
  readonly mask: string | null;
  readonly scale: string | null;
}

/**
 * Finds the arrays of the tensor `plain` by their names. Null when the file has none of them. Throws
 * BadInput on halves of a pair.
 */
export function findTensor(
  npz: Pick<StateDict, 'has'>,
  plain: string,
  fileName: string,
): TensorArrays | null {
  const [pruned, masked, scaled] = [`${plain}_orig`, `${plain}_mask`, `${plain}_scale`];
  const refusal = (has: string, but: string) => new BadInput(`${fileName}: has ${printableName(has)} ${but}`);
  const neither = `but no ${printableName(plain)} or ${printableName(pruned)}`;
  const [hasPlain, hasPruned, hasMask] = [npz.has(plain), npz.has(pruned), npz.has(masked)];
  const scale = npz.has(scaled) ? scaled : null;
  if (!hasPlain && !hasPruned && scale !== null) throw refusal(scaled, neither);
  if (!hasPlain && !hasPruned && !hasMask) return null;
  if (hasPlain && hasPruned)
    throw new BadInput(
      `${fileName}: has both ${printableName(plain)} and ${printableName(pruned)}, expected one of them`,
    );
  if (!hasPlain && !hasPruned) throw refusal(masked, neither);
  if (hasPruned && !hasMask) throw refusal(pruned, `but no ${printableName(masked)}`);
  return { name: hasPlain ? plain : pruned, mask: hasMask ? masked : null, scale };
}

/**
 * Reads the tensor `plain` with its mask, if the file has one: `X_orig` with `X_mask` (torch.nn.utils.prune),
 * or plain `X` with or without a mask; int8 codes with their scale `X_scale`. Null when the file has none of
 * them. Throws BadInput on halves of such a pair, on other types, on a mask that is not of the tensor's shape
 * or not 0 and 1, on NaN and infinity and on int8 codes of -128 in stored positions, and on a scale that is
 * no scale.
 */
export function readLstmTensor(npz: StateDict, plain: string, fileName: string): LstmTensor | null {
  const found = findTensor(npz, plain, fileName);
  return found && readTensorArrays(npz, found, plain, fileName);
}

/** Reads a tensor from the arrays that hold it, checked as `readLstmTensor` says it. */
export function readTensorArrays(
  npz: StateDict,
  found: TensorArrays,
  plain: string,
  fileName: string,
): LstmTensor {
  const { name } = found;
  const at = (array: string) => ({
    place: `${fileName}, tensor ${printableName(array)}`,
    array: npz.read(array),
  });
  const codes = at(name);
  const { shape, values, raw, ...held } = readValues(
    codes,
    found.scale === null ? null : at(found.scale),
    plain,
  );
  const mask =
    found.mask === null
      ? null
      : readMask(npz.read(found.mask), shape, `${fileName}, tensor ${printableName(found.mask)}`);
  if (held.scales) refuseAsymmetric(codes, mask);
  if (held.scales && npz.has(`${plain}_zero_point`)) refuseZeroPoint(at(`${plain}_zero_point`));
  mask?.forEach((stored, i) => {
    if (stored === 0) values[i] = 0;
  });
  const tensor = { name, shape, values, raw, mask, ...held };
  checkFinite(tensor, fileName);
  return tensor;
}

function readValues(
  tensor: NamedArray,
  scale: NamedArray | null,
  plain: string,
): Pick<LstmTensor, 'shape' | 'values' | 'raw' | 'scales' | 'smallFloat'> {
  const { place, array } = tensor;
  const { shape, dtype, data } = array;
  if (data instanceof Int8Array) {
    if (shape.length !== 2)
      throw new BadInput(
        `${place}: type int8, expected floats or int16 raw codes, since biases have no scales`,
      );
    if (scale !== null) return { shape, raw: false, ...int8Weights(tensor, scale) };
    throw new BadInput(
      `${place}: type int8 without a scale, expected an array ${printableName(`${plain}_scale`)} beside it`,
    );
  }
  if (scale !== null)
    throw new BadInput(`${scale.place}: stands beside a tensor of type ${dtype}, expected one of int8`);
  const raw = data instanceof Int16Array;
  if (!raw && !(data instanceof Float32Array) && !(data instanceof Float64Array && dtype === 'float64')) {
    throw new BadInput(
      `${place}: type ${dtype}, expected float16, float32, float64, int8 with a scale or int16 raw codes`,
    );
  }
  // An array is decoded anew at each call, so its values are nobody else's.
  return { shape, values: data, raw, ...(isSmallFloat(dtype) ? { smallFloat: dtype } : {}) };
}

function readMask({ shape, data }: Tensor, expected: readonly number[], place: string): Uint8Array {
  if (!sameShape(shape, expected)) {
    throw new BadInput(
      `${place}: shape [${shape.join(', ')}], expected [${expected.join(', ')}] as its tensor`,
    );
  }
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0 || data[i] === 1) continue;
    throw new BadInput(`${place}: ${position(i, shape)} is ${data[i]}, expected 0 or 1`);
  }
  return data instanceof Uint8Array ? data : new Uint8Array(data);
}

function checkFinite({ name, shape, values }: LstmTensor, fileName: string): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new BadInput(
      `${fileName}, tensor ${printableName(name)}: ${position(i, shape)} is ${values[i]}, expected a finite number`,
    );
  }
}

function position(at: number, shape: readonly number[]): string {
  return shape.length === 2 ? `row ${Math.floor(at / shape[1])}, column ${at % shape[1]}` : `element ${at}`;
}

/** Whether two shapes have the same axes. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
