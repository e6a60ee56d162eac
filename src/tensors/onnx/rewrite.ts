import { BadInput } from '../../errors/bad-input.ts';
import { encodeElements } from '../elements/encode.ts';
import { joinedBytes } from '../joined-bytes.ts';
import { printableName } from '../named-shape.ts';
import type { Companions, NamedTensor, Tensor, TensorChanges } from '../tensor-file.ts';
import { type Leaf, tensorOfConstant } from './leaf.ts';
import {
  ATTRIBUTE,
  DIMENSION,
  GRAPH,
  NODE,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './messages.ts';
import { type ReadModel, readModel } from './read-model.ts';
import type { ScopedGraph } from './scoped-graph.ts';
import { type Edit, fieldBytes, splice } from './splice.ts';
import { numberOfType } from './tensor-data.ts';
import { type Source, type Span, walk } from './wire.ts';

/** The fields of a tensor that hold its values, or say where they lie. */
const DATA: ReadonlySet<number> = new Set([
  TENSOR.floatData,
  TENSOR.int32Data,
  TENSOR.stringData,
  TENSOR.int64Data,
  TENSOR.rawData,
  TENSOR.doubleData,
  TENSOR.uint64Data,
  TENSOR.externalData,
  TENSOR.dataLocation,
]);

/** Since this version of the format an initialiser need not be an input of its graph. */
const FREE_INITIALISERS = 4;

/** No message of a protocol buffer is longer. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * The bytes of a model with changes: every other byte as it was, but for the lengths of the messages around.
 * New values stand in the model as raw_data, also those that lay outside; those of an input beside the model
 * become its default. A new tensor whose name begins with that of a tensor goes into the graph of that one.
 * The changes are those that `refuseWrongChanges` lets
 * through. Throws BadInput for tensors of another type, for names of other values, and beyond 2 GiB.
 */
export function rewriteModel(
  source: Source,
  companions: Companions,
  changes: TensorChanges,
): Uint8Array<ArrayBuffer> {
  const read = readModel(source, companions);
  const edits: Edit[] = [];
  for (const [name, tensor] of changes.replaced) {
    const leaf = read.leaves.get(name);
    if (leaf !== undefined) edits.push(...replacing(read, leaf, tensor));
  }
  for (const tensor of changes.added) edits.push(...adding(read, tensor));
  const bytes = edits.reduce((sum, edit) => sum + edit.bytes.length, source.bytes.length);
  if (bytes > MOST_BYTES)
    throw new BadInput(
      `${source.path}: takes ${bytes} bytes with new values, expected at most ${MOST_BYTES}`,
    );
  return splice(source.bytes, edits);
}

/** The edits that give a tensor other values. */
function replacing({ source, graphs }: ReadModel, leaf: Leaf, tensor: Tensor): readonly Edit[] {
  const place = `${source.path}, tensor ${printableName(leaf.name)}`;
  checkType(leaf, tensor, place);
  if (tensor.data.length === 0) return [];
  const raw = encodeElements(tensor.dtype, tensor.data, place);
  if (leaf.holds === 'file')
    return [atEnd(graphs[0], GRAPH.initializer, tensorBytes(leaf.value, tensor, place))];
  const constant = leaf.node === null ? null : tensorOfConstant(source, leaf.node, place);
  const span = leaf.node === null ? leaf.span : constant?.span;
  if (span !== undefined) return newValues(source, span, raw);
  return plainConstant(leaf, tensorBytes('', tensor, place));
}

function checkType(leaf: Leaf, { dtype }: Tensor, place: string): void {
  const was = leaf.layout().dtype;
  if (was !== dtype)
    throw new BadInput(`${place}: is to become ${dtype}, expected ${was}, which the nodes of the model read`);
}

/** The first field with values becomes raw_data, the others go. */
function newValues(source: Source, span: Span, raw: Uint8Array): readonly Edit[] {
  const edits: Edit[] = [];
  walk(source, span, TENSOR, ({ number, keyAt, end }) => {
    if (!DATA.has(number)) return;
    const bytes = edits.length === 0 ? fieldBytes(TENSOR.rawData, raw) : new Uint8Array(0);
    edits.push({ within: span, start: keyAt, end, bytes });
  });
  return edits;
}

/** A Constant of plain numbers gets a tensor as its value. */
function plainConstant({ node }: Leaf, tensor: Uint8Array): readonly Edit[] {
  const names = ['value_float', 'value_floats', 'value_int', 'value_ints'];
  const span = names.map((name) => node?.attribute(name) ?? null).find((found) => found !== null);
  return span ? [{ within: span, start: span.start, end: span.end, bytes: valueAttribute(tensor) }] : [];
}

/** The content of an attribute `value` that is a tensor. */
function valueAttribute(tensor: Uint8Array): Uint8Array {
  const isTensor = 4;
  return joinedBytes([
    fieldBytes(ATTRIBUTE.name, 'value'),
    fieldBytes(ATTRIBUTE.t, tensor),
    fieldBytes(ATTRIBUTE.type, isTensor),
  ]);
}

/** The content of a TensorProto. */
function tensorBytes(name: string, { shape, dtype, data }: Tensor, place: string): Uint8Array {
  return joinedBytes([
    ...shape.map((size) => fieldBytes(TENSOR.dims, size)),
    fieldBytes(TENSOR.dataType, numberOfType(dtype)),
    ...(name === '' ? [] : [fieldBytes(TENSOR.name, name)]),
    fieldBytes(TENSOR.rawData, encodeElements(dtype, data, place)),
  ]);
}

/** A field at the end of a graph. */
function atEnd({ span }: ScopedGraph, number: number, content: Uint8Array): Edit {
  return { within: span, start: span.end, end: span.end, bytes: fieldBytes(number, content) };
}

/** The edits that add a tensor. */
function adding({ source, irVersion, graphs, leaves }: ReadModel, tensor: NamedTensor): readonly Edit[] {
  const place = `${source.path}, tensor ${printableName(tensor.name)}`;
  const owner = ownerOf(tensor.name, leaves);
  const value = owner === null ? tensor.name : owner.value + tensor.name.slice(owner.name.length);
  const graph = graphs.find(({ path }) => path === (owner?.graphPath ?? '')) ?? graphs[0];
  if (value === '' || graph.find(value) !== null)
    throw new BadInput(`${place}: is to be added, but the model has a value of this name`);
  if (numberOfType(tensor.dtype) === 0)
    throw new BadInput(`${place}: is of type ${tensor.dtype}, which tensors of a model do not have`);
  if (irVersion < FREE_INITIALISERS && graph.outer !== null)
    return [addedConstant(graph, value, tensor, place)];
  const initialiser = atEnd(graph, GRAPH.initializer, tensorBytes(value, tensor, place));
  return irVersion < FREE_INITIALISERS ? [initialiser, addedInput(graph, value, tensor)] : [initialiser];
}

/** A Constant for a graph that may have no initialisers, since nothing gives its inputs. */
function addedConstant(graph: ScopedGraph, value: string, tensor: Tensor, place: string): Edit {
  const node = [
    fieldBytes(NODE.output, value),
    fieldBytes(NODE.opType, 'Constant'),
    fieldBytes(NODE.attribute, valueAttribute(tensorBytes('', tensor, place))),
  ];
  return atEnd(graph, GRAPH.node, joinedBytes(node));
}

/** The input that an initialiser of an old model is the default of. */
function addedInput(graph: ScopedGraph, value: string, { shape, dtype }: Tensor): Edit {
  const axes = shape.map((size) => fieldBytes(SHAPE.dim, fieldBytes(DIMENSION.dimValue, size)));
  const type = [
    fieldBytes(TENSOR_TYPE.elemType, numberOfType(dtype)),
    fieldBytes(TENSOR_TYPE.shape, joinedBytes(axes)),
  ];
  const input = [
    fieldBytes(VALUE_INFO.name, value),
    fieldBytes(VALUE_INFO.type, fieldBytes(TYPE.tensorType, joinedBytes(type))),
  ];
  return atEnd(graph, GRAPH.input, joinedBytes(input));
}

/** The tensor with the longest name with which another begins; null: there is none. */
function ownerOf(name: string, leaves: ReadonlyMap<string, Leaf>): Leaf | null {
  for (let length = name.length - 1; length > 0; length--) {
    const leaf = leaves.get(name.slice(0, length));
    if (leaf !== undefined) return leaf;
  }
  return null;
}
