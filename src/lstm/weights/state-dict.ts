import { BadInput } from '../../errors/bad-input.ts';
import { printableName, withoutControls } from '../../tensors/named-shape.ts';
import {
  checkShapes,
  type DeclaredLayer,
  type DeclaredTensor,
  type LayerOf,
  type LstmLayerTensors,
  refuseMixed,
  tensorsOf,
} from './lstm-layer.ts';
import {
  arraysText,
  findLstm,
  fullName,
  type LstmNames,
  type LstmTensorName,
  renamings,
} from './lstm-names.ts';
import { findTensor, type LstmTensor, readLstmTensor, type StateDict } from './lstm-tensor.ts';
import {
  cellKindOf,
  refuseHalfBiases,
  refuseHalfPeepholes,
  refuseOtherCells,
  withoutBiases,
} from './other-cells.ts';

export type { LstmLayerTensors, LstmTensor };

/** The state before the first step that a file gives to a pass: of h [R], of c [H]; null: it gives none. */
export interface InitialState {
  readonly h: Float64Array | null;
  readonly c: Float64Array | null;
}

/** The weights of a stack of LSTM or GRU layers, gates in PyTorch's order. */
export interface LstmTensors {
  /** What stands before `weight_ih_l0` in PyTorch's names: empty, or ending in a dot; otherwise empty. */
  readonly prefix: string;
  /** A bidirectional layer stands in the list as its two passes. */
  readonly layers: readonly LstmLayerTensors[];
  /** For each pass in `layers`; null, or absent: zeros. */
  readonly initial?: readonly (InitialState | null)[];
  /** What is to be said of them, a line each. */
  readonly remarks: readonly string[];
}

/**
 * Reads the LSTM or GRU of a PyTorch `state_dict` in a file of any format: float16, bfloat16, float32,
 * float64 values, int8 codes with their scale (`X_scale`) or int16 raw codes, under any module prefix, of
 * `torch.nn.LSTM`, `GRU` or their cells, which the shapes tell apart: 4H rows or 3H. Parameters pruned by
 * `torch.nn.utils.prune` (`X_orig` with `X_mask`) and masks beside a plain `X` are understood; values where
 * a mask is 0 are ignored. Peepholes are named `weight_ci_l0`, `weight_cf_l0`, `weight_co_l0`. Throws
 * BadInput, naming the tensor and what was found and expected, on missing tensors, shapes that do not fit
 * together (those of a plain RNN and transposed ones by these names), one bias of two, raw codes mixed with
 * floats, a scale that is none, and NaN and infinity. A bidirectional layer stands in the list as its two
 * passes.
 */
export function readLstmTensors(
  npz: StateDict,
  fileName: string,
  { prefix }: { readonly prefix?: string } = {},
): LstmTensors {
  return shown(() => readUnder(npz, findLstm(npz, fileName, prefix), fileName));
}

/** Reads the LSTM or GRU whose names are known. Throws BadInput as `readLstmTensors` does. */
export function readNamedTensors(npz: StateDict, found: LstmNames, fileName: string): LstmTensors {
  return shown(() => readUnder(npz, found, fileName));
}

/** Names are the file's: no message shows their control characters as they are. */
function shown<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof BadInput ? new BadInput(withoutControls(error.message)) : error;
  }
}

function readUnder(npz: StateDict, found: LstmNames, fileName: string): LstmTensors {
  refuseOtherCells(npz, found, fileName);
  refuseHalfBiases(npz, found, fileName);
  refuseHalfPeepholes(npz, found, fileName);
  const kind = cellKindOf(npz, found);
  const layersOf = <Tensor>(tensorOf: (plain: string) => Tensor | null) =>
    found.passes.map((pass) => ({
      kind,
      ...layerOf((name) => {
        const tensor = tensorOf(fullName(found, name, pass));
        if (tensor !== null || !neededOf.has(name)) return tensor;
        throw new BadInput(
          `${fileName}: has no tensor ${printableName(fullName(found, name, pass))}, expected one for every layer; found ${arraysText(npz)}${renamings(npz.names)}`,
        );
      }),
      ...(pass.direction === undefined ? {} : { direction: pass.direction }),
    }));
  // By names and headers first: what is missing or does not fit is refused before any of it is inflated.
  const declared = layersOf((plain) => declaredTensor(npz, plain, fileName));
  if (!declared.some(isUnreadable)) checkShapes(declared, fileName);
  const layers = layersOf((plain) => readLstmTensor(npz, plain, fileName));
  refuseMixed(layers, fileName);
  const remark = withoutBiases(npz, found, kind, fileName);
  return { prefix: found.prefix, layers, remarks: remark === null ? [] : [withoutControls(remark)] };
}

/** The tensors that no layer is without. */
const neededOf: ReadonlySet<LstmTensorName> = new Set(['weight_ih', 'weight_hh']);

/** A layer of what `tensorOf` finds under each name; it throws for one that must be there and is not. */
function layerOf<Tensor>(tensorOf: (name: LstmTensorName) => Tensor | null): LayerOf<Tensor> {
  const [i, f, o] = [tensorOf('weight_ci'), tensorOf('weight_cf'), tensorOf('weight_co')];
  return {
    weightIh: tensorOf('weight_ih') as Tensor,
    weightHh: tensorOf('weight_hh') as Tensor,
    biasIh: tensorOf('bias_ih'),
    biasHh: tensorOf('bias_hh'),
    weightHr: tensorOf('weight_hr'),
    peepholes: i !== null && f !== null && o !== null ? { i, f, o } : null,
  };
}

/** What the header of a tensor's array says; an empty shape stands for one that cannot be read. */
function declaredTensor(npz: StateDict, plain: string, fileName: string): DeclaredTensor | null {
  const arrays = findTensor(npz, plain, fileName);
  return arrays && { name: arrays.name, shape: npz.shape(arrays.name) ?? UNREADABLE };
}

const UNREADABLE: readonly number[] = [];

/** Whether reading it will say what is wrong with its header. */
function isUnreadable(layer: DeclaredLayer): boolean {
  return tensorsOf(layer).some(({ shape }) => shape === UNREADABLE);
}
