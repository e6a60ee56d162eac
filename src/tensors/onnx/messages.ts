import { BYTES, FIXED32, FIXED64, messageType, VARINT } from './wire.ts';

// Numbers and kinds of the fields that are read, of github.com/onnx/onnx, onnx.proto.
// Repeated numbers may be packed into bytes or stand one by one.

/** ModelProto: the whole file. */
export const MODEL = messageType('the model', {
  irVersion: [1, VARINT],
  producerName: [2, BYTES],
  producerVersion: [3, BYTES],
  domain: [4, BYTES],
  modelVersion: [5, VARINT],
  docString: [6, BYTES],
  graph: [7, BYTES],
  opsetImport: [8, BYTES],
  metadataProps: [14, BYTES],
  trainingInfo: [20, BYTES],
  functions: [25, BYTES],
});

/** OperatorSetIdProto: which version of a domain's operators the nodes mean. */
export const OPSET = messageType('an opset', { domain: [1, BYTES], version: [2, VARINT] });

/** GraphProto. */
export const GRAPH = messageType('a graph', {
  node: [1, BYTES],
  name: [2, BYTES],
  initializer: [5, BYTES],
  input: [11, BYTES],
  output: [12, BYTES],
  sparseInitializer: [15, BYTES],
});

/** NodeProto. */
export const NODE = messageType('a node', {
  input: [1, BYTES],
  output: [2, BYTES],
  name: [3, BYTES],
  opType: [4, BYTES],
  attribute: [5, BYTES],
  domain: [7, BYTES],
});

/** AttributeProto. */
export const ATTRIBUTE = messageType('an attribute', {
  name: [1, BYTES],
  f: [2, FIXED32],
  i: [3, VARINT],
  s: [4, BYTES],
  t: [5, BYTES],
  g: [6, BYTES],
  floats: [7, FIXED32 | BYTES],
  ints: [8, VARINT | BYTES],
  strings: [9, BYTES],
  tensors: [10, BYTES],
  graphs: [11, BYTES],
  type: [20, VARINT],
  refAttrName: [21, BYTES],
  sparseTensor: [22, BYTES],
});

/** TensorProto. */
export const TENSOR = messageType('a tensor', {
  dims: [1, VARINT | BYTES],
  dataType: [2, VARINT],
  segment: [3, BYTES],
  floatData: [4, FIXED32 | BYTES],
  int32Data: [5, VARINT | BYTES],
  stringData: [6, BYTES],
  int64Data: [7, VARINT | BYTES],
  name: [8, BYTES],
  rawData: [9, BYTES],
  doubleData: [10, FIXED64 | BYTES],
  uint64Data: [11, VARINT | BYTES],
  externalData: [13, BYTES],
  dataLocation: [14, VARINT],
});

/** StringStringEntryProto: a line of the description of external data. */
export const ENTRY = messageType('an entry of external data', { key: [1, BYTES], value: [2, BYTES] });

/** SparseTensorProto: its values, whose name is that of the tensor. */
export const SPARSE = messageType('a sparse tensor', { values: [1, BYTES] });

/** ValueInfoProto: the name and the type of an input or output. */
export const VALUE_INFO = messageType('a declared value', { name: [1, BYTES], type: [2, BYTES] });

/** TypeProto, of which tensors are read. */
export const TYPE = messageType('a type', { tensorType: [1, BYTES] });

/** TypeProto.Tensor. */
export const TENSOR_TYPE = messageType('the type of a tensor', { elemType: [1, VARINT], shape: [2, BYTES] });

/** TensorShapeProto. */
export const SHAPE = messageType('a shape', { dim: [1, BYTES] });

/** TensorShapeProto.Dimension: a size, or the name of one. */
export const DIMENSION = messageType('an axis', { dimValue: [1, VARINT], dimParam: [2, BYTES] });

/** FunctionProto: a model-local operator. */
export const FUNCTION = messageType('a function', { name: [1, BYTES], domain: [10, BYTES] });
