import '@tensorflow/tfjs-backend-cpu';
import { env, setBackend, type Tensor3D, tensor, tensor3d } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { TensorFile } from '../../../../src/tensors/tensor-file.ts';

/** A recurrent layer as TensorFlow.js builds it, with the names in the file of its weights in its order. */
export interface TfjsLayer {
  readonly kind: 'lstm' | 'gru';
  readonly units: number;
  readonly weights: readonly string[];
  readonly goBackwards?: boolean;
  /** Names of the weights of both directions, in its order: forward first. */
  readonly isBidirectional?: boolean;
}

/**
 * The outputs of layers one above the other, step after step, as TensorFlow.js computes them with the weights
 * of a file as they lie in it: it has Keras' order of gates, layout of kernels and activations of its own.
 */
export async function tfjsOutputs(
  file: TensorFile,
  stack: readonly TfjsLayer[],
  inputs: readonly (readonly number[])[],
): Promise<number[]> {
  // It advertises another package otherwise.
  env().set('IS_TEST', true);
  await setBackend('cpu');
  const model = sequential();
  for (const [at, layer] of stack.entries())
    model.add(built(layer, at === 0 ? [inputs.length, inputs[0].length] : null));
  for (const [at, { weights }] of stack.entries())
    model.layers[at].setWeights(
      weights.map((name) => {
        const { data, shape } = file.read(name);
        return tensor([...data], [...shape]);
      }),
    );
  const outputs = model.predict(tensor3d([inputs.map((step) => [...step])])) as Tensor3D;
  return [...(await outputs.data())];
}

function built(
  { kind, units, goBackwards = false, isBidirectional = false }: TfjsLayer,
  input: number[] | null,
) {
  const options = {
    units,
    goBackwards,
    returnSequences: true,
    recurrentActivation: 'sigmoid' as const,
    // The usual initialiser needs a package of linear algebra; the weights are set anyway.
    recurrentInitializer: 'zeros' as const,
    ...(input === null || isBidirectional ? {} : { inputShape: input }),
  };
  const layer = kind === 'lstm' ? layers.lstm(options) : layers.gru(options);
  if (!isBidirectional) return layer;
  return layers.bidirectional({
    layer,
    mergeMode: 'concat',
    ...(input === null ? {} : { inputShape: input }),
  });
}
