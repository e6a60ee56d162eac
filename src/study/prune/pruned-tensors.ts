import { rebuiltMatrix } from '../../bbs/rebuilt.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { LayerWeights, LstmModel } from '../../lstm/model.ts';
import { modelFromTensors } from '../../lstm/model-from-tensors.ts';
import type { LstmTensors } from '../../lstm/weights/state-dict.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import {
  layerMatrices,
  type MatrixPruner,
  type MatrixTarget,
  type Preparation,
  type PrunedMatrix,
  preparationFor,
  prepareModel,
  pruneModel,
} from '../../run/prepared-model.ts';
import { layerCodes } from './int8-codes.ts';
import { layerMasks, layerValues, type OfWeights, withTensors } from './layer-masks.ts';
import type { PrunedTensor } from './pruned-tensor.ts';

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
  /** How matrices are pruned. Absent: by magnitude. */
  readonly pruner?: MatrixPruner;
  /** How far each matrix is pruned. Absent: all to the sparsity. */
  readonly target?: MatrixTarget;
}

const NOTHING: OfWeights<null> = { weightIh: null, weightHh: null, weightHr: null };

/** The weight tensors of a model as they are pruned. */
export interface PrunedTensors {
  readonly tensors: readonly PrunedTensor[];
  /** Values that a pattern stores for them: as many as are kept, unless entries share them. */
  readonly independent: number;
}

/**
 * The weight tensors of a model, pruned as a run on the array prunes them. Throws BadInput for a direction
 * that the model has not, and as pruning does.
 */
export function prunedTensors(tensors: LstmTensors, path: string, pruning: Pruning): PrunedTensors {
  const { config, prunes, sparsity, int8 } = pruning;
  const model = modelFromTensors(tensors, path);
  const target = pruning.target ?? requestedTargets(config.pattern, model.shape, sparsity);
  const number =
    int8 === null ? config.number : { ...config.number, weightBits: 8 as const, weightScale: int8 };
  const { pruner } = pruning;
  const preparation = {
    ...preparationFor({ ...config, number }, prunes, target),
    ...(pruner ? { pruner } : {}),
  };
  const matrices = pruneModel(model, preparation);
  const codes = int8 === null ? null : codesOf(model, preparation, int8);
  const passes = passesIn(tensors, path, pruning.direction);
  const independent = passes.flatMap((at) => matrices[at]).reduce((sum, each) => sum + each.independent, 0);
  const ofPass = (at: number): readonly PrunedTensor[] => {
    const { shape } = model.layers[at];
    const masks = withTensors(tensors.layers[at], layerMasks(shape, config.gateMatrix, matrices[at]));
    const values = of(tensors.layers[at], valuesOf(model.layers[at], preparation, matrices[at]));
    const ofLayer = of(tensors.layers[at], codes?.[at] ?? null);
    return masks.map(({ tensor, known: mask }, i) => ({
      tensor,
      mask,
      values: values[i]?.known ?? null,
      codes: ofLayer[i]?.known ?? null,
    }));
  };
  return { tensors: passes.flatMap(ofPass), independent };
}

const of = <Value>(layer: LstmTensors['layers'][number], known: OfWeights<Value> | null) =>
  withTensors<Value | null>(layer, known ?? NOTHING);

/** The weights of a layer as its pattern rebuilds them, as the file can hold them; null: they stay. */
function valuesOf(
  layer: LayerWeights,
  { gateMatrix, format }: Preparation,
  matrices: readonly PrunedMatrix[],
): OfWeights<Float64Array> | null {
  const weights = layerMatrices(layer, gateMatrix);
  const rebuilt = matrices.flatMap((matrix, at) => {
    if (matrix.rebuilt === null) return [];
    const { values } = rebuiltMatrix(weights[at].weights, matrix.rebuilt, format.bits);
    return [{ role: matrix.role, each: Float64Array.from(values) }];
  });
  return rebuilt.length === 0 ? null : layerValues(layer.shape, gateMatrix, rebuilt);
}

function codesOf(model: LstmModel, preparation: Preparation, weightScale: 'row' | 'tensor') {
  const { fractionBits } = preparation.format;
  return prepareModel(model, preparation).layers.map((layer) =>
    layerCodes(layer, { fractionBits, weightScale }),
  );
}

/**
 * Which of the passes of a model are meant, by their places. Throws BadInput for a direction that it has not.
 */
export function passesIn(
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
