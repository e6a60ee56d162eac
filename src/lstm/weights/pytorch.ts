import { BadInput } from '../../errors/bad-input.ts';
import type { TensorFile } from '../../tensors/tensor-file.ts';
import { stackedGates } from './cell-kind.ts';
import type { FoundModel, Framework } from './found-model.ts';
import {
  arraysText,
  findLstm,
  fullName,
  type LstmNames,
  type LstmParts,
  type LstmTensorName,
  lstmParts,
  lstmTensorNames,
  namesUnder,
  plainName,
  renamings,
} from './lstm-names.ts';
import { cellKindOf } from './other-cells.ts';
import { readNamedTensors } from './state-dict.ts';

/** PyTorch's names (`lstm.weight_ih_l0`, ...) of `torch.nn.LSTM`, `GRU` and their cells, in any file. */
export const pytorch: Framework = {
  name: 'pytorch',
  expects: 'arrays named like lstm.weight_ih_l0, or lstm.weight_ih of a cell',
  isOf: () => true,
  maskName: (tensor) => `${plainName(tensor)}_mask`,
  hasCodes: true,
  find(file, path) {
    const parts = lstmParts(file);
    return [...parts.keys()].map((prefix) => modelUnder(file, path, prefix, parts));
  },
  holds: (file) => `${arraysText(file)}${renamings(file.names)}`,
};

/**
 * The model whose tensors stand under a prefix, with or without its last dot. Throws BadInput when there is
 * none, and names the prefixes that there are.
 */
export function modelOfPrefix(file: TensorFile, path: string, asked: string): FoundModel {
  const parts = lstmParts(file);
  const prefix = [asked, `${asked}.`].find((each) => parts.has(each));
  return modelUnder(file, path, prefix ?? findLstm(file, path, asked).prefix, parts);
}

function modelUnder(file: TensorFile, path: string, prefix: string, parts: LstmParts): FoundModel {
  // Of one of many models nothing but the name is wanted.
  const names = once(() => namesOrNull(() => namesUnder(prefix, parts, file, path)));
  const kind = once(() => {
    const found = names();
    return found === null ? 'lstm' : cellKindOf(file, found);
  });
  const sizes = once(() => {
    const found = names();
    return found === null ? nothing : sizesIn(file, found, stackedGates[kind()]);
  });
  const tensors = once(() => {
    const found = names();
    return found === null ? [] : tensorsIn(file, found);
  });
  return {
    name: prefix === '' ? nameOfTop(kind(), parts) : prefix.slice(0, -1),
    get kind() {
      return kind();
    },
    get layers() {
      return sizes().layers;
    },
    get inputs() {
      return sizes().inputs;
    },
    get hidden() {
      return sizes().hidden;
    },
    get projection() {
      return sizes().projection;
    },
    get directions() {
      return sizes().directions;
    },
    get peepholes() {
      return sizes().peepholes;
    },
    get tensors() {
      return tensors();
    },
    remarks: shardRemarks(path),
    parts: [],
    read: () => readNamedTensors(file, namesUnder(prefix, parts, file, path), path),
  };
}

/** A file of a split model, as `model-00001-of-00002.safetensors`, lacks what the others have. */
function shardRemarks(path: string): readonly string[] {
  const shards = /-0*[1-9]\d*-of-0*([1-9]\d*)\.[a-z]+$/.exec(path)?.[1] ?? '1';
  if (Number(shards) === 1) return [];
  return [`${path}: is by its name one of ${shards} files of a model: what the others have is missing`];
}

/** A function that finds its value once. */
function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | null = null;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}

/** Null for names of no whole model, which reading it will say. */
function namesOrNull(find: () => LstmNames): LstmNames | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

/** The model without a prefix is called by its kind, unless a prefix is. */
function nameOfTop(kind: string, parts: LstmParts): string {
  return parts.has(`${kind}.`) ? `${kind} without a prefix` : kind;
}

type Sizes = Pick<FoundModel, 'layers' | 'inputs' | 'hidden' | 'projection' | 'directions' | 'peepholes'>;

const nothing: Sizes = {
  layers: 0,
  inputs: 0,
  hidden: 0,
  projection: null,
  directions: [],
  peepholes: false,
};

/** Sizes by the shapes of tensors that may not fit each other; 0 where there is no such tensor. */
function sizesIn(file: TensorFile, found: LstmNames, gates: number): Sizes {
  const [first] = found.passes;
  const last = found.passes[found.passes.length - 1];
  const shape = (name: LstmTensorName, pass = last) => {
    const plain = fullName(found, name, pass);
    return file.shape(plain) ?? file.shape(`${plain}_orig`);
  };
  return {
    layers: last.layer + 1,
    inputs: shape('weight_ih', first)?.[1] ?? 0,
    hidden: Math.floor((shape('weight_hh')?.[0] ?? 0) / gates),
    projection: shape('weight_hr')?.[0] ?? null,
    directions: found.passes.some(({ direction }) => direction === 'reverse')
      ? ['forward', 'reverse']
      : ['forward'],
    peepholes: shape('weight_ci') !== null,
  };
}

/** What may stand behind the name of a tensor, in arrays that belong to it. */
const endings = ['', '_orig', '_mask', '_scale', '_zero_point'];

function tensorsIn(file: TensorFile, found: LstmNames): readonly string[] {
  return found.passes
    .flatMap((pass) => lstmTensorNames.map((name) => fullName(found, name, pass)))
    .flatMap((plain) => endings.map((ending) => plain + ending))
    .filter((name) => file.has(name));
}
