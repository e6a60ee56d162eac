import type { TensorType } from '../tensor-file.ts';

/** The element types of storages, by the names of their classes in module `torch`. */
export const storageTypes: ReadonlyMap<string, TensorType> = new Map([
  ['torch.HalfStorage', 'float16'],
  ['torch.BFloat16Storage', 'bfloat16'],
  ['torch.FloatStorage', 'float32'],
  ['torch.DoubleStorage', 'float64'],
  ['torch.CharStorage', 'int8'],
  ['torch.ShortStorage', 'int16'],
  ['torch.IntStorage', 'int32'],
  ['torch.LongStorage', 'int64'],
  ['torch.ByteStorage', 'uint8'],
  ['torch.BoolStorage', 'bool'],
]);

/** The names of element types in module `torch` that are read. */
export const elementTypes: ReadonlyMap<string, TensorType> = new Map([
  ['torch.float16', 'float16'],
  ['torch.bfloat16', 'bfloat16'],
  ['torch.float32', 'float32'],
  ['torch.float64', 'float64'],
  ['torch.int8', 'int8'],
  ['torch.int16', 'int16'],
  ['torch.int32', 'int32'],
  ['torch.int64', 'int64'],
  ['torch.uint8', 'uint8'],
  ['torch.uint16', 'uint16'],
  ['torch.uint32', 'uint32'],
  ['torch.uint64', 'uint64'],
  ['torch.bool', 'bool'],
]);

/** Storages without an element type: bytes. */
export const untypedStorages: ReadonlySet<string> = new Set([
  'torch.storage.UntypedStorage',
  'torch.storage._UntypedStorage',
  'torch.UntypedStorage',
]);

const COMPLEX = 'ComplexFloatStorage ComplexDoubleStorage complex32 complex64 complex128';
const QUANTISED =
  'QInt8Storage QUInt8Storage QInt32Storage QUInt4x2Storage QUInt2x4Storage qint8 quint8 qint32 quint4x2 quint2x4';
const EIGHT_BITS = 'float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu';

/** Storages and element types of numbers that are none here: what they are, for a message. */
export const refusedTypes: ReadonlyMap<string, string> = new Map([
  ...namesIn('torch', COMPLEX).map((name) => [name, 'complex numbers'] as const),
  ...namesIn('torch', QUANTISED).map((name) => [name, 'quantised numbers of PyTorch'] as const),
  ...namesIn('torch', EIGHT_BITS).map((name) => [name, 'floats of eight bits'] as const),
]);

/** Functions that make a tensor which is none of plain numbers in a storage: what it is, for a message. */
export const otherTensors: ReadonlyMap<string, string> = new Map([
  ['torch._utils._rebuild_qtensor', 'a quantised tensor of PyTorch'],
  ['torch._utils._rebuild_sparse_tensor', 'a sparse tensor of PyTorch'],
  ['torch._utils._rebuild_sparse_csr_tensor', 'a sparse tensor of PyTorch'],
  ['torch._utils._rebuild_nested_tensor', 'a nested tensor of PyTorch'],
  ['torch._utils._rebuild_meta_tensor_no_storage', 'a tensor without values (device meta)'],
  ['torch._utils._rebuild_wrapper_subclass', 'a tensor of a class of its own'],
  ['torch._utils._rebuild_device_tensor_from_numpy', 'a tensor of another device, kept by NumPy'],
  ['torch._utils._rebuild_device_tensor_from_cpu_tensor', 'a tensor of another device'],
  ['numpy.core.multiarray._reconstruct', 'an array of NumPy'],
  ['numpy._core.multiarray._reconstruct', 'an array of NumPy'],
]);

/** Functions that make a tensor of a storage, and those that wrap one that is made. */
export const REBUILD = {
  plain: 'torch._utils._rebuild_tensor',
  plain2: 'torch._utils._rebuild_tensor_v2',
  typed: 'torch._utils._rebuild_tensor_v3',
  parameter: 'torch._utils._rebuild_parameter',
  parameterWithState: 'torch._utils._rebuild_parameter_with_state',
  ofClass: 'torch._tensor._rebuild_from_type_v2',
} as const;

/** Dictionaries: what is put into them is named by its keys. */
export const dictionaries: ReadonlySet<string> = new Set([
  'collections.OrderedDict',
  'collections.defaultdict',
]);

const BUILT_IN = 'set frozenset complex bytearray slice range dict list tuple int float bool str object';

/** Classes and functions that mean nothing to weights and stand in many checkpoints. */
const inert = [
  ...namesIn('torch', 'Size device Tensor nn.parameter.Parameter nn.parameter.Buffer'),
  ...namesIn('torch', 'strided sparse_coo sparse_csr per_tensor_affine per_channel_affine'),
  ...namesIn('torch', 'contiguous_format preserve_format channels_last serialization._get_layout'),
  ...namesIn('numpy', 'dtype ndarray core.multiarray.scalar _core.multiarray.scalar'),
  ...namesIn('builtins', BUILT_IN),
  ...namesIn('__builtin__', BUILT_IN),
  ...['_codecs.encode', 'argparse.Namespace', 'collections.Counter'],
];

const known: ReadonlySet<string> = new Set([
  ...storageTypes.keys(),
  ...elementTypes.keys(),
  ...untypedStorages,
  ...refusedTypes.keys(),
  ...otherTensors.keys(),
  ...Object.values(REBUILD),
  ...dictionaries,
  ...inert,
]);

/** Whether a file of torch.save may name a function or a class, `module.name`: a closed list. */
export function isKnownToTorch(name: string): boolean {
  return known.has(name);
}

function namesIn(module: string, names: string): string[] {
  return names.split(' ').map((name) => `${module}.${name}`);
}
