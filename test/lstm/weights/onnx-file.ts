/** A tensor of float32 values. */
export interface FileTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}

/** An attribute: a whole number, a text, lists of them, or a body. Real numbers stand in `{ float }`. */
export type FileAttribute =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | FileGraph;

/** A node: `['Squeeze', ['y'], ['x']]`, with a name and attributes. */
export interface FileNode {
  readonly op: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, FileAttribute>>;
}

/** A graph with its tensors and inputs, whose sizes of 0 are open. */
export interface FileGraph {
  readonly nodes: readonly FileNode[];
  readonly tensors?: readonly FileTensor[];
  readonly integers?: Readonly<Record<string, readonly number[]>>;
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
}

/** The bytes of an ONNX model, field by field as onnx.proto numbers them. */
export function onnxBytes(graph: FileGraph, opset = 13): Uint8Array {
  return Uint8Array.from([
    ...whole(1, 8),
    ...text(2, 'a test'),
    ...part(7, graphBytes(graph)),
    ...part(8, [...text(1, ''), ...whole(2, opset)]),
  ]);
}

function graphBytes({ nodes, tensors = [], integers = {}, inputs = {} }: FileGraph): number[] {
  return [
    ...nodes.flatMap((node) => part(1, nodeBytes(node))),
    ...text(2, 'graph'),
    ...tensors.flatMap((tensor) => part(5, tensorBytes(tensor))),
    ...Object.entries(integers).flatMap(([name, values]) => part(5, integerBytes(name, values))),
    ...Object.entries(inputs).flatMap(([name, sizes]) => part(11, inputBytes(name, sizes))),
  ];
}

function nodeBytes({ op, inputs = [], outputs = [], name = '', domain = '', attributes = {} }: FileNode) {
  return [
    ...inputs.flatMap((input) => text(1, input)),
    ...outputs.flatMap((output) => text(2, output)),
    ...text(3, name),
    ...text(4, op),
    ...Object.entries(attributes).flatMap(([key, value]) => part(5, [...text(1, key), ...valueBytes(value)])),
    ...text(7, domain),
  ];
}

function valueBytes(value: FileAttribute): number[] {
  if (typeof value === 'number') return [...whole(3, value), ...whole(20, 2)];
  if (typeof value === 'string') return [...text(4, value), ...whole(20, 3)];
  if ('nodes' in value) return [...part(6, graphBytes(value)), ...whole(20, 5)];
  if ('float' in value) return [...key(2, 5), ...floatBytes([value.float]), ...whole(20, 1)];
  if ('floats' in value) return [...part(7, floatBytes(value.floats)), ...whole(20, 6)];
  const isTexts = typeof value[0] === 'string';
  const each = value.flatMap((one) => (typeof one === 'string' ? text(9, one) : whole(8, one)));
  return [...each, ...whole(20, isTexts ? 8 : 7)];
}

function tensorBytes({ name, dims, data }: FileTensor): number[] {
  return [
    ...dims.flatMap((size) => whole(1, size)),
    ...whole(2, 1),
    ...text(8, name),
    ...part(9, floatBytes(data)),
  ];
}

function integerBytes(name: string, values: readonly number[]): number[] {
  return [
    ...whole(1, values.length),
    ...whole(2, 7),
    ...values.flatMap((v) => whole(7, v)),
    ...text(8, name),
  ];
}

function inputBytes(name: string, sizes: readonly number[]): number[] {
  const dims = sizes.flatMap((size) => part(1, size === 0 ? text(2, 'open') : whole(1, size)));
  return [...text(1, name), ...part(2, part(1, [...whole(1, 1), ...part(2, dims)]))];
}

function floatBytes(values: ArrayLike<number>): number[] {
  return [...new Uint8Array(Float32Array.from(values).buffer)];
}

const encoder = new TextEncoder();

function text(field: number, value: string): number[] {
  return part(field, [...encoder.encode(value)]);
}

function part(field: number, bytes: readonly number[]): number[] {
  return [...key(field, 2), ...varint(BigInt(bytes.length)), ...bytes];
}

function whole(field: number, value: number): number[] {
  return [...key(field, 0), ...varint(BigInt.asUintN(64, BigInt(value)))];
}

function key(field: number, wire: number): number[] {
  return varint(BigInt(field * 8 + wire));
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
}
