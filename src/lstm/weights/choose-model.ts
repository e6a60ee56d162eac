import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../../tensors/named-shape.ts';
import type { TensorFile } from '../../tensors/tensor-file.ts';
import type { FoundModel, Framework } from './found-model.ts';
import { frameworks } from './frameworks.ts';
import { modelOfPrefix, pytorch } from './pytorch.ts';

/** The recurrent models of a file. */
export interface FoundModels {
  /** In the order of the file. */
  readonly models: readonly FoundModel[];
  /** The framework by whose names they were found, or were looked for. */
  readonly framework: Framework;
  /** What the file holds, for a message that it has none: "3 nodes (Gemm 2, Relu 1)". */
  readonly holds: string;
}

/** Which of the models of a file is meant. */
export interface ModelChoice {
  /** Its name, or that of a part of one. Null: the only one. */
  readonly model: string | null;
  /** What stands before PyTorch's names of its tensors, with or without the last dot. */
  readonly prefix: string | null;
}

/** The model of a file that was chosen. */
export interface ChosenModel extends FoundModel {
  /** Name of the framework by whose names it was found. */
  readonly framework: string;
}

/** The recurrent models of a file, by the names of the first framework that has any in it. */
export function findModels(file: TensorFile, path: string): FoundModels {
  const asked = frameworks.filter((framework) => framework.isOf(file));
  for (const framework of asked) {
    const models = framework.find(file, path);
    if (models.length > 0) return { models, framework, holds: '' };
  }
  const [framework = pytorch] = asked;
  return { models: [], framework, holds: framework.holds(file, path) };
}

/**
 * The model of a file that is asked for, or its only one. Throws BadInput, and says what the file holds, when
 * it has none, none of that name, or several and nobody says which.
 */
export function chooseModel(file: TensorFile, path: string, { model, prefix }: ModelChoice): ChosenModel {
  if (model !== null && prefix !== null)
    throw new BadInput(`prefix has no effect with a model: both choose one, leave one of them out`);
  const { models, framework, holds } = findModels(file, path);
  if (prefix !== null) {
    if (framework !== pytorch && models.length > 0 && pytorch.find(file, path).length === 0)
      throw new BadInput(
        `${path}: no tensor has a name of PyTorch, before which a prefix could stand: choose with --model instead: ${namesOf(models)}`,
      );
    return { ...modelOfPrefix(file, path, prefix), framework: pytorch.name };
  }
  if (models.length === 0) {
    const expected = framework.expects === undefined ? '' : `, expected ${framework.expects}`;
    throw new BadInput(`${path}: has no LSTM or GRU${expected}; found ${holds}`);
  }
  const of = { framework: framework.name };
  if (model !== null) return { ...named(models, model, path), ...of };
  if (models.length > 1)
    throw new BadInput(`${path}: has several models, choose one with --model: ${namesOf(models)}`);
  return { ...models[0], ...of };
}

function named(models: readonly FoundModel[], name: string, path: string): FoundModel {
  const all = models.flatMap((one) => [one, ...one.parts]);
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  // As messages show it: a long name is cut there, and what a terminal would obey is escaped.
  const shown = all.filter((one) => printableName(one.name) === name);
  if (shown.length === 1) return shown[0];
  throw new BadInput(`${path}: has no model ${quoted(name)}; found ${namesOf(models)}`);
}

/** Models that a message names before it counts the rest. */
const SHOWN_MODELS = 8;

/** The models, each with the layers of it that can be chosen alone. */
function namesOf(models: readonly FoundModel[]): string {
  return listed(models, ({ name, parts }) =>
    parts.length === 0
      ? quoted(name)
      : `${quoted(name)} (of layers ${listed(parts, (part) => quoted(part.name))})`,
  );
}

function listed(models: readonly FoundModel[], text: (model: FoundModel) => string): string {
  const more = models.length - SHOWN_MODELS;
  return models.slice(0, SHOWN_MODELS).map(text).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function quoted(name: string): string {
  return `"${printableName(name)}"`;
}
