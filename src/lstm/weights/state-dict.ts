import { BadInput } from '../../errors/bad-input.ts';
import type { NpzFile } from '../../tensors/npy/npz.ts';
import { checkShapes, type LstmLayerTensors, refuseMixed } from './lstm-layer.ts';
import { findLstm, type LstmTensorName } from './lstm-names.ts';
import { type LstmTensor, readLstmTensor } from './lstm-tensor.ts';

export type { LstmLayerTensors, LstmTensor };

/** The weights of a stack of LSTM layers under PyTorch's names. */
export interface LstmTensors {
  /** What stands before `weight_ih_l0` in the names: empty, or ending in a dot. */
  readonly prefix: string;
  readonly layers: readonly LstmLayerTensors[];
}

/**
 * Reads the LSTM of a PyTorch `state_dict` that was saved with `numpy.savez`: float16, float32, float64
 * values or int16 raw codes, under any module prefix. Parameters pruned by `torch.nn.utils.prune` (`X_orig`
 * with `X_mask`) and masks beside a plain `X` are understood; values where a mask is 0 are ignored. Throws
 * BadInput, naming the tensor and what was found and expected, on missing tensors, shapes that do not fit
 * together, raw codes mixed with floats, NaN and infinity, and on bidirectional models.
 */
export function readLstmTensors(
  npz: NpzFile,
  fileName: string,
  { prefix }: { readonly prefix?: string } = {},
): LstmTensors {
  const found = findLstm(npz.names, fileName, prefix);
  const layers: LstmLayerTensors[] = [];
  for (let layer = 0; layer < found.layers; layer++) {
    const optional = (name: LstmTensorName) =>
      readLstmTensor(npz, `${found.prefix}${name}_l${layer}`, fileName);
    const needed = (name: LstmTensorName): LstmTensor => {
      const tensor = optional(name);
      if (tensor !== null) return tensor;
      throw new BadInput(
        `${fileName}: has no tensor ${found.prefix}${name}_l${layer}, expected one for every layer`,
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
  return { prefix: found.prefix, layers };
}
