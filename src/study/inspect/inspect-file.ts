import { patternOf } from '../../bbs/patterns/named-pattern.ts';
import { version } from '../../config/version.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { chooseModel, findModels, type ModelChoice } from '../../lstm/weights/choose-model.ts';
import type { FoundModel } from '../../lstm/weights/found-model.ts';
import type { LstmTensors } from '../../lstm/weights/state-dict.ts';
import { configHash } from '../../num/digest.ts';
import { digestedConfig } from '../../run/digested-config.ts';
import { type FileBytes, openWeights, weightsDigest } from '../../run/open-weights.ts';
import { headerOf } from '../../run/result-header.ts';
import { reachedRemarks } from '../../run/sparsity-remarks.ts';
import { arraySizesOf } from '../../run/storage-formats.ts';
import { printableName } from '../../tensors/named-shape.ts';
import type { TensorFile } from '../../tensors/tensor-file.ts';
import { type Inspection, inspectModel, openedModel } from './inspect-model.ts';
import type { InspectedModel, InspectResult } from './inspect-result.ts';
import { type ModelPicture, pictureModel } from './model-picture.ts';

/** What is inspected, and for which array. */
export interface FileInspection extends Inspection {
  readonly weights: FileBytes;
  /** Null in both: all models of the file. */
  readonly choice: ModelChoice;
  /** Null: all that there are. */
  readonly direction: 'forward' | 'reverse' | null;
  /** Name of the array. */
  readonly accelerator: string;
  /** Whether somebody will draw the models. */
  readonly isPictured: boolean;
}

/** What was found, and what is drawn of it: a picture for each model, none unless asked for. */
export interface InspectedFile {
  readonly result: InspectResult;
  readonly pictures: readonly ModelPicture[];
}

/**
 * Looks into a file of weights: every recurrent model in it, or the one that is chosen. One of several that
 * cannot be read is left out with a remark. Throws BadInput, naming the place, for a file without a model
 * that can be read, and for a choice or a direction that is not there.
 */
export function inspectFile(inspection: FileInspection): InspectedFile {
  const { weights, choice, sparsity } = inspection;
  const file = openWeights(weights);
  const found = modelsOf(file, weights.path, choice);
  const inspected = inspectAll(found, inspection);
  const models = inspected.models.map(({ model }) => model);
  return {
    result: {
      ...headerOf('inspect'),
      file: weights.path,
      format: file.format,
      requestedSparsity: sparsity,
      configHash: hashOf(inspection),
      array: arrayOf(inspection),
      models,
      remarks: [...inspected.remarks, ...models.flatMap((model) => farFromAsked(model, sparsity))],
    },
    pictures: inspected.models.flatMap(({ picture }) => (picture === null ? [] : [picture])),
  };
}

function modelsOf(file: TensorFile, path: string, choice: ModelChoice): readonly FoundModel[] {
  const isChosen = choice.model !== null || choice.prefix !== null;
  const all = isChosen ? [] : findModels(file, path).models;
  return all.length > 1 ? all : [chooseModel(file, path, choice)];
}

interface Inspected {
  readonly models: readonly { readonly model: InspectedModel; readonly picture: ModelPicture | null }[];
  readonly remarks: readonly string[];
}

/** One model after the other, so that one of them is in memory at a time. */
function inspectAll(found: readonly FoundModel[], inspection: FileInspection): Inspected {
  const models: Inspected['models'][number][] = [];
  const remarks: string[] = [];
  let failure: BadInput | null = null;
  for (const one of found) {
    const about = (text: string) => (found.length > 1 ? `${printableName(one.name)}: ${text}` : text);
    try {
      const tensors = inDirection(one, one.read(), inspection);
      remarks.push(...[...one.remarks, ...tensors.remarks].map(about));
      const read = openedModel(one, tensors, inspection);
      const picture = inspection.isPictured ? pictureModel(read, inspection) : null;
      models.push({ model: inspectModel(read, inspection), picture });
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      failure ??= error;
      remarks.push(about(`left out: ${error.message}`));
    }
  }
  if (models.length === 0 && failure !== null) throw failure;
  return { models, remarks };
}

/** The passes of a model that are asked for. */
function inDirection(
  { name }: FoundModel,
  tensors: LstmTensors,
  { direction, weights: { path } }: FileInspection,
): LstmTensors {
  if (direction === null) return tensors;
  const layers = tensors.layers.filter((layer) => (layer.direction ?? 'forward') === direction);
  if (layers.length > 0) return { ...tensors, layers };
  throw new BadInput(`${path}: model "${printableName(name)}" has no ${direction} pass`);
}

function arrayOf({ accelerator, config, isNamed }: FileInspection): InspectResult['array'] {
  const { kind, gateMatrix } = config;
  return { accelerator, kind, ...arraySizesOf(config), gateMatrix, isNamed };
}

/** 12 digits over everything that decides the result. */
function hashOf({ weights, choice, direction, config, isNamed, sparsity }: FileInspection): string {
  const file = weightsDigest(weights);
  const array = digestedConfig(config);
  return configHash({ version, command: 'inspect', file, choice, direction, array, isNamed, sparsity });
}

/** Says which patterns keep notably more or less than was asked for. */
function farFromAsked({ name, patterns }: InspectedModel, asked: number): string[] {
  const pruning = patterns.filter(({ pattern }) => !patternOf({ kind: pattern }).keepsAll);
  return reachedRemarks(printableName(name), asked, pruning);
}
