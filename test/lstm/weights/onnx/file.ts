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
export function onnxBytes(graph: FileGraph, opset = 13, functions: readonly string[] = []): Uint8Array {
  return join([
    whole(1, 8),
    text(2, 'a test'),
    part(7, graphFields(graph)),
    part(8, [text(1, ''), whole(2, opset)]),
    ...functions.map((name) => part(25, [text(1, name), text(10, 'mine')])),
  ]);
}

function graphFields({ nodes, tensors = [], integers = {}, inputs = {} }: FileGraph): Uint8Array[] {
  return [
    ...nodes.map((node) => part(1, nodeFields(node))),
    text(2, 'graph'),
    ...tensors.map((tensor) => part(5, tensorFields(tensor))),
    ...Object.entries(integers).map(([name, values]) => part(5, integerFields(name, values))),
    ...Object.entries(inputs).map(([name, sizes]) => part(11, inputFields(name, sizes))),
  ];
}

function nodeFields({ op, inputs = [], outputs = [], name = '', domain = '', attributes = {} }: FileNode) {
  return [
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    text(3, name),
    text(4, op),
    ...Object.entries(attributes).map(([key, value]) => part(5, [text(1, key), ...valueFields(value)])),
    text(7, domain),
  ];
}

function valueFields(value: FileAttribute): Uint8Array[] {
  if (typeof value === 'number') return [whole(3, value), whole(20, 2)];
  if (typeof value === 'string') return [text(4, value), whole(20, 3)];
  if ('nodes' in value) return [part(6, graphFields(value)), whole(20, 5)];
  if ('float' in value) return [key(2, 5), floats([value.float]), whole(20, 1)];
  if ('floats' in value) return [part(7, [floats(value.floats)]), whole(20, 6)];
  const isTexts = typeof value[0] === 'string';
  const each = value.map((one) => (typeof one === 'string' ? text(9, one) : whole(8, one)));
  return [...each, whole(20, isTexts ? 8 : 7)];
}

function tensorFields({ name, dims, data }: FileTensor): Uint8Array[] {
  return [...dims.map((size) => whole(1, size)), whole(2, 1), text(8, name), part(9, [floats(data)])];
}

function integerFields(name: string, values: readonly number[]): Uint8Array[] {
  return [whole(1, values.length), whole(2, 7), ...values.map((value) => whole(7, value)), text(8, name)];
}

function inputFields(name: string, sizes: readonly number[]): Uint8Array[] {
  const dims = sizes.map((size) => part(1, [size === 0 ? text(2, 'open') : whole(1, size)]));
  return [text(1, name), part(2, [part(1, [whole(1, 1), part(2, dims)])])];
}

function floats(values: ArrayLike<number>): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

function text(field: number, value: string): Uint8Array {
  return part(field, [Buffer.from(value)]);
}

function part(field: number, fields: readonly Uint8Array[]): Uint8Array {
  const bytes = join(fields);
  return join([key(field, 2), varint(BigInt(bytes.length)), bytes]);
}

function whole(field: number, value: number): Uint8Array {
  return join([key(field, 0), varint(BigInt.asUintN(64, BigInt(value)))]);
}

function key(field: number, wire: number): Uint8Array {
  return varint(BigInt(field * 8 + wire));
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks));
}
