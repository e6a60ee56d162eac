import type { Loaded } from '../config/load-config.ts';
import { BadInput } from '../errors/bad-input.ts';
import { type Workload, workloadShape } from '../lstm/workload.ts';
import { checkShape } from './check-shape.ts';
import { loadWorkload } from './load-config.ts';
import { modelFromFile, type WeightsChoice } from './model-from-file.ts';
import type { FileBytes } from './open-weights.ts';
import { type LoadedModel, seededWorkload } from './seeded-workload.ts';

export type { FileBytes, LoadedModel, WeightsChoice };

/** Where a model comes from. */
export interface ModelRequest extends WeightsChoice {
  /** Preset name or path of a workload; null: the weights say what it is. */
  readonly workload: string | null;
  readonly sets: readonly string[];
  readonly weights: FileBytes | null;
  readonly seed: string;
}

/** The sparsity to which a file of weights is pruned where no other is given. */
export const DEFAULT_SPARSITY = 0.875;

/** Throws BadInput for what chooses in a file of weights without the file. */
export function refuseLoneChoice({ prefix, model, direction }: WeightsChoice, weights: unknown): void {
  if (weights !== null) return;
  const without = (what: string, why: string) =>
    new BadInput(`${what} has no effect without weights: ${why}`);
  if (prefix != null) throw without('prefix', `${prefix} names tensors of a file`);
  if (model != null) throw without('model', `${model} names a model of a file`);
  if (direction != null) throw without('direction', 'a workload says which layers are bidirectional');
}

/**
 * Loads the weights of a file, or makes seeded ones for a workload. Throws BadInput where a file cannot be
 * used or does not fit the workload.
 */
export function loadModel({ workload, sets, ...request }: ModelRequest): LoadedModel {
  return modelOf({ ...request, workload: workload === null ? null : loadWorkload(workload, sets) });
}

/** Does what `loadModel` does, for a workload that was read already. */
export function modelOf({
  workload,
  weights,
  seed,
  ...choice
}: Omit<ModelRequest, 'workload' | 'sets'> & {
  readonly workload: Pick<Loaded<Workload>, 'name' | 'config'> | null;
}): LoadedModel {
  refuseLoneChoice(choice, weights);
  if (weights) {
    const asked = {
      sparsity: workload?.config.sparsity ?? DEFAULT_SPARSITY,
      steps: workload?.config.steps ?? 1,
    };
    const found = modelFromFile(weights, choice, workload?.config.layers);
    const { model } = found;
    if (workload) checkShape(weights.path, model.shape, workload.name, workloadShape(workload.config));
    const hasMasks = model.layers.some(({ inputGates, recurrentGates, projection }) =>
      [inputGates, recurrentGates, projection].some((matrix) => matrix?.mask),
    );
    return { ...asked, ...found, name: workload?.name ?? model.name, hasMasks };
  }
  if (!workload) throw new BadInput('expected a workload or --weights');
  return seededWorkload(workload, seed);
}
