import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import type { Companions, Tensor, TensorType } from '../tensor-file.ts';
import { floatOf, floatsOf, intOf, intsOf, tensorSpan } from './attributes.ts';
import { type InputFile, inputHead } from './input-files.ts';
import type { FileNode } from './node.ts';
import { readTensor, tensorLayout } from './tensor-data.ts';
import { readTensorHead, type TensorHead } from './tensor-head.ts';
import { type Source, type Span, wholeFile } from './wire.ts';

/** A tensor of the file: an initialiser, a Constant, or an input whose values lie in a .pb file. */
export interface Leaf {
  /** By which the file lists it. */
  readonly name: string;
  /** What its graph calls it. */
  readonly value: string;
  readonly graphPath: string;
  readonly span: Span;
  /** The Constant that gives it; null: no node does. */
  readonly node: FileNode | null;
  readonly holds: LeafHolder;
  /** Type and shape. Throws BadInput for what cannot be read. */
  layout(): { readonly dtype: TensorType; readonly shape: readonly number[] };
  /** Decodes it, anew at each call. Throws BadInput for damage. */
  read(): Tensor;
  /** The tensor, where its values lie outside the model; null: they are in it. */
  external(): TensorHead | null;
}

/** What holds the values of a leaf. */
export type LeafHolder = 'initialiser' | 'constant' | 'file';

/** What is known of a leaf before it is looked into. */
export type LeafNames = Pick<Leaf, 'name' | 'value' | 'graphPath'>;

/** The start of messages about a leaf. */
function placeOf({ path }: Source, { name }: LeafNames): string {
  return `${path}, tensor ${printableName(name)}`;
}

/** A leaf that is an initialiser. */
export function tensorLeaf(names: LeafNames, head: TensorHead, companions: Companions): Leaf {
  const place = () => placeOf(head.source, names);
  return {
    ...names,
    holds: 'initialiser',
    span: head.span,
    node: null,
    layout: () => ({ dtype: tensorLayout(head, companions, place()).dtype, shape: head.dims }),
    read: () => readTensor(head, companions, place()),
    external: () => (head.isExternal ? head : null),
  };
}

/** A leaf that is an input of the model whose values lie in a file of their own. */
export function fileLeaf(names: LeafNames, file: InputFile, companions: Companions): Leaf {
  // Whether it is a tensor at all is asked only when it is used: inputs that nobody needs may be sequences.
  const inFile = () => tensorLeaf(names, inputHead(file), companions);
  return {
    ...names,
    holds: 'file',
    span: wholeFile(file.source),
    node: null,
    layout: () => inFile().layout(),
    read: () => inFile().read(),
    external: () => null,
  };
}

/** A leaf that is the output of a Constant node. */
export function constantLeaf(names: LeafNames, source: Source, node: FileNode, companions: Companions): Leaf {
  const place = () => placeOf(source, names);
  return {
    ...names,
    holds: 'constant',
    span: node.span,
    node,
    layout: () => {
      const tensor = tensorOfConstant(source, node, place());
      if (tensor !== null)
        return { dtype: tensorLayout(tensor, companions, place()).dtype, shape: tensor.dims };
      const { dtype, shape } = plainTensor(source, node, place());
      return { dtype, shape };
    },
    read: () => {
      const tensor = tensorOfConstant(source, node, place());
      return tensor === null ? plainTensor(source, node, place()) : readTensor(tensor, companions, place());
    },
    external: () => {
      const tensor = tensorOfConstant(source, node, place());
      return tensor?.isExternal ? tensor : null;
    },
  };
}

/** The tensor that a Constant has as its `value`; null: plain numbers. Throws BadInput for an empty one. */
export function tensorOfConstant(source: Source, node: FileNode, place: string): TensorHead | null {
  const attribute = node.attribute('value');
  if (attribute === null) return null;
  const span = tensorSpan(source, attribute);
  if (span === null) throw new BadInput(`${place}: its Constant has an empty value, expected a tensor`);
  return readTensorHead(source, span);
}

function plainTensor(source: Source, node: FileNode, place: string): Tensor {
  const of = <T>(name: string, read: (source: Source, attribute: Span) => T): T | null => {
    const attribute = node.attribute(name);
    return attribute === null ? null : read(source, attribute);
  };
  const float = of('value_float', floatOf);
  if (float !== null) return { shape: [], dtype: 'float32', data: Float32Array.of(float) };
  const floats = of('value_floats', floatsOf);
  if (floats !== null) return { shape: [floats.length], dtype: 'float32', data: Float32Array.from(floats) };
  const int = of('value_int', intOf);
  if (int !== null) return { shape: [], dtype: 'int64', data: Float64Array.of(int) };
  const ints = of('value_ints', intsOf);
  if (ints !== null) return { shape: [ints.length], dtype: 'int64', data: Float64Array.from(ints) };
  throw new BadInput(
    `${place}: its Constant has no value, value_float(s) or value_int(s), expected one: strings and sparse tensors are not read`,
  );
}
