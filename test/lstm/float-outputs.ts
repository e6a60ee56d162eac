import type { DenseMatrix } from '../../src/bbs/matrix.ts';
import { gateMatrices } from '../../src/lstm/gate-matrices.ts';
import type { LayerWeights } from '../../src/lstm/model.ts';
import { modelFromTensors } from '../../src/lstm/model-from-tensors.ts';
import { floatSequence } from '../../src/lstm/reference-float.ts';
import { type StoredLayer, storeLayer } from '../../src/lstm/stored-layer.ts';
import { chooseModel } from '../../src/lstm/weights/choose-model.ts';
import { noSaturations } from '../../src/num/fixed.ts';
import { openTensors } from '../../src/tensors/open.ts';
import type { Companions } from '../../src/tensors/tensor-file.ts';

const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };

/**
 * The outputs of the float reference for a model of a file, one after the other: every weight stored,
 * `inputs` of all steps, zero states. `model`: its name, where the file has several.
 */
export function floatOutputs(
  bytes: Uint8Array,
  path: string,
  inputs: readonly number[],
  { model = null, companions }: { readonly model?: string | null; readonly companions?: Companions } = {},
): number[] {
  const file = openTensors(bytes, path, companions);
  if (file === null) throw new Error(`${path} is of no format`);
  const { layers } = modelFromTensors(chooseModel(file, path, { model, prefix: null }).read(), path);
  const size = layers[0].shape.inputs;
  const steps = Array.from({ length: inputs.length / size }, (_, t) =>
    Float64Array.from(inputs.slice(t * size, (t + 1) * size)),
  );
  return floatSequence(layers.map(storedWhole), steps).outputs.flatMap((output) => [...output]);
}

function storedWhole(weights: LayerWeights): StoredLayer {
  const all = ({ rows, cols }: DenseMatrix) => new Uint8Array(rows * cols).fill(1);
  const masks = {
    gates: gateMatrices(weights, 'combined').map(all),
    projection: weights.projection && all(weights.projection),
  };
  return storeLayer(weights, 'combined', masks, format, noSaturations());
}
