import type { StoredMatrix } from '../bbs/matrix.ts';
import { subModel } from '../bbs/patterns/sub-model.ts';
import type { PlacedLayer } from '../hw/accounts/placed-layer.ts';
import type { EncodedImage } from '../hw/array/spmv-array.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, saturate, toCode } from '../num/fixed.ts';
import { hasScales } from '../num/row-scale.ts';
import type { PreparedModel, PrunedMatrix } from './prepared-model.ts';

/** The entries of a matrix that an SpMV multiplies: all, or the largest of every bank. */
export function usedEntries(
  stored: StoredMatrix,
  { usedPerBank, beats: { placement } }: Pick<EncodedImage, 'usedPerBank' | 'beats'>,
): StoredMatrix {
  return usedPerBank === undefined ? stored : subModel(stored, placement, usedPerBank);
}

/**
 * The model that a placed one computes: the prepared model itself, or where its banks use some of what they
 * store, the sub-model of those entries, which is what pruning to as many would have made. Saturations of
 * weights are those of its entries.
 */
export function usedModel(
  prepared: PreparedModel,
  layers: readonly PlacedLayer[],
  format: NumberFormat,
): PreparedModel {
  const isNested = layers.some(({ matrices }) =>
    matrices.some(({ usedPerBank }) => usedPerBank !== undefined),
  );
  if (!isNested) return prepared;
  const used = prepared.layers.map((layer, l) => usedLayer(layer, layers[l]));
  const matrices = used.map(matricesOf);
  return {
    layers: used,
    pruned: prepared.pruned.map((ofLayer, l) =>
      ofLayer.map((pruned, m) => asUsed(pruned, matrices[l][m], layers[l].matrices[m])),
    ),
    saturations: { ...prepared.saturations, weight: saturatedWeights(matrices.flat(), format) },
  };
}

function usedLayer(layer: StoredLayer, { matrices }: PlacedLayer): StoredLayer {
  const { gates, projection } = layer;
  return {
    ...layer,
    gates: gates.map((matrix, m) => usedEntries(matrix, matrices[m])),
    projection: projection && usedEntries(projection, matrices[gates.length]),
  };
}

/** Gates first, then the projection. */
function matricesOf({ gates, projection }: StoredLayer): readonly StoredMatrix[] {
  return [...gates, ...(projection ? [projection] : [])];
}

function asUsed(pruned: PrunedMatrix, used: StoredMatrix, { usedPerBank }: EncodedImage): PrunedMatrix {
  const kept = used.codes.length;
  return { ...pruned, kept, independent: kept, perBank: usedPerBank ?? pruned.perBank };
}

/** Weights that W bits cut; int8 weights have scales by which nothing is. */
function saturatedWeights(matrices: readonly StoredMatrix[], format: NumberFormat): number {
  const counts = noSaturations();
  if (hasScales(format)) return counts.weight;
  const { bits, fractionBits } = format;
  for (const { weights } of matrices)
    for (let e = 0; e < weights.length; e++)
      saturate(toCode(weights[e], fractionBits), bits, counts, 'weight');
  return counts.weight;
}
