import type { LstmModel } from '../lstm/model.ts';
import { modelFromTensors } from '../lstm/model-from-tensors.ts';
import { isBidirectional } from '../lstm/passes.ts';
import type { LayerShape, LstmShape } from '../lstm/shape.ts';
import { chooseDirection, type DirectionChoice } from '../lstm/weights/choose-direction.ts';
import { chooseModel } from '../lstm/weights/choose-model.ts';
import type { InitialState } from '../lstm/weights/state-dict.ts';
import { formatOf } from '../tensors/open.ts';
import { type FileBytes, openWeights, weightsDigest } from './open-weights.ts';

/** Which model of a file is meant, and which of its passes. */
export interface WeightsChoice {
  /** Module prefix of PyTorch's names, when a file has several models. */
  readonly prefix: string | null;
  /** Name of the model, when a file has several. Absent or null: the only one. */
  readonly model?: string | null;
  /** Absent or null: nobody says. */
  readonly direction?: DirectionChoice | null;
}

/** A model of a file. */
export interface FileModel {
  readonly model: LstmModel;
  /** The state before the first step that the file gives to each pass; null: it gives none. */
  readonly initial: readonly (InitialState | null)[] | null;
  /** What decides it, for the hash of a result. */
  readonly inputs: unknown;
  /** What is to be said of it, a line each. */
  readonly remarks: readonly string[];
}

/**
 * The model that is asked for in a file of weights. `expected` are the layers of its workload, if it has one:
 * they say what tensors do not. Throws BadInput for a file or a model that cannot be used.
 */
export function modelFromFile(
  weights: FileBytes,
  { prefix, model = null, direction = null }: WeightsChoice,
  expected: readonly LayerShape[] | undefined,
): FileModel {
  const { path, bytes } = weights;
  const found = chooseModel(openWeights(weights), path, { model, prefix });
  const isBothExpected = expected !== undefined && isBidirectional(expected);
  const chosen = chooseDirection(found.read(), path, { direction, isBothExpected });
  const { tensors } = chosen;
  const made = modelFromTensors(tensors, nameOf(path, bytes), expected);
  return {
    model: made,
    initial: tensors.initial?.some((state) => state !== null) ? tensors.initial : null,
    inputs: {
      weights: weightsDigest(weights),
      // PyTorch's names tell the models of a file apart.
      tensor: made.layers[0].inputGates.tensor,
      ...(found.framework === 'pytorch' ? {} : { model: found.name }),
      ...(chosen.direction === null ? {} : { direction: chosen.direction }),
      ...rulesOf(made.shape),
    },
    remarks: [...found.remarks, ...tensors.remarks],
  };
}

/** The name of a file without its folder and the ending of its format. */
function nameOf(path: string, bytes: Uint8Array): string {
  const name = path.replace(/^.*[/\\]/, '');
  const ending = formatOf(bytes)?.endings.find((each) => name.endsWith(each)) ?? '';
  return name.slice(0, name.length - ending.length);
}

/** What a workload says of layers that the tensors of a file do not: a reset rule other than PyTorch's. */
function rulesOf({ layers }: LstmShape): { readonly resetAfter?: readonly boolean[] } {
  const resetAfter = layers.flatMap((layer) => ('resetAfter' in layer ? [layer.resetAfter] : []));
  return resetAfter.includes(false) ? { resetAfter } : {};
}
