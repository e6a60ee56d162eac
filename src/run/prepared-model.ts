import type { DenseMatrix } from '../bbs/matrix.ts';
import type { PatternConfig } from '../bbs/patterns/index.ts';
import { patternOf } from '../bbs/patterns/named-pattern.ts';
import type { PruneTarget } from '../bbs/patterns/pattern.ts';
import { type Pruned, prune } from '../bbs/patterns/prune.ts';
import type { Rebuilt } from '../bbs/rebuilt.ts';
import { nonZeroMask } from '../bbs/store.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { gateMatrices } from '../lstm/gate-matrices.ts';
import { gateParts, type MatrixRole } from '../lstm/gate-parts.ts';
import type { LayerWeights, LstmModel } from '../lstm/model.ts';
import type { GateMatrix, LayerShape } from '../lstm/shape.ts';
import { type StoredLayer, storeLayer } from '../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, type Saturations } from '../num/fixed.ts';

/** How a model's weights become stored entries. */
export interface Preparation {
  readonly pattern: PatternConfig | { readonly kind: 'none' };
  readonly gateMatrix: GateMatrix;
  readonly format: NumberFormat;
  /** How far each matrix is pruned. */
  readonly target: MatrixTarget;
  /** How a matrix is pruned to the pattern. Absent: by magnitude. */
  readonly pruner?: MatrixPruner;
}

/** Prunes matrix `at` of a layer, by its place in `layerMatrices`, to a pattern. */
export type MatrixPruner = (
  weights: DenseMatrix,
  pattern: PatternConfig,
  target: PruneTarget,
  layer: number,
  at: number,
) => Pruned;

/**
 * How a model is prepared for an accelerator: pruned to its pattern, or with the weights taken as they are.
 */
export function preparationFor(
  { pattern, gateMatrix, number }: Pick<AcceleratorConfig, 'pattern' | 'gateMatrix' | 'number'>,
  prunes: boolean,
  target: MatrixTarget,
): Preparation {
  return { pattern: prunes ? pattern : { kind: 'none' }, gateMatrix, format: number, target };
}

/** The sparsity that is asked for; null where the weights are taken as they are, or all of them are kept. */
export function requestedSparsityOf(
  { pattern }: Pick<AcceleratorConfig, 'pattern'>,
  prunes: boolean,
  sparsity: number,
): number | null {
  return prunes && !patternOf(pattern).keepsAll ? sparsity : null;
}

/** The target of one matrix of one layer. */
export type MatrixTarget = (layer: number, matrix: MatrixRole) => PruneTarget;

/** A matrix as it was pruned. */
export interface PrunedMatrix {
  readonly role: MatrixRole;
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly mask: Uint8Array;
  /** What its weights become; null: those that are kept stay as they are. */
  readonly rebuilt: Rebuilt | null;
  readonly kept: number;
  /** Values that are stored for them: as many, unless positions share them. */
  readonly independent: number;
  /** k of a bank-balanced pattern. */
  readonly perBank: number | null;
  /** The side of circulant blocks. Absent: it has none. */
  readonly block?: number;
}

/**
 * A model pruned and quantised, ready to be encoded by any accelerator of the same gate matrices and format.
 */
export interface PreparedModel {
  readonly layers: readonly StoredLayer[];
  readonly pruned: readonly (readonly PrunedMatrix[])[];
  readonly saturations: Saturations;
}

/**
 * Prunes and quantises a model. With pattern `none` the weights are taken as they are: the
 * file's masks, or the non-zeros.
 */
export function prepareModel(model: LstmModel, preparation: Preparation): PreparedModel {
  const saturations = noSaturations();
  const pruned = pruneModel(model, preparation);
  const layers = model.layers.map((layer, index) => {
    const projection = pruned[index].find(({ role }) => role === 'projection') ?? null;
    const gates = pruned[index].filter(({ role }) => role !== 'projection');
    const masks = {
      gates: gates.map(({ mask }) => mask),
      projection: projection?.mask ?? null,
      rebuilt: { gates: gates.map(({ rebuilt }) => rebuilt), projection: projection?.rebuilt ?? null },
    };
    return storeLayer(layer, preparation.gateMatrix, masks, preparation.format, saturations);
  });
  return { layers, pruned, saturations };
}

/** The matrices of every layer as `prepareModel` prunes them. */
export function pruneModel(
  model: LstmModel,
  preparation: Pick<Preparation, 'pattern' | 'gateMatrix' | 'target' | 'pruner'>,
): readonly (readonly PrunedMatrix[])[] {
  return model.layers.map((layer, index) =>
    layerMatrices(layer, preparation.gateMatrix).map(({ role, weights }, at) =>
      pruneMatrix(role, weights, preparation, index, at),
    ),
  );
}

/**
 * The matrices of a layer as an accelerator sees them, by what they are: gates first, then the projection.
 */
export function matrixRoles(shape: LayerShape, gateMatrix: GateMatrix): readonly MatrixRole[] {
  const gates = gateParts(shape, gateMatrix).map(({ role }) => role);
  return shape.projection === null ? gates : [...gates, 'projection'];
}

/** A matrix of a layer before pruning, and what it is to the layer. */
export interface LayerMatrix {
  readonly role: MatrixRole;
  readonly weights: DenseMatrix;
}

/** The matrices of a layer in the order of `matrixRoles`, with their weights. */
export function layerMatrices(layer: LayerWeights, gateMatrix: GateMatrix): LayerMatrix[] {
  const { projection } = layer;
  const weights = [...gateMatrices(layer, gateMatrix), ...(projection ? [projection] : [])];
  return matrixRoles(layer.shape, gateMatrix).map((role, at) => ({ role, weights: weights[at] }));
}

function pruneMatrix(
  role: MatrixRole,
  weights: DenseMatrix,
  { pattern, target, pruner = prune }: Pick<Preparation, 'pattern' | 'target' | 'pruner'>,
  layer: number,
  at: number,
): PrunedMatrix {
  const { tensor, rows, cols } = weights;
  if (pattern.kind === 'none') {
    const mask = nonZeroMask(weights);
    const kept = mask.reduce((sum, bit) => sum + bit, 0);
    return { role, tensor, rows, cols, mask, rebuilt: null, kept, independent: kept, perBank: null };
  }
  const pruned = pruner(weights, pattern, target(layer, role), layer, at);
  const { mask, rebuilt, kept, independent = kept, perBank, block } = pruned;
  const own = { role, tensor, rows, cols, mask, rebuilt, kept, independent, perBank };
  return block === undefined ? own : { ...own, block };
}
