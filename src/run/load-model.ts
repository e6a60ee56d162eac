import type { Loaded } from '../config/load-config.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { LstmModel } from '../lstm/model.ts';
import { modelFromTensors } from '../lstm/model-from-tensors.ts';
import { isBidirectional, passesByLayer, passesOf, passName } from '../lstm/passes.ts';
import { seededModel } from '../lstm/seeded-model.ts';
import type { LayerShape, LstmShape } from '../lstm/shape.ts';
import { chooseModel } from '../lstm/weights/choose-model.ts';
import { type Workload, workloadShape } from '../lstm/workload.ts';
import { formatOf } from '../tensors/open.ts';
import { loadWorkload } from './load-config.ts';
import { type FileBytes, openWeights, weightsDigest } from './open-weights.ts';
import { decidedByWorkload } from './workload-fields.ts';

export type { FileBytes };

/** Where a model comes from. */
export interface ModelRequest {
  /** Preset name or path of a workload; null: the weights say what it is. */
  readonly workload: string | null;
  readonly sets: readonly string[];
  readonly weights: FileBytes | null;
  /** Module prefix of the tensors, when a file has several. */
  readonly prefix: string | null;
  readonly seed: string;
}

/** A model, with what its workload asks for. */
export interface LoadedModel {
  readonly name: string;
  readonly model: LstmModel;
  readonly sparsity: number;
  readonly steps: number;
  /** True when the file says which weights are stored. */
  readonly hasMasks: boolean;
  /** What decides the model beside the seed, for the hash of a result. */
  readonly inputs: unknown;
  /** What is to be said of the file of weights, a line each. */
  readonly remarks: readonly string[];
}

/** The sparsity to which a file of weights is pruned where no other is given. */
const DEFAULT_SPARSITY = 0.875;

/** Throws BadInput for a prefix of tensors without the file that they are in. */
export function refuseLonePrefix(prefix: string | null, weights: unknown): void {
  if (prefix !== null && weights === null)
    throw new BadInput(`prefix has no effect without weights: ${prefix} names tensors of a file`);
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
  prefix,
  seed,
}: Omit<ModelRequest, 'workload' | 'sets'> & {
  readonly workload: Pick<Loaded<Workload>, 'name' | 'config'> | null;
}): LoadedModel {
  refuseLonePrefix(prefix, weights);
  const asked = {
    sparsity: workload?.config.sparsity ?? DEFAULT_SPARSITY,
    steps: workload?.config.steps ?? 1,
  };
  if (weights) {
    const { model, remarks } = modelFromFile(weights, prefix, workload?.config.layers);
    if (workload) checkShape(weights.path, model.shape, workload.name, workloadShape(workload.config));
    const hasMasks = model.layers.some(({ inputGates, recurrentGates, projection }) =>
      [inputGates, recurrentGates, projection].some((matrix) => matrix?.mask),
    );
    const { tensor } = model.layers[0].inputGates;
    const inputs = { weights: weightsDigest(weights), tensor, ...rulesOf(model.shape) };
    return { ...asked, name: workload?.name ?? model.name, model, hasMasks, inputs, remarks };
  }
  if (!workload) throw new BadInput('expected a workload or --weights');
  const model = seededModel(workload.name, workloadShape(workload.config), seed);
  const inputs = decidedByWorkload(workload.config, 'model');
  return { ...asked, name: workload.name, model, hasMasks: false, inputs, remarks: [] };
}

/** What a workload says of layers that the tensors of a file do not: a reset rule other than PyTorch's. */
function rulesOf({ layers }: LstmShape): { readonly resetAfter?: readonly boolean[] } {
  const resetAfter = layers.flatMap((layer) => ('resetAfter' in layer ? [layer.resetAfter] : []));
  return resetAfter.includes(false) ? { resetAfter } : {};
}

function modelFromFile(
  weights: FileBytes,
  prefix: string | null,
  expected: readonly LayerShape[] | undefined,
): { readonly model: LstmModel; readonly remarks: readonly string[] } {
  const { path, bytes } = weights;
  const file = openWeights(weights);
  const found = chooseModel(file, path, { model: null, prefix });
  const tensors = found.read();
  const remarks = [...found.remarks, ...tensors.remarks];
  return { model: modelFromTensors(tensors, nameOf(path, bytes), expected), remarks };
}

/** The name of a file without its folder and the ending of its format. */
function nameOf(path: string, bytes: Uint8Array): string {
  const name = path.replace(/^.*[/\\]/, '');
  const ending = formatOf(bytes)?.endings.find((each) => name.endsWith(each)) ?? '';
  return name.slice(0, name.length - ending.length);
}

/** How many layers, with what is counted named; and how many passes, where some are bidirectional. */
function countOf({ layers }: LstmShape, noun = ''): string {
  const passes = isBidirectional(layers) ? ` in ${layers.length} passes` : '';
  return `${passesByLayer(layers).length}${noun}${passes}`;
}

function checkShape(path: string, found: LstmShape, workload: string, expected: LstmShape): void {
  if (found.layers.length !== expected.layers.length) {
    throw new BadInput(
      `${path}: ${countOf(found, ' layers')}, but workload ${workload} has ${countOf(expected)}`,
    );
  }
  const passes = passesOf(expected.layers);
  expected.layers.forEach((layer, l) => {
    if (found.layers[l].direction !== layer.direction) {
      throw new BadInput(
        `${path}: layer ${passes[l].layer} has bidirectional ${layer.direction === undefined}, but workload ${workload} has ${layer.direction !== undefined}`,
      );
    }
    for (const field of ['kind', 'inputs', 'hidden', 'projection', 'peepholes'] as const) {
      if (found.layers[l][field] === layer[field]) continue;
      throw new BadInput(
        `${path}: layer ${passName(passes[l])} has ${field} ${found.layers[l][field]}, but workload ${workload} has ${layer[field]}`,
      );
    }
  });
}
