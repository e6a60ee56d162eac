import { BadInput } from '../../errors/bad-input.ts';
import type { TensorFile } from '../../tensors/tensor-file.ts';
import { stackedGates } from './cell-kind.ts';
import type { FoundModel, Framework } from './found-model.ts';
import {
  arraysText,
  findLstm,
  fullName,
  type LstmNames,
  type LstmTensorName,
  lstmTensorNames,
  plainName,
  prefixesOf,
  renamings,
} from './lstm-names.ts';
import { cellKindOf } from './other-cells.ts';
import { readLstmTensors } from './state-dict.ts';

/** PyTorch's names (`lstm.weight_ih_l0`, ...) of `torch.nn.LSTM`, `GRU` and their cells, in any file. */
export const pytorch: Framework = {
  maskName: (tensor) => `${plainName(tensor)}_mask`,
  hasCodes: true,
  name: 'pytorch',
  expects: 'arrays named like lstm.weight_ih_l0, or lstm.weight_ih of a cell',
  isOf: () => true,
  find(file, path) {
    const prefixes = prefixesOf(file);
    return prefixes.map((prefix) => modelUnder(file, path, prefix, prefixes));
  },
  holds: (file) => `${arraysText(file)}${renamings(file.names)}`,
};

/**
 * The model whose tensors stand under a prefix, with or without its last dot. Throws BadInput when there is
 * none, and names the prefixes that there are.
 */
export function modelOfPrefix(file: TensorFile, path: string, asked: string): FoundModel {
  const prefixes = prefixesOf(file);
  const prefix = prefixes.find((each) => each === asked || each === `${asked}.`);
  return modelUnder(file, path, prefix ?? findLstm(file, path, asked).prefix, prefixes);
}

function modelUnder(file: TensorFile, path: string, prefix: string, prefixes: readonly string[]): FoundModel {
  const found = namesUnder(file, path, prefix);
  const kind = found === null ? 'lstm' : cellKindOf(file, found);
  return {
    name: prefix === '' ? nameOfTop(kind, prefixes) : prefix.slice(0, -1),
    kind,
    ...(found === null ? nothing : sizesIn(file, found, stackedGates[kind])),
    tensors: found === null ? [] : tensorsIn(file, found),
    remarks: [],
    parts: [],
    read: () => readLstmTensors(file, path, { prefix }),
  };
}

/** The names under a prefix; null: they are those of no whole model, which reading it will say. */
function namesUnder(file: TensorFile, path: string, prefix: string): LstmNames | null {
  try {
    return findLstm(file, path, prefix);
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

/** The model without a prefix is called by its kind, unless a prefix is. */
function nameOfTop(kind: string, prefixes: readonly string[]): string {
  return prefixes.includes(`${kind}.`) ? `${kind} without a prefix` : kind;
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
    layers: new Set(found.passes.map(({ layer }) => layer)).size,
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
  const own = new Set(
    found.passes.flatMap((pass) =>
      lstmTensorNames.flatMap((name) => endings.map((ending) => fullName(found, name, pass) + ending)),
    ),
  );
  return file.names.filter((name) => own.has(name));
}
