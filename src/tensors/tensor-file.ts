/** The element types of tensors, by NumPy's names; `bytes` is NumPy's `|S<n>`. */
export type TensorType =
  | 'float16'
  | 'bfloat16'
  | 'float32'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'
  | 'bytes';

/** The typed arrays that hold the elements of a tensor. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

/**
 * A tensor of a file, in C order and in the byte order of this machine. float16 and bfloat16 are widened to
 * float32; int64 and uint64 are held in float64, exactly; booleans are bytes 0 and 1.
 */
export interface Tensor {
  readonly shape: readonly number[];
  /** The type in the file. */
  readonly dtype: TensorType;
  readonly data: TensorData;
}

/** A tensor with its name. */
export interface NamedTensor extends Tensor {
  readonly name: string;
}

/**
 * An opened file of tensors: what says how large everything is has been checked, tensors are decoded when
 * they are read.
 */
export interface TensorFile {
  /** The format's name: `npz`, `safetensors`, .... */
  readonly format: string;
  /** Names of the tensors, in the order of the file. */
  readonly names: readonly string[];
  /** Whether the file has a tensor of this name. */
  has(name: string): boolean;
  /** The shape of a tensor, from what the file says of it; null where it has none that can be read. */
  shape(name: string): readonly number[] | null;
  /** Decodes one tensor, anew at each call. Throws BadInput on damaged data and on an unknown name. */
  read(name: string): Tensor;
}

/** A file that belongs to another one: a shard, external data. */
export interface Companion {
  /** Path relative to the folder of the file, with `/`: never absolute, never with `..`. */
  readonly path: string;
  /** Whether the file cannot be read without it. */
  readonly isNeeded: boolean;
}

/** The files that belong to a file, by their relative paths. */
export type Companions = ReadonlyMap<string, Uint8Array>;

/** What is to be changed in a file. */
export interface TensorChanges {
  /** Tensors with other values, by names that the file has: same shape; another type only for int8 codes. */
  readonly replaced: ReadonlyMap<string, Tensor>;
  /** Tensors that the file does not have yet. */
  readonly added: readonly NamedTensor[];
}

/** A file of tensors as it is to be written, with the files that belong to it. */
export interface WrittenFile {
  readonly bytes: Uint8Array;
  /** By relative path. */
  readonly companions: Companions;
}

/** A format of files with named tensors; it registers in `open.ts` and nowhere else. */
export interface TensorFormat {
  readonly name: string;
  /** What such a file is, in a message: "a safetensors file". */
  readonly says: string;
  /** Endings that such files usually have, with the dot, the usual one first. */
  readonly endings: readonly string[];
  /** The type of masks that are added to such a file; default: uint8. */
  readonly maskType?: 'uint8' | 'float32';
  /** Whether the bytes are of this format, by content alone; cheap, and never throws. */
  matches(bytes: Uint8Array): boolean;
  /** The files that it needs beside it. Throws BadInput for damage and for paths that lead elsewhere. */
  companions?(bytes: Uint8Array, path: string): readonly Companion[];
  /**
   * Opens it. Lengths, offsets, depths and shapes are checked before memory is taken. Throws BadInput, with
   * `path` in front, naming the place.
   */
  open(bytes: Uint8Array, path: string, companions: Companions): TensorFile;
  /**
   * The file with changes: everything else, its order, names, types and metadata, as it was. Throws BadInput
   * for what the format cannot hold.
   */
  rewrite?(
    bytes: Uint8Array,
    path: string,
    companions: Companions,
    changes: TensorChanges,
  ): WrittenFile | Promise<WrittenFile>;
}
