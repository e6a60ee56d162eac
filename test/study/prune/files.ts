import type { LstmModel } from '../../../src/lstm/model.ts';
import { modelFromTensors } from '../../../src/lstm/model-from-tensors.ts';
import { seededModel } from '../../../src/lstm/seeded-model.ts';
import type { LayerShape } from '../../../src/lstm/shape.ts';
import { chooseModel } from '../../../src/lstm/weights/choose-model.ts';
import type { FileBytes } from '../../../src/run/open-weights.ts';
import { type PruneRequest, pruneFile } from '../../../src/study/prune/prune-file.ts';
import { type NpzEntry, writeNpz } from '../../../src/tensors/npy/npz.ts';
import { openTensors } from '../../../src/tensors/open.ts';
import type { TensorFile } from '../../../src/tensors/tensor-file.ts';

/** A layer of a small model. */
export const smallLayer = {
  kind: 'lstm',
  inputs: 12,
  hidden: 8,
  projection: null,
  peepholes: false,
  biases: true,
} as const;

/** A small model of two of them in a file. */
export const twoLayers = (): FileBytes => npzOf([smallLayer, { ...smallLayer, inputs: 8 }]);

/** A seeded model as numpy.savez has it, a tensor of something else before it and one behind it. */
export function npzOf(layers: readonly LayerShape[], rename = (name: string) => name): FileBytes {
  const { layers: weights } = seededModel('net', { layers }, '1');
  const arrays = weights.flatMap(({ inputGates, recurrentGates, projection, bias, shape }) => {
    const matrices = [inputGates, recurrentGates, ...(projection ? [projection] : [])].map(
      ({ tensor, rows, cols, values }) => ({
        name: tensor,
        shape: [rows, cols],
        data: values as Float32Array,
      }),
    );
    const stacked = shape.kind === 'gru' ? 3 : 4;
    const ending = inputGates.tensor.replace('weight_ih', '');
    const biases = bias === null ? [] : ['bias_ih', 'bias_hh'];
    return [
      ...matrices,
      ...biases.map((name, b) => ({
        name: name + ending,
        shape: [stacked * shape.hidden],
        data: Float32Array.from({ length: stacked * shape.hidden }, (_, i) => ((i + b) % 7) / 8 - 0.4),
      })),
    ];
  });
  const other = (name: string): NpzEntry => ({
    name,
    shape: [2, 3],
    data: Float64Array.of(1, 2, -0, 4, 5, 1e-300),
  });
  const entries = [
    other('embed.weight'),
    ...arrays.map((each) => ({ ...each, name: rename(each.name) })),
    other('out.weight'),
  ];
  return { path: 'model.npz', bytes: writeNpz(entries) };
}

/** The file, opened. */
export function opened({ path, bytes, companions }: FileBytes): TensorFile {
  const file = openTensors(bytes, path, companions);
  if (file === null) throw new Error(`${path} is not read`);
  return file;
}

/** The model of a file, the only one unless it is named. */
export function modelIn(weights: FileBytes, model: string | null = null): LstmModel {
  const found = chooseModel(opened(weights), weights.path, { model, prefix: null });
  return modelFromTensors(found.read(), 'net');
}

/** What the only model of a file becomes: half of it pruned, unless it is asked for in another way. */
export async function prunedFile(request: Pick<PruneRequest, 'weights' | 'config'> & Partial<PruneRequest>) {
  const { result, written } = await pruneFile({
    choice: { model: null, prefix: null },
    direction: null,
    accelerator: 'array',
    prunes: true,
    sparsity: 0.5,
    int8: null,
    out: 'pruned.npz',
    ...request,
  });
  return { result, file: { path: 'pruned.npz', ...written } };
}
