import type { TensorFile } from '../../tensors/tensor-file.ts';
import type { CellKind } from './cell-kind.ts';
import type { LstmTensors } from './state-dict.ts';

/** A recurrent model in a file, as far as names and shapes tell: its tensors are not read yet. */
export interface FoundModel {
  /** By which it is chosen (`--model`): unlike those of the others in the file. */
  readonly name: string;
  readonly kind: CellKind;
  /** Layers of the stack. */
  readonly layers: number;
  /** Of the first layer (X) and of each layer (H); those of the last where they differ. */
  readonly inputs: number;
  readonly hidden: number;
  /** P; null without one. */
  readonly projection: number | null;
  /** Those that all its layers have, or the one that one of them has alone. */
  readonly directions: readonly ('forward' | 'reverse')[];
  readonly peepholes: boolean;
  /** Names in the file of the tensors that belong to it, masks and scales included. */
  readonly tensors: readonly string[];
  /** What is to be said of it when it is used, a line each. */
  readonly remarks: readonly string[];
  /** Its layers one by one, where they have names of their own: they can be chosen, and are not listed. */
  readonly parts: readonly FoundModel[];
  /** Reads it, gates in PyTorch's order. Throws BadInput, naming the tensor, for what does not fit. */
  read(): LstmTensors;
}

/** How a framework names its models: it registers in `frameworks.ts`. */
export interface Framework {
  readonly name: string;
  /** What a file with a model of it has, for a message that there is none. */
  readonly expects?: string;
  /** The name of the mask that stands beside a tensor of a model. */
  maskName(tensor: string): string;
  /** Whether the weights of its models may be int8 codes with a scale beside them (`X_scale`). */
  readonly hasCodes: boolean;
  /** Whether the file is one that this framework writes; PyTorch's names may be in any. */
  isOf(file: TensorFile): boolean;
  /** The recurrent models in the file, in its order; a broken one is found, and throws when it is read. */
  find(file: TensorFile, path: string): readonly FoundModel[];
  /** What the file has where none is found, for a message: "3 nodes (Gemm 2, Relu 1)". */
  holds(file: TensorFile, path: string): string;
}
