import { BadInput } from '../../errors/bad-input.ts';
import type { NpzFile } from '../../tensors/npy/npz.ts';
import { checkShapes, type LstmLayerTensors, refuseMixed } from './lstm-layer.ts';
import { arraysText, findLstm, fullName, type LstmTensorName, renamings } from './lstm-names.ts';
import { type LstmTensor, readLstmTensor } from './lstm-tensor.ts';
import { refuseHalfBiases, refuseOtherCells, withoutBiases } from './other-cells.ts';

export type { LstmLayerTensors, LstmTensor };

/** The weights of a stack of LSTM layers under PyTorch's names. */
export interface LstmTensors {
  /** What stands before `weight_ih_l0` in the names: empty, or ending in a dot. */
  readonly prefix: string;
  readonly layers: readonly LstmLayerTensors[];
  /** What is to be said of them, a line each. */
  readonly remarks: readonly string[];
}

/**
 * Reads the LSTM of a PyTorch `state_dict` that was saved with `numpy.savez`: float16, float32, float64
 * values or int16 raw codes, under any module prefix, of `torch.nn.LSTM` or `LSTMCell`. Parameters pruned
 * by `torch.nn.utils.prune` (`X_orig` with `X_mask`) and masks beside a plain `X` are understood; values
 * where a mask is 0 are ignored. Throws BadInput, naming the tensor and what was found and expected, on
 * missing tensors, shapes that do not fit together (those of a GRU, an RNN and transposed ones by these
 * names), one bias of two, raw codes mixed with floats, NaN and infinity, and on bidirectional models.
 */
export function readLstmTensors(
  npz: NpzFile,
  fileName: string,
  { prefix }: { readonly prefix?: string } = {},
): LstmTensors {
  const found = findLstm(npz, fileName, prefix);
  refuseOtherCells(npz, found, fileName);
  refuseHalfBiases(npz, found, fileName);
  const layers: LstmLayerTensors[] = [];
  for (let layer = 0; layer < found.layers; layer++) {
    const optional = (name: LstmTensorName) => readLstmTensor(npz, fullName(found, name, layer), fileName);
    const needed = (name: LstmTensorName): LstmTensor => {
      const tensor = optional(name);
      if (tensor !== null) return tensor;
      throw new BadInput(
        `${fileName}: has no tensor ${fullName(found, name, layer)}, expected one for every layer; found ${arraysText(npz)}${renamings(npz.names)}`,
      );
    };
    layers.push({
      weightIh: needed('weight_ih'),
      weightHh: needed('weight_hh'),
      biasIh: optional('bias_ih'),
      biasHh: optional('bias_hh'),
      weightHr: optional('weight_hr'),
    });
  }
  refuseMixed(layers, fileName);
  checkShapes(layers, fileName);
  const remark = withoutBiases(npz, found, fileName);
  return { prefix: found.prefix, layers, remarks: remark === null ? [] : [remark] };
}
