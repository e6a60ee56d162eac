import { BadInput } from '../../errors/bad-input.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { modelFromTensors } from '../../lstm/model-from-tensors.ts';
import type { LstmTensors } from '../../lstm/weights/state-dict.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import { type Preparation, preparationFor, prepareModel, pruneModel } from '../../run/prepared-model.ts';
import { layerCodes } from './int8-codes.ts';
import { layerMasks, type OfWeights, withTensors } from './layer-masks.ts';
import type { PrunedTensor, TensorCodes } from './pruned-tensor.ts';

/** How far and for which array a model is pruned, and what its weights become. */
export interface Pruning {
  readonly config: Pick<AcceleratorConfig, 'pattern' | 'gateMatrix' | 'number'>;
  /** Whether weights are pruned to the array's pattern, or taken as they are. */
  readonly prunes: boolean;
  readonly sparsity: number;
  /** A scale for every row of int8 codes, or one for each tensor; null: weights keep their type. */
  readonly int8: 'row' | 'tensor' | null;
  /** Null: all passes of the model. */
  readonly direction: 'forward' | 'reverse' | null;
}

const NO_CODES: OfWeights<null> = { weightIh: null, weightHh: null, weightHr: null };

/**
 * The weight tensors of a model, pruned as a run on the array prunes them. Throws BadInput for a direction
 * that the model has not, and as pruning does.
 */
export function prunedTensors(tensors: LstmTensors, path: string, pruning: Pruning): readonly PrunedTensor[] {
  const { config, prunes, sparsity, int8 } = pruning;
  const model = modelFromTensors(tensors, path);
  const target = requestedTargets(config.pattern, model.shape, sparsity);
  const number =
    int8 === null ? config.number : { ...config.number, weightBits: 8 as const, weightScale: int8 };
  const preparation = preparationFor({ ...config, number }, prunes, target);
  const masks = pruneModel(model, preparation);
  const codes = int8 === null ? null : codesOf(model, preparation, int8);
  return passesIn(tensors, path, pruning.direction).flatMap((at) => {
    const known = withTensors(
      tensors.layers[at],
      layerMasks(model.layers[at].shape, config.gateMatrix, masks[at]),
    );
    const ofLayer = withTensors<TensorCodes | null>(tensors.layers[at], codes?.[at] ?? NO_CODES);
    return known.map(({ tensor, known: mask }, i) => ({ tensor, mask, codes: ofLayer[i]?.known ?? null }));
  });
}

function codesOf(model: LstmModel, preparation: Preparation, weightScale: 'row' | 'tensor') {
  const { fractionBits } = preparation.format;
  return prepareModel(model, preparation).layers.map((layer) =>
    layerCodes(layer, { fractionBits, weightScale }),
  );
}

/** Which of the passes of a model are meant, by their places. */
function passesIn(
  { layers }: LstmTensors,
  path: string,
  asked: 'forward' | 'reverse' | null,
): readonly number[] {
  const places = [...layers.keys()].filter(
    (at) => asked === null || (layers[at].direction ?? 'forward') === asked,
  );
  if (places.length > 0) return places;
  const other = asked === 'forward' ? 'reverse' : 'forward';
  throw new BadInput(`${path}: has no ${asked} pass, found ${other} alone`);
}
