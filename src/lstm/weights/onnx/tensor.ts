import { BadInput } from '../../../errors/bad-input.ts';
import { printableName } from '../../../tensors/named-shape.ts';
import type { ConstantOrigin, OnnxGraph } from '../../../tensors/onnx/onnx-model.ts';
import { isSmallFloat } from '../../../tensors/small-float.ts';
import type { Tensor, TensorFile } from '../../../tensors/tensor-file.ts';
import { type LstmTensor, sameShape, type TensorOrigin } from '../lstm-tensor.ts';

/** Elements of a value that follow each other. */
export interface Block {
  readonly from: number;
  readonly length: number;
}

/** Some of a value of a graph, as a tensor of a layer. */
export interface Part {
  readonly shape: readonly number[];
  /** In the order in which they follow each other in the tensor. */
  readonly blocks: readonly Block[];
  /** What it is called where it is not all of a tensor of the file: `reverse`. */
  readonly label: string;
}

/** A constant of a graph, decoded once for all its parts. */
export interface OnnxConstant {
  readonly graph: OnnxGraph;
  /** Its name in the graph. */
  readonly value: string;
  readonly tensor: Tensor;
  readonly origin: ConstantOrigin | null;
  /** Masks of the tensors of `origin` by their places; null: it has none. */
  readonly masks: readonly (Uint8Array | null)[];
}

/**
 * Decodes a constant, with the masks (`W_mask`) that the file has beside its tensors. Throws BadInput for
 * another type than floats, and for masks that are not of the shape of their tensors or not 0 and 1.
 */
export function readConstant(file: TensorFile, graph: OnnxGraph, value: string, place: string): OnnxConstant {
  const tensor = graph.constant(value);
  if (tensor === null) throw new BadInput(`${place} cannot be read, expected a constant`);
  if (
    !(tensor.data instanceof Float32Array) &&
    !(tensor.data instanceof Float64Array && tensor.dtype === 'float64')
  )
    throw new BadInput(`${place} has type ${tensor.dtype}, expected floats`);
  const origin = graph.origin(value);
  const masks = (origin?.tensors ?? []).map((name) => maskOf(file, name, place));
  return { graph, value, tensor, origin, masks: masks.some((mask) => mask !== null) ? masks : [] };
}

/** A part of a constant with its mask. Throws BadInput, with the element, for NaN and infinity in it. */
export function partOf(file: TensorFile, constant: OnnxConstant, part: Part, place: string): LstmTensor {
  const { tensor, graph, value } = constant;
  const values = gathered(tensor.data as Float32Array | Float64Array, part.blocks);
  const origin = constant.origin && originOf(constant.origin, part);
  const mask = origin && constant.masks.length > 0 ? maskAt(origin, constant.masks) : null;
  for (let i = 0; i < values.length; i++) {
    if (mask?.[i] === 0) values[i] = 0;
    else if (!Number.isFinite(values[i]))
      throw new BadInput(
        `${place} has ${values[i]} in element [${placeIn(tensor.shape, part.blocks, i)}], expected a finite number`,
      );
  }
  const smallFloat = isSmallFloat(tensor.dtype) ? { smallFloat: tensor.dtype } : {};
  const name = nameOf(file, value, origin, part);
  const own = { name, shape: part.shape, values, raw: false, mask, ...smallFloat };
  if (origin === null) return own;
  return { ...own, origin: () => originOf(graph.origin(value) as ConstantOrigin, part) };
}

/** The tensors of the file that a constant is made of, and their masks. */
export function sourceTensors(file: TensorFile, graph: OnnxGraph, value: string): readonly string[] {
  const names = graph.origin(value)?.tensors ?? [];
  return names.flatMap((name) => [name, `${name}_mask`]).filter((name) => file.has(name));
}

function maskOf(file: TensorFile, name: string, place: string): Uint8Array | null {
  const masked = `${name}_mask`;
  if (!file.has(masked)) return null;
  const { shape, data } = file.read(masked);
  const expected = file.shape(name) ?? [];
  const what = `${place} has a mask ${printableName(masked)}`;
  if (!sameShape(shape, expected))
    throw new BadInput(
      `${what} of shape [${shape.join(', ')}], expected [${expected.join(', ')}] as its tensor`,
    );
  const bad = data.findIndex((element) => element !== 0 && element !== 1);
  if (bad >= 0) throw new BadInput(`${what} with ${data[bad]} in element ${bad}, expected 0 or 1`);
  return Uint8Array.from(data);
}

function maskAt({ tensorOf, elements }: TensorOrigin, masks: OnnxConstant['masks']): Uint8Array {
  return Uint8Array.from(elements, (element, i) => masks[tensorOf?.[i] ?? 0]?.[element] ?? 1);
}

function originOf({ tensors, tensorOf, elements }: ConstantOrigin, { blocks }: Part): TensorOrigin {
  return { tensors, tensorOf: tensorOf && gathered(tensorOf, blocks), elements: gathered(elements, blocks) };
}

function gathered<Data extends Float32Array | Float64Array | Uint16Array | Uint32Array>(
  data: Data,
  blocks: readonly Block[],
): Data {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const into = new (data.constructor as new (length: number) => Data)(length);
  let at = 0;
  for (const block of blocks) {
    into.set(data.subarray(block.from, block.from + block.length), at);
    at += block.length;
  }
  return into;
}

/** The name of the one tensor of the file that a part is of, else of its value; labelled unless it is all. */
function nameOf(file: TensorFile, value: string, origin: TensorOrigin | null, { label }: Part): string {
  const used = origin === null ? [] : usedTensors(origin);
  const name = used.length === 1 ? used[0] : value;
  const size = file.shape(name)?.reduce((product, length) => product * length, 1);
  const isAll = used.length === 1 && size === origin?.elements.length;
  return isAll ? name : `${name}[${label}]`;
}

function usedTensors({ tensors, tensorOf }: TensorOrigin): readonly string[] {
  if (tensorOf === null) return tensors.slice(0, 1);
  return [...new Set(tensorOf)].map((place) => tensors[place]);
}

/** The axes of an element of a part in the value that it is of. */
function placeIn(shape: readonly number[], blocks: readonly Block[], element: number): string {
  let before = 0;
  let at = element;
  for (const { from, length } of blocks) {
    if (element >= before && element < before + length) at = from + element - before;
    before += length;
  }
  const axes = [...shape].reverse().map((length) => {
    const axis = at % length;
    at = Math.floor(at / length);
    return axis;
  });
  return axes.reverse().join(', ');
}
