import { MOST_TENSORS, type NamedShape } from '../named-shape.ts';
import { type Field, fieldsOf, varint } from './protobuf.ts';

/** Numbers of the fields in onnx.proto. */
const MODEL = { irVersion: 1, graph: 7 };
const GRAPH = { initializer: 5 };
const TENSOR = { dims: 1, name: 8 };

/**
 * The initializers of an ONNX model, which hold its weights; null when the bytes are none. Source:
 * github.com/onnx/onnx, onnx.proto.
 */
export function onnxIn(bytes: Uint8Array): readonly NamedShape[] | null {
  // ir_version comes first in all that is written: anything else is refused without a walk.
  if (bytes[0] !== 0x08) return null;
  const model = fieldsOf(bytes);
  const graph = model?.find(({ number, value }) => number === MODEL.graph && typeof value !== 'number');
  if (model?.[0].number !== MODEL.irVersion || graph === undefined) return null;
  const fields = messageOf(graph);
  return (fields ?? [])
    .filter(({ number }) => number === GRAPH.initializer)
    .slice(0, MOST_TENSORS)
    .map(tensorOf);
}

function tensorOf(field: Field): NamedShape {
  const fields = messageOf(field) ?? [];
  const name = fields.find(({ number }) => number === TENSOR.name)?.value;
  const dims = fields.filter(({ number }) => number === TENSOR.dims).map(({ value }) => value);
  return {
    name: name instanceof Uint8Array ? new TextDecoder().decode(name) : '',
    shape: dims.flatMap((value) => (typeof value === 'number' ? [value] : packed(value))),
  };
}

function messageOf({ value }: Field): readonly Field[] | null {
  return typeof value === 'number' ? null : fieldsOf(value);
}

/** Repeated numbers in one field. */
function packed(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const read = varint(bytes, at);
    if (read === null) return values;
    values.push(read.value);
    at = read.end;
  }
  return values;
}
