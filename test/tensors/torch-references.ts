import { readFileSync } from 'node:fs';
import { modelFromTensors } from '../../src/lstm/model-from-tensors.ts';
import { floatSequence } from '../../src/lstm/reference-float.ts';
import { chooseModel } from '../../src/lstm/weights/choose-model.ts';
import { prepareModel } from '../../src/run/prepared-model.ts';
import type { TensorFile } from '../../src/tensors/tensor-file.ts';

/** What PyTorch computed with a model, in single and double precision (fixtures/models/torch_models.py). */
export interface TorchReference {
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly outputsInDouble: readonly (readonly number[])[];
}

/** The bytes of a file below test/fixtures/models. */
export function modelFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/models/${name}`, import.meta.url)));
}

/** A JSON file below test/fixtures/models. */
export function modelJson(name: string): unknown {
  return JSON.parse(new TextDecoder().decode(modelFile(name)));
}

/** The outputs of the float64 reference with the only model of a file, all weights kept. */
export function floatOutputs(file: TensorFile, inputs: TorchReference['inputs']): readonly Float64Array[] {
  const tensors = chooseModel(file, 'm', { model: null, prefix: null }).read();
  const { layers } = prepareModel(modelFromTensors(tensors, 'm'), {
    pattern: { kind: 'dense' },
    gateMatrix: 'separate',
    format: { bits: 16, fractionBits: 12, accumulatorBits: 48 },
    target: () => ({ sparsity: 0 }),
  });
  return floatSequence(
    layers,
    inputs.map((x) => Float64Array.from(x)),
  ).outputs;
}

/** The largest difference between two lists of vectors of the same sizes. */
export function largestDifference(
  found: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): number {
  const sizes = (vectors: readonly ArrayLike<number>[]) => vectors.map(({ length }) => length).join();
  if (sizes(found) !== sizes(expected)) return Number.POSITIVE_INFINITY;
  return Math.max(
    ...found.flatMap((vector, t) => Array.from(vector, (x, i) => Math.abs(x - expected[t][i]))),
  );
}
